"""Today: whom to call next and why, how far the day has come, what is promised and due, and how the day is closed."""
