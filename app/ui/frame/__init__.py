"""The frame around every view: rail, top bar, status bar, the desk that views stand on, what is remembered."""
