import ast
import re
import subprocess
import sys
import tokenize
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from tokenize import COMMENT

ROOT = Path(__file__).parent.parent
PACKAGES = ("cases", "storage", "texts", "handlers", "bot", "sandbox")
MODULES = [
    path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))
]  # fmt: skip
OURS = frozenset(PACKAGES)

MAY_IMPORT: dict[str, frozenset[str]] = {
    "cases": frozenset({"rapidfuzz", "phonenumbers", "snowballstemmer", "dateparser"}),
    "storage": frozenset({"cases", "aiosqlite"}),
    "texts": frozenset({"cases"}),
    "handlers": frozenset({"cases", "storage", "texts", "aiogram"}),
    "bot": OURS | {
        "aiogram", "aiohttp", "aiolimiter", "apscheduler", "filelock", "prometheus_client",
        "pyrage", "pydantic", "pydantic_core", "pydantic_settings", "aiohttp_socks", "uvloop",
    },
    "sandbox": frozenset({"aiogram", "aiohttp"}),
}  # fmt: skip
"""DESIGN: imports point one way. What is ours and what is others', package by package."""

MORE_FOR_ONE: dict[str, frozenset[str]] = {
    "storage/conversations.py": frozenset({"aiogram"}),  # it is aiogram's storage
}
HEAVY = frozenset({"dateparser", "rapidfuzz", "phonenumbers"})

RUSSIAN_ELSEWHERE = {
    "cases/vocabulary.py": "what people write, for the parsers",
    "cases/synonyms.py": "words that mean the same, for the comparison of texts",
    "cases/checking/invitations.py": "the phrases by which a reply leads the buyer away",
    "cases/checking/phrases.py": "the phrases that a reply or an appeal may not hold",
    "cases/checking/spelled.py": "signs and figures in words, and letters that pass for others",
    "cases/pasting/phrases.py": "the phrases by which a pasted text tells what it is",
    "cases/pasting/troubles.py": "the phrases by which a text tells what has gone wrong",
    "cases/pasting/signposts.py": "the small words around figures in a pasted text",
    "sandbox/__main__.py": "the names of the sandbox's people",
    "sandbox/entities.py": "the Cyrillic top-level domain, in Telegram's own grammar of links",
}
CALLS_THE_BOT = frozenset(
    {"bot/sender.py", "bot/receiver.py", "bot/collector.py", "bot/distress.py"}
)
READS_THE_CLOCK = frozenset({"bot", "sandbox"})
LONGEST_MODULE = 250
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_REASONED = re.compile(
    r"# (noqa: [A-Z]+\d+(, [A-Z]+\d+)*|type: ignore\[[a-z, -]+\])\s+(--?|#) \S.*",
)
_SAYS = re.compile(r"answer|answer_\w+|reply|reply_\w+|send_\w+|edit_\w+|delete\w*|forward\w*")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def package_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


def found(look: Callable[[Path], object], paths: Iterable[Path] = MODULES) -> dict[str, object]:
    """What the look finds wrong, by file; nothing where all is well."""
    return {relative(path): wrong for path in paths if (wrong := look(path))}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(nodes: Iterator[ast.AST]) -> set[str]:
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return names


def roots(names: set[str]) -> set[str]:
    return {name.split(".")[0] for name in names}


def at_import(path: Path) -> Iterator[ast.AST]:
    """Every node that runs when the module is imported: nothing inside functions."""
    waiting: list[ast.AST] = [tree(path)]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))


def plain_strings(path: Path) -> Iterator[str]:
    """Every string that is not a docstring or a note under a constant."""
    silent = {
        id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)
    }  # fmt: skip
    for node in ast.walk(tree(path)):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
        ):
            yield node.value


def awaited_calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Await) and isinstance(node.value, ast.Call):
            yield node.value


def test_imports_point_one_way() -> None:
    assert found(_forbidden_imports) == {}


def _forbidden_imports(path: Path) -> set[str]:
    package = package_of(path)
    allowed = MAY_IMPORT[package] | MORE_FOR_ONE.get(relative(path), frozenset()) | {package}
    return roots(imports(ast.walk(tree(path)))) - sys.stdlib_module_names - allowed


def test_the_table_of_imports_lists_nothing_that_is_not_used() -> None:
    used = {
        package: {
            name
            for path in MODULES
            if package_of(path) == package
            for name in roots(imports(ast.walk(tree(path))))
        }
        for package in PACKAGES
    }
    for package in ("storage", "texts", "handlers", "bot", "sandbox"):
        assert MAY_IMPORT[package] - {package} <= used[package]


def test_heavy_libraries_are_imported_only_where_they_are_used() -> None:
    assert found(lambda path: roots(imports(at_import(path))) & HEAVY) == {}
    inside = found(lambda path: roots(imports(ast.walk(tree(path)))) & HEAVY)
    assert set(inside) >= {"cases/dates.py", "cases/numbers.py"}


def test_commands_that_do_not_speak_to_telegram_never_import_aiogram() -> None:
    asked = "import bot.__main__, bot.health, bot.backups, sys; print('aiogram' in sys.modules)"
    python = [sys.executable, "-c", asked]
    said = subprocess.run(python, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    assert said.stdout.strip() == "False"


def test_the_bot_starts_without_the_libraries_that_only_some_messages_need() -> None:
    heavy = ["dateparser", "rapidfuzz", "snowballstemmer", "phonenumbers"]
    asked = f"import bot.app, sys; print([each for each in {heavy} if each in sys.modules])"
    python = [sys.executable, "-c", asked]
    said = subprocess.run(python, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    assert said.stdout.strip() == "[]"


def test_russian_stands_in_texts() -> None:
    elsewhere = [path for path in MODULES if package_of(path) != "texts"]
    assert set(found(_russian, elsewhere)) == set(RUSSIAN_ELSEWHERE)


def _russian(path: Path) -> list[str]:
    return [text for text in plain_strings(path) if _CYRILLIC.search(text)]


def test_only_bot_and_sandbox_read_the_clock() -> None:
    readers = {package_of(ROOT / name) for name in found(_clock_reads)}
    assert readers == READS_THE_CLOCK


def _clock_reads(path: Path) -> list[str]:
    reading = r"(datetime\.)?(datetime|date)\.(now|utcnow|today)|time\.(time|monotonic)(_ns)?"
    called = [ast.unparse(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    return [name for name in called if re.fullmatch(reading, name)]


def test_handlers_return_what_to_say_and_never_await_it() -> None:
    assert found(_said_by_hand, (ROOT / "handlers").glob("*.py")) == {}


def _said_by_hand(path: Path) -> list[str]:
    return [
        ast.unparse(call)
        for call in awaited_calls(path)
        if isinstance(call.func, ast.Attribute) and _SAYS.fullmatch(call.func.attr)
    ]


def test_only_the_loops_that_bring_and_say_things_speak_to_telegram() -> None:
    # In the demo's modules `bot` is a process, which starts and stops.
    ours = [p for p in MODULES if package_of(p) != "sandbox" and p.parent.name != "demo"]
    assert set(found(_spoken, ours)) == CALLS_THE_BOT


def _spoken(path: Path) -> list[str]:
    return [ast.unparse(call) for call in awaited_calls(path) if _is_the_bot(call.func)]


def _is_the_bot(called: ast.expr) -> bool:
    """`bot(…)`, `self._bot(…)`, `bot.me()`: an await of the Bot or of its methods."""
    name = re.compile(r"(self\.)?_?bot")
    whole = ast.unparse(called)
    owner = ast.unparse(called.value) if isinstance(called, ast.Attribute) else ""
    return bool(name.fullmatch(whole) or name.fullmatch(owner))


def test_a_module_opens_with_one_sentence() -> None:
    assert found(_no_sentence) == {}


def _no_sentence(path: Path) -> str | None:
    opening = ast.get_docstring(tree(path)) or "nothing"
    first = opening.split("\n\n", maxsplit=1)[0].replace("\n", " ")
    one_sentence = re.fullmatch(r"[A-Z`].*\.", first) and not re.search(r"[.!?] [A-Z]", first)
    return None if one_sentence else opening


def test_a_module_is_short_enough_to_be_read_at_once() -> None:
    assert found(_too_long) == {}


def _too_long(path: Path) -> int:
    lines = len(path.read_text("utf-8").splitlines())
    return lines if lines > LONGEST_MODULE else 0


def test_a_silenced_check_has_a_code_and_a_reason() -> None:
    more = [
        path for name in ("tests", "benchmarks", "proofs") for path in (ROOT / name).glob("*.py")
    ]
    assert found(_silenced_without_reason, [*MODULES, *more]) == {}


def _silenced_without_reason(path: Path) -> list[str]:
    with tokenize.open(path) as opened:
        comments = [
            t.string for t in tokenize.generate_tokens(opened.readline) if t.type == COMMENT
        ]
    silent = [c for c in comments if re.search(r"#\s*(noqa|type:\s*ignore)", c)]
    return [c for c in silent if not _REASONED.fullmatch(c)]


def test_a_name_says_what_a_thing_is() -> None:
    assert found(_vague_names) == {}


def _vague_names(path: Path) -> list[str]:
    classes = [node.name for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]
    vague = re.compile(r"(?i)data|items?|manager|helpers?|utils?|misc|common")
    return [name for name in (path.stem, *classes) if vague.fullmatch(name)]
