"""Where it starts: commands, settings, the wiring and the four loops."""
