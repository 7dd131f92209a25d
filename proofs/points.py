"""The points at which a life may end: one after every await of the loops, found in their source.

No list has to be kept, so none can be forgotten: the source is read, and what is loaded in a life
of `proofs/crash_points.py` is the same source with a call of `reached` behind every await, around
the end of every transaction, and between the statements that write to the disk. Between two awaits
a process changes nothing that outlives it, so a point before each would be the same point again;
so would one behind an await of a neighbour that has points itself.
"""

import ast
import importlib.util
import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.abc import SourceLoader
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

ROOT = Path(__file__).parent.parent
AWAITED = (
    "bot.receiver", "bot.worker", "bot.sender", "bot.coping", "bot.clock", "bot.collector",
    "bot.app", "storage.database",
)  # fmt: skip
"""Modules with a point behind every await."""
STEPWISE = {
    "bot.backups": ("make_backup", "_thin_out"),
    "bot.shelf": ("Shelf.put_away", "Shelf.sweep", "Part.to_disk"),
    "storage.database": ("_in_order",),
}
"""Functions that write to the disk in a thread: a point before every statement."""
HOOK = "_reached_a_point"


@dataclass
class Doom:
    """Ends this process at a point. `spared` are points at which others have died before."""

    spared: frozenset[str]
    told: Path
    nth: int = 1
    after: int | None = None
    _met: Counter[str] = field(default_factory=Counter)
    _all: int = 0

    def reached(self, point: str) -> None:
        """Go on, or die here: at a new point that is met the nth time, or at any one in turn."""
        self._met[point] += 1
        self._all += 1
        due = point not in self.spared and self._met[point] >= self.nth
        if due if self.after is None else self._all > self.after:
            with self.told.open("a", encoding="utf-8") as told:
                told.write(f"{point}\n")
            os.kill(os.getpid(), signal.SIGKILL)


DOOM: list[Doom] = []
"""The doom of this process, if it has one."""


def reached(point: str) -> None:
    """What the loaded modules call at every point."""
    for doom in DOOM:
        doom.reached(point)


class Pointed(ast.NodeTransformer):
    """Puts the points into the source of a module, and keeps their names."""

    def __init__(self, module: str) -> None:
        self._module, self._place = module, [""]
        self._neighbours: set[str] = set()
        self.names: list[str] = []

    def visit_Module(self, node: ast.Module) -> ast.AST:
        """Know the module's own coroutines: `name`, and `self.name` in the class that has it."""
        for each in node.body:
            if isinstance(each, ast.ClassDef):
                names = {f.name for f in each.body if isinstance(f, ast.AsyncFunctionDef)}
                self._neighbours |= {f"{each.name}.self.{name}" for name in names}
            elif isinstance(each, ast.AsyncFunctionDef):
                self._neighbours.add(each.name)
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        """Name the methods by their class."""
        return self._within(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """Put points between the statements of a function that writes to the disk."""
        self._within(node)
        name = f"{self._place[-1]}{node.name}"
        if name in STEPWISE.get(self._module, ()):
            node.body = self._stepwise(node.body, name)
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        """Name the awaits by their function."""
        return self._within(node)

    def visit_Await(self, node: ast.Await) -> ast.AST:
        """`await X` becomes `[await X, reached(…)][0]`."""
        self.generic_visit(node)
        if self._module not in AWAITED:
            return node
        call = ast.unparse(node.value.func if isinstance(node.value, ast.Call) else node.value)
        place = self._place[-1][:-1]
        if {call, f"{place.partition('.')[0]}.{call}"} & self._neighbours:
            return node
        point = self._point(f"{place}: {call}")
        both = ast.List([node, point], ast.Load())
        return ast.Subscript(both, ast.Constant(0), ast.Load())

    def visit_AsyncWith(self, node: ast.AsyncWith) -> ast.AST | list[ast.stmt]:
        """A point before the end, which commits or waits, and one behind it."""
        self.generic_visit(node)
        if self._module not in AWAITED:
            return node
        call = node.items[0].context_expr
        called = call.func if isinstance(call, ast.Call) else call
        name = f"{self._place[-1][:-1]}: async with {ast.unparse(called)}"
        if isinstance(node.body[-1], ast.Return):
            return node
        node.body.append(ast.Expr(self._point(f"{name}, ending")))
        return [node, ast.Expr(self._point(f"{name}, ended"))]

    def _within(self, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        self._place.append(f"{self._place[-1]}{node.name}.")
        self.generic_visit(node)
        self._place.pop()
        return node

    def _stepwise(self, statements: list[ast.stmt], name: str) -> list[ast.stmt]:
        steps: list[ast.stmt] = []
        for each in statements:
            if _does_something(each):
                step = ast.unparse(each).partition("\n")[0]
                steps.append(ast.Expr(self._point(f"{name}: before {step}")))
            for block in ("body", "orelse"):
                if isinstance(each, ast.For | ast.With | ast.If | ast.Try):
                    inner = getattr(each, block, [])
                    setattr(each, block, self._stepwise(inner, name))
            steps.append(each)
        return steps

    def _point(self, name: str) -> ast.Call:
        whole = f"{self._module}: {name}"
        count = sum(each == whole or each.startswith(f"{whole} #") for each in self.names)
        self.names.append(whole if not count else f"{whole} #{count + 1}")
        return ast.Call(ast.Name(HOOK, ast.Load()), [ast.Constant(self.names[-1])], [])


def _does_something(step: ast.stmt) -> bool:
    if isinstance(step, ast.Assign):
        return isinstance(step.targets[0], ast.Attribute)
    is_docstring = isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant)
    return isinstance(step, ast.Expr | ast.Return) and not is_docstring


def modules() -> Iterator[str]:
    """Every module that has points."""
    yield from dict.fromkeys((*AWAITED, *STEPWISE))


def _source_of(module: str) -> Path:
    return ROOT / f"{module.replace('.', '/')}.py"


@cache
def pointed(module: str) -> tuple[ast.Module, tuple[str, ...]]:
    """Return the module's tree with its points, and their names."""
    pointing = Pointed(module)
    tree = pointing.visit(ast.parse(_source_of(module).read_text("utf-8")))
    return ast.fix_missing_locations(tree), tuple(pointing.names)


def all_points() -> frozenset[str]:
    """Every point that there is."""
    return frozenset(name for module in modules() for name in pointed(module)[1])


class Loader(SourceFileLoader):
    """Loads a module with its points."""

    def get_code(self, fullname: str) -> CodeType | None:
        """Compile the source anew."""
        return SourceLoader.source_to_code(self, pointed(fullname)[0], self.path)

    def exec_module(self, module: ModuleType) -> None:
        """Give the module what its points call."""
        setattr(module, HOOK, reached)
        super().exec_module(module)


class Finder(PathFinder):
    """Finds the modules with points before anybody else does."""

    @classmethod
    def find_spec(
        cls,
        fullname: str,
        path: Sequence[str] | None = None,  # noqa: ARG003 - the protocol's
        target: ModuleType | None = None,  # noqa: ARG003 - the protocol's
    ) -> ModuleSpec | None:
        """Only these modules; None for all others."""
        if fullname not in set(modules()):
            return None
        source = str(_source_of(fullname))
        return importlib.util.spec_from_file_location(
            fullname, source, loader=Loader(fullname, source)
        )


def put_points() -> None:
    """From now on the modules are loaded with their points; none of them may be loaded yet."""
    assert not set(modules()) & set(sys.modules)
    sys.meta_path.insert(0, Finder)
