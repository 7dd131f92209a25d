"""The names of files on the disk: harmless whatever they were called."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.answers import Attachment
from cases.files import LONGEST_NAME, CaseFile, FileState, place_of, safe_name

NASTY = st.text(
    st.one_of(st.characters(), st.sampled_from(list('./\\:*?"<>|\x00\n\u202e\u200b жЁ'))),
    max_size=300,
)


def file(name: str, case_id: int = 57, number: int = 3) -> CaseFile:
    attachment = Attachment("f", "u", "document", name)
    now = datetime(2026, 3, 4, tzinfo=UTC)
    return CaseFile(case_id, number, attachment, FileState.PENDING, now)


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("шов.jpg", "шов.jpg"),
        ("Отчёт за март (1).xlsx", "Отчёт за март (1).xlsx"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..\\..\\boot.ini", "_.._boot.ini"),
        ("/etc/shadow", "_etc_shadow"),
        ("..", "file"),
        ("", "file"),
        ("  .hidden ", "hidden"),
        ("a\x00b\nc.txt", "ab c.txt"),
        ("акт\u202egpj.exe", "актgpj.exe"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1.tar.gz", "_com1.tar.gz"),
        ("console.log", "console.log"),
        ('a:b*c?"d"<e>|f', "a_b_c__d__e__f"),
        ("е\u0308лка.png", "ёлка.png"),
    ],
)
def test_a_name_is_kept_as_it_was_but_for_what_harms(given_name: str, safe: str) -> None:
    assert safe_name(given_name) == safe


def test_a_long_name_keeps_its_ending() -> None:
    safe = safe_name("ж" * 300 + ".jpeg")
    assert safe.endswith("ж.jpeg")
    assert len(safe.encode()) <= LONGEST_NAME


@given(NASTY)
def test_no_name_leads_out_of_its_folder(name: str) -> None:
    root = Path("/journal/attachments")
    path = root / place_of(file(name))
    assert path.parent == root / "0057"
    assert path.resolve() == path
    assert path.name.startswith("03-")


@given(NASTY)
def test_every_name_fits_a_disk_and_shows_what_it_is(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe.encode()) <= LONGEST_NAME
    assert safe.isprintable()
    assert safe == safe.strip(". ")
    assert not set(safe) & set('/\\:*?"<>|')
    assert safe_name(safe) == safe


def test_files_of_one_case_never_share_a_name() -> None:
    assert place_of(file("a.jpg", number=1)) != place_of(file("a.jpg", number=2))
    assert place_of(file("a.jpg", number=1)) == place_of(file("a.jpg", number=1))
    assert place_of(file("a", case_id=123456, number=100)) == "123456/100-a"
