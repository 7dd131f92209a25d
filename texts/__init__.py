"""What the bot says: all Russian of the project, and how it is written."""
