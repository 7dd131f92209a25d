"""The documents say what is true: settings, map, commands, buttons, links, the image."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.settings import Settings
from cases import dates, entities, money, numbers
from cases.health import FATAL, Trouble
from texts import team
from texts.operator import NO_DEMO

ROOT = Path(__file__).parent.parent
PACKAGES = (
    "bot", "bot/demo", "handlers", "cases", "cases/checking", "cases/pasting", "storage", "texts",
    "sandbox",
)  # fmt: skip
REQUIRED = {"BOT_TOKEN": "123456:TEST", "OWNER_ID": "1"}
NOW, MOSCOW = datetime(2026, 3, 13, 12, tzinfo=UTC), ZoneInfo("Europe/Moscow")
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/guide.ru.md", "docs/sandbox.md")


def document(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def example() -> dict[str, str]:
    """Every setting of the example, also those that stand there behind a `#`."""
    lines = re.findall(r"^#?([A-Z][A-Z_]+)=(.*)$", document("config.example.env"), re.MULTILINE)
    return dict(lines)


def setting_names() -> set[str]:
    return {name.upper() for name in Settings.model_fields}


def expected_map() -> str:
    """The map for README.md: paste it between the marks when the test says that it is old."""
    lines = []
    for package in PACKAGES:
        modules = sorted((ROOT / package).glob("*.py"))
        for path in modules:
            name = f"{package}/" if path.stem == "__init__" else f"  {path.name}"
            lines.append(f"{name:<20} {opening_sentence(path)}")
    return "\n".join(lines)


def opening_sentence(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n")[0]


def strings_of_texts() -> set[str]:
    """Every string that stands in texts/, whole."""
    trees = (ast.parse(path.read_text("utf-8")) for path in (ROOT / "texts").glob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree))
    return {node.value for node in nodes if isinstance(node, ast.Constant)}


def commands() -> set[str]:
    tables = (team.COMMANDS, team.OWNER_COMMANDS, team.GROUP_COMMANDS)
    named = re.findall(r"^/([a-z]+)", team.HELP + team.HELP_OWNER, re.MULTILINE)
    return {name for table in tables for name in table} | set(named) | {"start"}


@pytest.fixture
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No setting comes from this machine; the folder is for the .env of the test."""
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def filled(text: str, *, everything: bool) -> str:
    for name, value in REQUIRED.items():
        text = text.replace(f"\n{name}=\n", f"\n{name}={value}\n")
    return re.sub(r"^#(?=[A-Z_]+=)", "", text, flags=re.MULTILINE) if everything else text


def test_the_example_has_every_setting_and_no_other() -> None:
    assert set(example()) == setting_names()


def test_every_setting_of_the_example_has_its_meaning_above_it() -> None:
    paragraphs = document("config.example.env").split("\n\n")[1:]
    for paragraph in paragraphs:
        *meaning, setting = paragraph.strip().splitlines()
        assert re.match(r"#?[A-Z_]+=", setting)
        assert meaning
        assert all(re.match(r"# .*[а-яё]", line) for line in meaning)


def test_the_example_begins_with_the_two_values_to_fill_in() -> None:
    given = re.findall(r"^([A-Z_]+)=(.*)$", document("config.example.env"), re.MULTILINE)
    assert given == [("BOT_TOKEN", ""), ("OWNER_ID", "")]


@pytest.mark.parametrize("everything", [False, True])
def test_the_example_with_two_values_is_a_working_env(
    bare_environment: Path, *, everything: bool
) -> None:
    text = filled(document("config.example.env"), everything=everything)
    (bare_environment / ".env").write_text(text, "utf-8")
    settings = Settings()
    assert settings.token == REQUIRED["BOT_TOKEN"]
    defaults = {name: field.default for name, field in Settings.model_fields.items()}
    shown = settings.model_dump(exclude={"bot_token", "owner_id"})
    assert shown == {name: defaults[name] for name in shown}


def test_readme_shows_every_setting_with_its_default() -> None:
    rows = re.findall(
        r"^\| `([A-Z_]+)` \| (.+?) \| .{20,} \|$", document("README.md"), re.MULTILINE
    )
    written = {name: value.strip("`") for name, value in rows}
    blanks = {name: "required" if name in REQUIRED else "—" for name in setting_names()}
    assert written == {name: value or blanks[name] for name, value in example().items()}


def test_readme_map_is_made_of_the_modules_opening_sentences() -> None:
    found = re.search(
        r"<!-- map -->\n```\n(.*?)\n```\n<!-- /map -->", document("README.md"), re.DOTALL
    )
    assert found, "README.md has lost the marks of its map"
    assert found[1] == expected_map(), f"the map of README.md should be:\n{expected_map()}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_make_target_that_a_document_names_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", document("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", document(name), re.MULTILINE))
    assert named <= targets


def test_readme_names_the_two_commands_of_a_newcomer() -> None:
    assert {"demo", "test"} <= set(
        re.findall(r"^make ([a-z-]+)", document("README.md"), re.MULTILINE)
    )


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_of_a_document_leads_somewhere(name: str) -> None:
    folder = (ROOT / name).parent
    for target in re.findall(r"\]\(([^)\s]+)\)", document(name)):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        linked = folder / path if path else ROOT / name
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), target


def anchors(path: Path) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_file_that_a_document_names_exists(name: str) -> None:
    folders = "|".join((*PACKAGES, "tests", "benchmarks", "proofs", "docs"))
    named = re.findall(rf"`((?:{folders})/[\w./]*)(?::[^`]*)?`", document(name))
    assert named
    for path in named:
        assert (ROOT / path).exists(), path


def test_every_name_of_the_code_that_contributing_quotes_exists() -> None:
    """A place is written as `cases/fields.py: FORMS, REGISTRATION`."""
    places = re.findall(r"`(\w+/\w+\.py): ([\w, ]+)`", document("CONTRIBUTING.md"))
    assert len(places) > 10
    for path, names in places:
        defined = names_of(ROOT / path)
        for name in names.split(", "):
            assert name in defined, f"{path}: {name}"


def names_of(path: Path) -> set[str]:
    """The names that a module defines at its top level."""
    found: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = (each for target in targets for each in ast.walk(target))
            found |= {each.id for each in names if isinstance(each, ast.Name)}
    return found


def test_every_command_of_the_guide_is_one_of_the_bots() -> None:
    named = set(re.findall(r"(?<![\w/.])/([a-z]+)", document("docs/guide.ru.md")))
    assert named <= commands()
    assert set(team.COMMANDS) | set(team.OWNER_COMMANDS) <= named


@pytest.mark.parametrize(
    ("row", "reads"),
    [
        ("когда", lambda text: dates.parse_past(text, NOW, MOSCOW)),
        ("период", lambda text: dates.parse_period(text, NOW, MOSCOW)),
        ("сумма", lambda text: money.parse_sum(text, "RUB") or text == "не знаю"),
        ("номер", lambda text: numbers.number_key(numbers.clean_number(text)) == "18123456"),
        ("артикулы и заказы", entities.parse_entities),
    ],
)
def test_every_answer_that_the_guide_shows_can_be_taken(
    row: str, reads: Callable[[str], object]
) -> None:
    answers = re.search(rf"^\| {row} \| (.+) \|$", document("docs/guide.ru.md"), re.MULTILINE)
    assert answers
    examples = re.findall(r"«(.+?)»", answers[1])
    assert examples
    assert all(reads(each) for each in examples)


def test_no_paragraph_of_the_guide_stands_twice() -> None:
    """A paragraph opens with what it is about, in bold."""
    openings = re.findall(r"^\*\*.+?\*\*", document("docs/guide.ru.md"), re.MULTILINE)
    assert len(openings) > 20
    assert [each for each in openings if openings.count(each) > 1] == []


def test_every_button_of_the_guide_is_one_of_the_bots() -> None:
    """A button stands in the guide in bold between «»."""
    buttons = re.findall(r"\*\*«(.+?)»\*\*", document("docs/guide.ru.md"))
    assert len(buttons) > 10
    assert set(buttons) <= strings_of_texts()


@pytest.mark.parametrize(
    "line",
    [
        "FROM python:3.13-slim",
        "    --only-binary=:all: --require-hashes --requirement requirements.lock",
        "RUN chmod -R a+rX . && python -m compileall -q .",
        "USER 10001:10001",
        "VOLUME /data",
        '    CMD ["python", "-m", "bot", "healthcheck"]',
        'CMD ["python", "-m", "bot", "run"]',
    ],
)
def test_the_image_is_slim_locked_and_without_root(line: str) -> None:
    assert line in document("Dockerfile").splitlines()


def test_the_image_copies_all_that_the_bot_imports() -> None:
    copied = set(re.findall(r"^COPY (\w+)/ \1/$", document("Dockerfile"), re.MULTILINE))
    let_in = set(re.findall(r"^!(\w+)$", document(".dockerignore"), re.MULTILINE))
    assert copied == let_in == {each for each in PACKAGES if "/" not in each} - {"sandbox"}


def test_the_image_has_all_that_its_commands_import_and_says_that_the_demo_is_not_there(
    tmp_path: Path,
) -> None:
    for each in re.findall(r"^COPY (\w+)/", document("Dockerfile"), re.MULTILINE):
        shutil.copytree(ROOT / each, tmp_path / each)
    modules = [f"bot.{path.stem}" for path in (tmp_path / "bot").glob("*.py")]
    imported = run_in(tmp_path, "-c", f"import {', '.join(modules)}")
    assert (imported.returncode, imported.stderr) == (0, "")
    refused = run_in(tmp_path, "-m", "bot", "demo")
    assert (refused.returncode, refused.stderr) == (1, f"{NO_DEMO}\n")


def run_in(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder, which is the only place where it finds our packages."""
    bare = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    return subprocess.run(  # noqa: S603 - our own code
        [sys.executable, *arguments], cwd=folder, env=bare, capture_output=True, text=True,
        encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_requirement_is_exact_and_has_its_hashes(name: str) -> None:
    entries = document(name).replace("\\\n", " ").splitlines()
    assert len(entries) > 30
    for entry in entries:
        assert re.match(r"[\w.-]+==[\w.]+( ; [^-]+)?( +--hash=sha256:[0-9a-f]{64})+$", entry), entry


def test_the_secrets_and_the_journal_stay_out_of_the_image() -> None:
    lines = [
        line for line in document(".dockerignore").splitlines() if line and not line.startswith("#")
    ]
    assert lines[0] == "*"
    assert not {line for line in lines if line.startswith(("!.env", "!data", "!.git"))}


@pytest.mark.parametrize(
    "setting",
    [
        "    read_only: true",
        "    tmpfs:\n      - /tmp\n",
        "    cap_drop:\n      - ALL\n",
        "      - no-new-privileges:true",
        "    stop_grace_period: 40s",
        "    restart: unless-stopped",
        "    env_file: .env",
        "      - journal:/data",
        "        max-size: 10m",
    ],
)
def test_the_service_may_write_to_its_journal_only(setting: str) -> None:
    assert f"{setting}\n".replace("\n\n", "\n") in document("compose.yaml")


def test_the_service_keeps_its_journal_in_the_volume(
    bare_environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = re.findall(r"^      ([A-Z_]+): (\S+)$", document("compose.yaml"), re.MULTILINE)
    for name, value in [*given, *REQUIRED.items()]:
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert settings.data_dir == Path("/data")
    assert settings.database_path == Path("/data/journal.db")


def test_the_check_of_a_clean_clone_runs_what_readme_promises() -> None:
    script = document(".ci/run")
    assert script.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in script
    assert [line for line in script.splitlines() if line.startswith("make ")] == [
        "make setup",
        "make lint",
        "make test",
        "make kill-test",
    ]
    assert (ROOT / ".ci/run").stat().st_mode & 0o111


def test_every_trouble_is_explained_to_the_operator() -> None:
    explained = re.findall(r"^\| `(\w+)` \|", document("docs/operations.md"), re.MULTILINE)
    assert sorted(explained) == sorted(Trouble)


def test_the_operator_reads_which_troubles_fail_the_healthcheck() -> None:
    (line,) = re.findall(
        r"^(.*)make `healthcheck` fail", document("docs/operations.md"), re.MULTILINE
    )
    assert set(re.findall(r"`(\w+)`", line)) == FATAL
