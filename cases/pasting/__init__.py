"""What pasted text says: recognised piece by piece, and never guessed."""
