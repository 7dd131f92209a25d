"""The rules of the journal: plain Python that knows neither Telegram nor SQL."""
