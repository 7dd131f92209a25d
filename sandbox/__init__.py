"""A strict local Telegram: a Bot API over HTTP, and people who talk to the bot under test."""
