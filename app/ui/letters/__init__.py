"""The letters room: the dunning run, its pages as they will print, what was held back, what was written."""
