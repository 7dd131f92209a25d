"""The kill test in small: SIGKILL at twenty moments while three managers register cases."""

from pathlib import Path

import pytest

from proofs.kill_test import kill_over_and_over

KILLS = 20
SEED = 2026


@pytest.mark.timeout(1200)
async def test_no_kill_loses_doubles_or_forgets_anything(tmp_path: Path) -> None:
    verdict = await kill_over_and_over(KILLS, SEED, tmp_path)
    assert verdict.kills == KILLS
    assert verdict.cases >= 6  # three managers, a case of each story
    assert verdict.passed, "\n".join(verdict.lines())
