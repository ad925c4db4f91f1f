"""One file a room; each command is a function that takes the context and returns the exit status."""
