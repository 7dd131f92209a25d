"""The mutation run finds every line that it turns off, and can tell red from green."""

import ast

import pytest

from proofs.safeguards import ROOT, SAFEGUARDS, Safeguard, is_missed, weakened

BY_NAME = {each.name: each for each in SAFEGUARDS}


@pytest.mark.parametrize("safeguard", SAFEGUARDS, ids=lambda each: each.name)
def test_a_safeguard_can_be_turned_off_and_names_tests_that_are_there(
    safeguard: Safeguard,
) -> None:
    source = (ROOT / safeguard.module).read_text("utf-8")
    ast.parse(weakened(source, safeguard))
    assert all((ROOT / "tests" / name).exists() for name in safeguard.proof.split())


def test_a_safeguard_that_has_moved_is_noticed() -> None:
    with pytest.raises(ValueError, match="redaction"):
        weakened("", BY_NAME["redaction"])


def test_a_safeguard_that_its_proof_does_not_miss_is_noticed() -> None:
    assert is_missed(BY_NAME["history is never edited"])
    elsewhere = Safeguard("", "bot/logs.py", 'return _TOKEN.sub("***", text)', "return text", "")
    assert not is_missed(Safeguard(**{**vars(elsewhere), "proof": "test_money.py"}))
