"""From a stored letter to files: its facts, its sender and reader, its pages."""
