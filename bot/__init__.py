"""Where it starts: commands, settings, the wiring and the five loops."""
