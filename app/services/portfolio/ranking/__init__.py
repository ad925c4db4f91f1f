"""The call list from the inside: facts of an account, the rules over them, the stored rows and how they are shown."""
