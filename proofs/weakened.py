"""Turns off one check of the sandbox after another, and names those that no test has missed.

Run it from the root of the project: `python -m proofs.weakened [file.py …]`. Every `raise` of a
refusal is a check; without it the tests of the sandbox have to turn red.
"""

import ast
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import SourceLoader
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

import aiogram  # noqa: F401 - loaded once, for all the processes that are forked
import pytest

SANDBOX = Path(__file__).parent.parent / "sandbox"
TESTS = SANDBOX.parent / "tests"
REFUSALS = frozenset(
    {"bad_request", "forbidden", "Refused", "too_many_requests"}
    | {"unparsed", "_unparsed", "_unbuttoned", "out_of_place", "WrongLinkError"}
)
QUIETLY = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly"]
FIRST = ("conformance", "sending", "editing", "html")


@dataclass(frozen=True)
class Check:
    """One `raise` of a refusal: where it stands."""

    path: Path
    line: int

    def __str__(self) -> str:
        words = self.path.read_text("utf-8").splitlines()[self.line - 1].strip()
        return f"sandbox/{self.path.name}:{self.line}: {words}"


class TurnedOff(ast.NodeTransformer):
    """Puts `pass` in the place of one check."""

    def __init__(self, check: Check) -> None:
        self._check = check

    def visit_Raise(self, node: ast.Raise) -> ast.stmt:
        """Leave every other one as it is."""
        return ast.copy_location(ast.Pass(), node) if node.lineno == self._check.line else node


class Loader(SourceFileLoader):
    """Loads a module without the check."""

    def __init__(self, name: str, check: Check) -> None:
        super().__init__(name, str(check.path))
        self._check = check

    def get_code(self, fullname: str) -> CodeType | None:  # noqa: ARG002 - no cached bytecode; the protocol's signature
        """Compile the weaker source anew."""
        tree = ast.parse(self._check.path.read_text("utf-8"))
        weaker = ast.fix_missing_locations(TurnedOff(self._check).visit(tree))
        return SourceLoader.source_to_code(self, weaker, self.path)


class Finder(PathFinder):
    """Finds the module with the check before anybody else does."""

    check: Check

    @classmethod
    def find_spec(
        cls,
        fullname: str,
        path: Sequence[str] | None = None,  # noqa: ARG003 - the protocol's
        target: ModuleType | None = None,  # noqa: ARG003 - the protocol's
    ) -> ModuleSpec | None:
        """Only this one module; None for all others."""
        if fullname != f"sandbox.{cls.check.path.stem}":
            return None
        return ModuleSpec(fullname, Loader(fullname, cls.check), origin=str(cls.check.path))


def checks(paths: list[Path]) -> Iterator[Check]:
    """Every refusal that is raised in these modules."""
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                called = node.exc.func
                if isinstance(called, ast.Name) and called.id in REFUSALS:
                    yield Check(path, node.lineno)


def is_missed(check: Check) -> bool:
    """Whether the tests of the sandbox turn red without the check."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == pytest.ExitCode.TESTS_FAILED
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    Finder.check = check
    sys.meta_path.insert(0, Finder)
    tests = sorted(TESTS.glob("test_sandbox_*.py"), key=lambda one: not one.stem.endswith(FIRST))
    os._exit(pytest.main([*QUIETLY, *map(str, tests)]))


def main() -> int:
    named = [SANDBOX / Path(name).name for name in sys.argv[1:]]
    found = list(checks(named or sorted(SANDBOX.glob("*.py"))))
    unmissed = [check for check in found if not is_missed(check)]
    for check in unmissed:
        print(f"no test misses {check}")
    print(f"{len(found)} checks were turned off one by one; {len(unmissed)} went unnoticed")
    return 1 if unmissed else 0


if __name__ == "__main__":
    sys.exit(main())
