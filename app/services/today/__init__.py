"""The collector's day as the first view shows it: the list, how far the day has come, what is promised and due."""
