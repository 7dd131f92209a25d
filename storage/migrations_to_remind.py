"""The migrations that reminders came to need: steps of `MIGRATIONS`."""

BEGUN = (
    "ALTER TABLE clocks ADD COLUMN begun_by INTEGER REFERENCES people (id)",
    "ALTER TABLE clocks ADD COLUMN begun_at INTEGER",
)
"""Who has written down what a clock runs for, and when; NULL when nobody has."""
SILENCES = (
    """CREATE TABLE silences (
        person_id INTEGER NOT NULL REFERENCES people (id),
        since INTEGER NOT NULL,
        until INTEGER NOT NULL,
        tell_at INTEGER NOT NULL,
        PRIMARY KEY (person_id, until)
    )""",
    "CREATE INDEX silences_due ON silences (tell_at)",
)
"""When the bot was not there, for each person until they have heard of it."""
