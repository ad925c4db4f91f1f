"""From typed rows and what is stored to a plan: what is new, changed, gone and why; nothing is written here."""
