"""What the bot hears: each handler returns what to say and never sends it."""
