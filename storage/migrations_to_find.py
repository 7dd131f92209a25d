"""The migrations by which cases are listed and found by words: two steps of `MIGRATIONS`."""

LISTS = (
    "ALTER TABLE cases ADD COLUMN side TEXT",
    """UPDATE cases SET side = CASE
        WHEN closed_at IS NOT NULL THEN 'nobody'
        WHEN kind = 'support_ticket'
            AND status IN ('draft', 'answered', 'waiting_us', 'resolved') THEN 'ours'
        WHEN kind = 'buyer_chat' AND status = 'waiting_us' THEN 'ours'
        WHEN kind = 'chat_return' AND status IN (
            'requested', 'choosing_way', 'confirm_pickup', 'confirm_no_return',
            'awaiting_buyer_request', 'reject_confirm', 'for_buyer', 'for_seller',
            'defect_confirmed', 'defect_not_confirmed', 'money_check', 'mismatch'
        ) THEN 'ours'
        ELSE 'theirs' END""",
    """ALTER TABLE cases ADD COLUMN category TEXT
        GENERATED ALWAYS AS (json_extract(answers, '$.category')) VIRTUAL""",
    """ALTER TABLE cases ADD COLUMN priority TEXT
        GENERATED ALWAYS AS (COALESCE(json_extract(answers, '$.priority'), 'normal')) VIRTUAL""",
    """CREATE INDEX cases_led ON cases (assignee_id, (due_at IS NULL), due_at, id)
        WHERE closed_at IS NULL""",
    """CREATE INDEX cases_side ON cases (side, (due_at IS NULL), due_at, id)
        WHERE closed_at IS NULL""",
    """CREATE INDEX cases_of_cabinet ON cases (cabinet_id, (due_at IS NULL), due_at, id)
        WHERE closed_at IS NULL""",
    """CREATE INDEX cases_of_kind ON cases (kind, (due_at IS NULL), due_at, id)
        WHERE closed_at IS NULL""",
    """CREATE INDEX cases_of_category ON cases (category, (due_at IS NULL), due_at, id)
        WHERE closed_at IS NULL""",
    """CREATE INDEX cases_of_priority ON cases (priority, (due_at IS NULL), due_at, id)
        WHERE closed_at IS NULL""",
    """CREATE INDEX cases_due ON cases (due_at, id)
        WHERE closed_at IS NULL AND due_at IS NOT NULL""",
    "CREATE INDEX cases_closed ON cases (closed_at, id) WHERE closed_at IS NOT NULL",
    "CREATE INDEX clocks_stale ON clocks (due_at, case_id) WHERE kind = 'stale'",
    """CREATE TABLE picks (
        person_id INTEGER NOT NULL REFERENCES people (id),
        case_id INTEGER NOT NULL REFERENCES cases (id),
        version INTEGER NOT NULL,
        PRIMARY KEY (person_id, case_id)
    )""",
)
"""Whose move it is stands in a column, as it was in the lifecycles of that day; `Journal` keeps it.
Category and priority are read from the answers by the database itself."""

FINDING = (
    """CREATE TABLE readings (
        case_id INTEGER PRIMARY KEY REFERENCES cases (id),
        pieces TEXT NOT NULL,
        words TEXT NOT NULL,
        stems TEXT NOT NULL,
        keys TEXT NOT NULL,
        tails TEXT NOT NULL,
        codes TEXT NOT NULL,
        outdated INTEGER NOT NULL DEFAULT 0
    )""",
    "CREATE INDEX readings_outdated ON readings (case_id) WHERE outdated = 1",
    """CREATE VIRTUAL TABLE reading_words USING fts5 (
        words, stems, keys, tails, codes,
        content = 'readings', content_rowid = 'case_id', detail = column,
        prefix = '2 3 4', tokenize = "unicode61 remove_diacritics 0"
    )""",
    "CREATE VIRTUAL TABLE reading_terms USING fts5vocab (reading_words, col)",
    """CREATE TRIGGER readings_are_found AFTER INSERT ON readings BEGIN
        INSERT INTO reading_words (rowid, words, stems, keys, tails, codes) VALUES
        (new.case_id, new.words, new.stems, new.keys, new.tails, new.codes); END""",
    """CREATE TRIGGER readings_are_forgotten AFTER DELETE ON readings BEGIN
        INSERT INTO reading_words (reading_words, rowid, words, stems, keys, tails, codes)
        VALUES ('delete', old.case_id, old.words, old.stems, old.keys, old.tails, old.codes);
        END""",
    """CREATE TRIGGER attachments_are_read AFTER INSERT ON attachments BEGIN
        UPDATE readings SET outdated = 1 WHERE case_id = new.case_id; END""",
    """CREATE TRIGGER cases_are_read AFTER UPDATE OF answers, number ON cases
        WHEN old.answers <> new.answers OR old.number IS NOT new.number BEGIN
        UPDATE readings SET outdated = 1 WHERE case_id = new.id; END""",
    """CREATE TABLE searches (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES people (id),
        words TEXT NOT NULL,
        at INTEGER NOT NULL
    )""",
    "CREATE INDEX searches_person ON searches (person_id, id)",
)
"""What a case is found by. A reading is `outdated` when the case has got something since: whoever
has written it reads the case anew, or else the next search does."""
