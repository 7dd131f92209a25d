"""The migration by which buyers' data can be wiped: one step of `MIGRATIONS`."""

WIPING = (
    "ALTER TABLE cases ADD COLUMN wiped_at INTEGER",
    """CREATE INDEX cases_to_wipe ON cases (closed_at, id)
        WHERE closed_at IS NOT NULL AND merged_into IS NULL
            AND (wiped_at IS NULL OR wiped_at < closed_at)""",
    "CREATE INDEX history_forgotten ON history (case_id) WHERE what = 'forgotten'",
    "CREATE TABLE leftovers (what TEXT PRIMARY KEY)",
    "DROP TRIGGER history_is_never_edited",
    """CREATE TRIGGER history_is_never_edited BEFORE UPDATE ON history
        WHEN NOT (
            new.comment IS NULL AND new.id = old.id AND new.case_id = old.case_id
            AND new.at = old.at AND new.person_id IS old.person_id AND new.place = old.place
            AND new.what = old.what AND new.old IS old.old AND new.new IS old.new
            AND new.other_id IS old.other_id
            AND EXISTS (SELECT 1 FROM cases WHERE id = old.case_id AND wiped_at IS NOT NULL)
        )
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
)
"""History stays append-only; of a wiped case somebody's own words beside a line may be struck out,
and nothing else. What is yet to be removed from the disk stands in `leftovers`."""
