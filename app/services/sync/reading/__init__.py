"""From a file to typed rows: a guarded process reads it, and hands over what it found piece by piece."""
