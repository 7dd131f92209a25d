"""The migrations: an append-only list, each applied in one transaction of its own."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE people (
            id INTEGER PRIMARY KEY,
            telegram_id INTEGER NOT NULL UNIQUE,
            name TEXT NOT NULL,
            username TEXT,
            role TEXT NOT NULL,
            joined_at INTEGER NOT NULL,
            removed_at INTEGER,
            unreachable_since INTEGER,
            digest_next_at INTEGER
        )""",
        "CREATE INDEX people_digest ON people (digest_next_at) WHERE removed_at IS NULL",
        """CREATE TABLE invitations (
            token_hash TEXT PRIMARY KEY,
            role TEXT NOT NULL,
            created_by INTEGER NOT NULL REFERENCES people (id),
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            used_by INTEGER REFERENCES people (id),
            used_at INTEGER
        )""",
        """CREATE TABLE chat_groups (
            chat_id INTEGER PRIMARY KEY,
            title TEXT NOT NULL,
            bound_by INTEGER REFERENCES people (id),
            bound_at INTEGER,
            told_at INTEGER
        )""",
        """CREATE TABLE cabinets (
            id INTEGER PRIMARY KEY,
            marketplace TEXT NOT NULL,
            name TEXT NOT NULL,
            currency TEXT NOT NULL,
            operational_id INTEGER REFERENCES people (id),
            financial_id INTEGER REFERENCES people (id)
        )""",
        """CREATE TABLE cases (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            status TEXT NOT NULL,
            version INTEGER NOT NULL,
            cabinet_id INTEGER NOT NULL REFERENCES cabinets (id),
            number TEXT,
            number_key TEXT,
            number_tail TEXT,
            answers TEXT NOT NULL,
            author_id INTEGER NOT NULL REFERENCES people (id),
            assignee_id INTEGER REFERENCES people (id),
            risk_minor INTEGER,
            risk_currency TEXT,
            recovered_minor INTEGER,
            recovered_currency TEXT,
            created_at INTEGER NOT NULL,
            moved_at INTEGER NOT NULL,
            waiting_since INTEGER,
            due_at INTEGER,
            closed_at INTEGER
        )""",
        """CREATE UNIQUE INDEX cases_number ON cases (cabinet_id, number_key)
            WHERE number_key IS NOT NULL""",
        "CREATE INDEX cases_number_key ON cases (number_key) WHERE number_key IS NOT NULL",
        "CREATE INDEX cases_number_tail ON cases (number_tail) WHERE number_tail IS NOT NULL",
        "CREATE INDEX cases_open ON cases ((due_at IS NULL), due_at, id) WHERE closed_at IS NULL",
        """CREATE TABLE entities (
            case_id INTEGER NOT NULL REFERENCES cases (id),
            kind TEXT NOT NULL,
            value TEXT NOT NULL,
            value_key TEXT NOT NULL,
            PRIMARY KEY (case_id, kind, value_key)
        )""",
        "CREATE INDEX entities_value ON entities (value_key)",
        """CREATE TABLE attachments (
            case_id INTEGER NOT NULL REFERENCES cases (id),
            number INTEGER NOT NULL,
            state TEXT NOT NULL,
            file_id TEXT NOT NULL,
            unique_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            size INTEGER NOT NULL,
            caption TEXT NOT NULL,
            added_by INTEGER REFERENCES people (id),
            added_at INTEGER NOT NULL,
            PRIMARY KEY (case_id, number)
        )""",
        """CREATE TABLE history (
            id INTEGER PRIMARY KEY,
            case_id INTEGER NOT NULL REFERENCES cases (id),
            at INTEGER NOT NULL,
            person_id INTEGER REFERENCES people (id),
            place TEXT NOT NULL,
            what TEXT NOT NULL,
            old TEXT,
            new TEXT,
            comment TEXT
        )""",
        "CREATE INDEX history_case ON history (case_id, id)",
        """CREATE TRIGGER history_is_never_edited BEFORE UPDATE ON history
            BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
        """CREATE TRIGGER history_is_never_deleted BEFORE DELETE ON history
            BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
        """CREATE TABLE clocks (
            case_id INTEGER NOT NULL REFERENCES cases (id),
            kind TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            due_at INTEGER NOT NULL,
            last_at INTEGER,
            next_at INTEGER NOT NULL,
            PRIMARY KEY (case_id, kind)
        )""",
        "CREATE INDEX clocks_next ON clocks (next_at)",
        """CREATE TABLE pings (
            key TEXT PRIMARY KEY,
            case_id INTEGER NOT NULL REFERENCES cases (id),
            person_id INTEGER NOT NULL REFERENCES people (id),
            at INTEGER NOT NULL,
            seen_at INTEGER
        )""",
        "CREATE INDEX pings_case ON pings (case_id, person_id)",
        """CREATE TABLE inbox (
            seq INTEGER PRIMARY KEY,
            update_id INTEGER NOT NULL UNIQUE,
            chat_id INTEGER NOT NULL,
            payload TEXT,
            state TEXT NOT NULL,
            tries INTEGER NOT NULL,
            not_before INTEGER NOT NULL,
            received_at INTEGER NOT NULL,
            incident TEXT
        )""",
        "CREATE INDEX inbox_order ON inbox (state, seq)",
        "CREATE INDEX inbox_age ON inbox (received_at)",
        """CREATE TABLE outbox (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            chat_id INTEGER,
            method TEXT NOT NULL,
            body TEXT,
            priority INTEGER NOT NULL,
            state TEXT NOT NULL,
            tries INTEGER NOT NULL,
            again INTEGER NOT NULL,
            not_before INTEGER NOT NULL,
            expires_at INTEGER,
            fallback_chat_id INTEGER,
            created_at INTEGER NOT NULL,
            sent_at INTEGER,
            message_id INTEGER,
            error TEXT
        )""",
        "CREATE INDEX outbox_order ON outbox (state, priority, id)",
        "CREATE INDEX outbox_age ON outbox (created_at)",
        """CREATE TABLE conversations (
            key TEXT PRIMARY KEY,
            state TEXT,
            answers TEXT NOT NULL
        )""",
        """CREATE TABLE facts (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        )""",
        """CREATE TABLE loops (
            name TEXT PRIMARY KEY,
            at INTEGER NOT NULL
        )""",
    ),
    (
        """CREATE INDEX outbox_lane ON outbox (chat_id, priority, id)
            WHERE state = 'pending'""",
    ),
    (
        """CREATE TABLE sketches (
            case_id INTEGER PRIMARY KEY REFERENCES cases (id),
            cabinet_id INTEGER NOT NULL REFERENCES cabinets (id),
            category TEXT,
            topic TEXT,
            first_day INTEGER,
            last_day INTEGER,
            number_key TEXT NOT NULL,
            entity_keys TEXT NOT NULL,
            stems TEXT NOT NULL
        )""",
        """CREATE INDEX sketches_topic ON sketches (cabinet_id, topic, last_day)
            WHERE topic IS NOT NULL""",
        """CREATE INDEX sketches_number ON sketches (cabinet_id, number_key)
            WHERE number_key <> ''""",
        """CREATE TABLE sketch_keys (
            value_key TEXT NOT NULL,
            case_id INTEGER NOT NULL REFERENCES cases (id),
            PRIMARY KEY (value_key, case_id)
        )""",
        "CREATE INDEX sketch_keys_case ON sketch_keys (case_id)",
        """CREATE VIRTUAL TABLE sketch_words USING fts5 (
            stems, content = 'sketches', content_rowid = 'case_id', detail = none,
            tokenize = "unicode61 remove_diacritics 0"
        )""",
        "CREATE VIRTUAL TABLE sketch_stems USING fts5vocab (sketch_words, row)",
        """CREATE TRIGGER sketches_are_read AFTER INSERT ON sketches BEGIN
            INSERT INTO sketch_words (rowid, stems) VALUES (new.case_id, new.stems); END""",
        """CREATE TRIGGER sketches_are_forgotten AFTER DELETE ON sketches BEGIN
            INSERT INTO sketch_words (sketch_words, rowid, stems)
            VALUES ('delete', old.case_id, old.stems); END""",
    ),
    (
        "ALTER TABLE cases ADD COLUMN turn_since INTEGER",
        "ALTER TABLE cases ADD COLUMN answered_at INTEGER",
        "UPDATE cases SET turn_since = waiting_since",
        "UPDATE cases SET answered_at = moved_at WHERE status = 'waiting_buyer'",
    ),
    (
        "ALTER TABLE conversations ADD COLUMN wakes_at INTEGER",
        "CREATE INDEX conversations_wake ON conversations (wakes_at)",
        "ALTER TABLE cases ADD COLUMN shown_at INTEGER",
        "ALTER TABLE cabinets ADD COLUMN chats_off INTEGER NOT NULL DEFAULT 0",
        """CREATE TABLE spoken (
            chat_id INTEGER NOT NULL,
            message_id INTEGER NOT NULL,
            draft_id TEXT NOT NULL,
            case_id INTEGER REFERENCES cases (id),
            field TEXT NOT NULL,
            text TEXT NOT NULL,
            value TEXT NOT NULL,
            newer TEXT,
            at INTEGER NOT NULL,
            PRIMARY KEY (chat_id, message_id)
        )""",
        "CREATE INDEX spoken_draft ON spoken (draft_id)",
        """CREATE TABLE topics (
            id INTEGER PRIMARY KEY,
            category TEXT NOT NULL,
            ready TEXT UNIQUE,
            name TEXT,
            hidden INTEGER NOT NULL
        )""",
        """CREATE TABLE sections (
            marketplace TEXT NOT NULL,
            category TEXT NOT NULL,
            name TEXT NOT NULL,
            PRIMARY KEY (marketplace, category)
        )""",
    ),
    ("CREATE INDEX pings_person ON pings (person_id, at)",),
)
"""The schema's version is the number of migrations applied (`user_version`). Instants are
seconds since the epoch, UTC; money is integer minor units with its currency beside it."""
