"""What came of files: the run, its news, the items that moved, the rows left out, the history."""
