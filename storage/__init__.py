"""Where the journal is kept: all SQL of the project."""
