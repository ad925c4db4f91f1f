"""The sync room: drop files, see what they would change, answer what they leave open, apply, take back."""
