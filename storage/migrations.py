"""The migrations: an append-only list, each applied in one transaction of its own."""

from storage.first_schema import FIRST
from storage.migrations_to_find import FINDING, LISTS
from storage.migrations_to_remind import BEGUN, SILENCES
from storage.migrations_to_wipe import WIPING

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    FIRST,
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
    (
        "ALTER TABLE attachments ADD COLUMN album TEXT",
        "ALTER TABLE attachments ADD COLUMN place TEXT",
        "ALTER TABLE attachments ADD COLUMN sha256 TEXT",
        "ALTER TABLE attachments ADD COLUMN tries INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE attachments ADD COLUMN not_before INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE attachments ADD COLUMN untold INTEGER NOT NULL DEFAULT 0",
        """CREATE INDEX attachments_pending ON attachments (not_before, case_id, number)
            WHERE state = 'pending'""",
        "CREATE INDEX attachments_untold ON attachments (case_id) WHERE untold = 1",
        "CREATE INDEX attachments_album ON attachments (album) WHERE album IS NOT NULL",
        """CREATE TRIGGER attachments_are_never_deleted BEFORE DELETE ON attachments
            BEGIN SELECT RAISE(ABORT, 'numbers of attachments are never reused'); END""",
    ),
    (
        """CREATE TABLE entries (
            id INTEGER PRIMARY KEY,
            case_id INTEGER NOT NULL REFERENCES cases (id),
            kind TEXT NOT NULL,
            at INTEGER NOT NULL,
            written_at INTEGER NOT NULL,
            person_id INTEGER REFERENCES people (id),
            text TEXT NOT NULL,
            answers TEXT NOT NULL
        )""",
        "CREATE INDEX entries_case ON entries (case_id, id)",
        """CREATE TABLE links (
            case_id INTEGER NOT NULL REFERENCES cases (id),
            other_id INTEGER NOT NULL REFERENCES cases (id),
            made_at INTEGER NOT NULL,
            PRIMARY KEY (case_id, other_id)
        )""",
        """CREATE TABLE parts (
            whole TEXT NOT NULL,
            case_id INTEGER NOT NULL REFERENCES cases (id),
            PRIMARY KEY (whole, case_id)
        )""",
        "ALTER TABLE history ADD COLUMN other_id INTEGER REFERENCES cases (id)",
    ),
    LISTS,
    FINDING,
    (
        """CREATE TABLE replies (
            id INTEGER PRIMARY KEY,
            person_id INTEGER REFERENCES people (id),
            title TEXT NOT NULL,
            body TEXT NOT NULL,
            changed_by INTEGER NOT NULL REFERENCES people (id),
            changed_at INTEGER NOT NULL
        )""",
        "CREATE INDEX replies_person ON replies (person_id)",
    ),
    (
        """CREATE TRIGGER entries_are_read AFTER INSERT ON entries BEGIN
            UPDATE readings SET outdated = 1 WHERE case_id = new.case_id; END""",
    ),
    (
        "CREATE TABLE limits (currency TEXT PRIMARY KEY, minor INTEGER)",
        """CREATE TABLE consents (
            id INTEGER PRIMARY KEY,
            case_id INTEGER NOT NULL REFERENCES cases (id),
            version INTEGER NOT NULL,
            move TEXT NOT NULL,
            person_id INTEGER NOT NULL REFERENCES people (id),
            asked_at INTEGER NOT NULL,
            answer TEXT,
            answered_at INTEGER,
            UNIQUE (case_id, version, move)
        )""",
    ),
    (
        """CREATE TABLE undos (
            person_id INTEGER NOT NULL REFERENCES people (id),
            deed INTEGER NOT NULL,
            case_id INTEGER NOT NULL REFERENCES cases (id),
            version INTEGER NOT NULL,
            what TEXT NOT NULL,
            at INTEGER NOT NULL,
            before TEXT NOT NULL,
            PRIMARY KEY (person_id, deed, case_id)
        )""",
        "CREATE INDEX undos_age ON undos (at)",
        "CREATE INDEX undos_case ON undos (case_id, version)",
    ),
    (
        "ALTER TABLE cases ADD COLUMN worked_by INTEGER REFERENCES people (id)",
        "ALTER TABLE cases ADD COLUMN worked_since INTEGER",
    ),
    (
        "ALTER TABLE cases ADD COLUMN merged_into INTEGER REFERENCES cases (id)",
        "CREATE INDEX cases_merged ON cases (merged_into) WHERE merged_into IS NOT NULL",
    ),
    ("ALTER TABLE cases ADD COLUMN snoozes TEXT",),
    (
        "CREATE INDEX history_at ON history (at, id)",
        "CREATE INDEX history_person ON history (person_id, at, id)",
    ),
    (
        "ALTER TABLE chat_groups ADD COLUMN talks INTEGER NOT NULL DEFAULT 0",
        """CREATE TABLE mentions (
            chat_id INTEGER NOT NULL,
            case_id INTEGER NOT NULL REFERENCES cases (id),
            at INTEGER NOT NULL,
            PRIMARY KEY (chat_id, case_id)
        )""",
        "CREATE INDEX mentions_age ON mentions (at)",
    ),
    (
        "ALTER TABLE entries ADD COLUMN has_time INTEGER NOT NULL DEFAULT 1",
        "ALTER TABLE entries ADD COLUMN files TEXT NOT NULL DEFAULT '[]'",
        "DROP INDEX entries_case",
        "CREATE INDEX entries_case ON entries (case_id, at, id)",
    ),
    (
        "ALTER TABLE cases ADD COLUMN tags TEXT NOT NULL DEFAULT ''",
        """CREATE TABLE tags (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            uses INTEGER NOT NULL
        )""",
        """CREATE TABLE case_tags (
            case_id INTEGER NOT NULL REFERENCES cases (id),
            tag_id INTEGER NOT NULL REFERENCES tags (id),
            PRIMARY KEY (case_id, tag_id)
        )""",
        "CREATE INDEX case_tags_tag ON case_tags (tag_id, case_id)",
    ),
    (
        "CREATE TABLE choices (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
        "ALTER TABLE people ADD COLUMN deputy_id INTEGER REFERENCES people (id)",
    ),
    (
        "ALTER TABLE people ADD COLUMN away_from INTEGER",
        "ALTER TABLE people ADD COLUMN away_until INTEGER",
        "ALTER TABLE people ADD COLUMN stand_in_id INTEGER REFERENCES people (id)",
        "ALTER TABLE people ADD COLUMN wakes_at INTEGER",
        "CREATE INDEX people_wake ON people (wakes_at) WHERE removed_at IS NULL",
        """CREATE TABLE duties (
            id INTEGER PRIMARY KEY,
            person_id INTEGER NOT NULL REFERENCES people (id),
            since INTEGER NOT NULL,
            until INTEGER NOT NULL
        )""",
    ),
    ("ALTER TABLE people ADD COLUMN quiet TEXT",),
    ("ALTER TABLE people ADD COLUMN missed_since INTEGER",),
    WIPING,
    ("ALTER TABLE cases ADD COLUMN stood_since INTEGER",),
    (
        "DROP INDEX outbox_order",
        "CREATE INDEX outbox_sending ON outbox (id) WHERE state = 'sending'",
        "DROP INDEX inbox_order",
        "CREATE INDEX inbox_waiting ON inbox (seq) WHERE state = 'pending'",
        "CREATE INDEX inbox_lane ON inbox (chat_id, seq) WHERE state = 'pending'",
        "CREATE INDEX inbox_dead ON inbox (received_at) WHERE state = 'dead'",
    ),
    BEGUN,
    SILENCES,
)
"""The schema's version is the number of migrations applied (`user_version`). Instants are
seconds since the epoch, UTC; money is integer minor units with its currency beside it."""
