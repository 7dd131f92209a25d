"""The first schema: the tables that a journal of version 1 has."""

FIRST: tuple[str, ...] = (
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
)
