"""The house rules that no off-the-shelf tool knows, read from the syntax tree; tests/test_architecture.py runs them.

A rule is a function from one parsed file to its breaches. There is no list of excused breaches: what breaks a rule is
mended.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
FILE_LINES: Final = 400
CLASS_LINES: Final = 300
FUNCTION_LINES: Final = 50
CONSTRUCTOR_PARAMETERS: Final = 7


@dataclass(frozen=True)
class Source:
    """One file, parsed; ``name`` is its path from the project's folder, with forward slashes."""

    name: str
    text: str
    tree: ast.Module

    def within(self, *folders: str) -> bool:
        """Tell whether the file lies in one of the folders."""
        return self.name.startswith(tuple(f"{folder}/" for folder in folders))


@dataclass(frozen=True)
class Breach:
    """A rule broken at a place."""

    name: str
    line: int
    what: str

    def __str__(self) -> str:
        """Return the place as an editor opens it, and what is wrong."""
        return f"{self.name}:{self.line} {self.what}"


def read(path: Path, root: Path = ROOT) -> Source:
    """Parse a file."""
    text = path.read_text(encoding="utf-8")
    return Source(path.relative_to(root).as_posix(), text, ast.parse(text))


def sources(*folders: str, root: Path = ROOT) -> Iterator[Source]:
    """Parse every Python file below the folders."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            yield read(path, root)


def breaches(source: Source) -> list[Breach]:
    """Return every breach of the rules in a file of the program."""
    return [breach for rule in RULES for breach in rule(source)]


def sizes(source: Source) -> Iterator[Breach]:
    """Hold files to 400 lines, classes to 300, functions to 50 and constructors to 7 parameters."""
    lines = source.text.count("\n")
    if lines > FILE_LINES:
        yield Breach(source.name, 1, f"file of {lines} lines, at most {FILE_LINES}")
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and _lines(node) > CLASS_LINES:
            yield Breach(source.name, node.lineno, f"class {node.name} of {_lines(node)} lines, at most {CLASS_LINES}")
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if _lines(node) > FUNCTION_LINES:
                what = f"function {node.name} of {_lines(node)} lines, at most {FUNCTION_LINES}"
                yield Breach(source.name, node.lineno, what)
            count = len([*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]) - 1
            if node.name == "__init__" and count > CONSTRUCTOR_PARAMETERS:
                what = f"constructor with {count} parameters, at most {CONSTRUCTOR_PARAMETERS}"
                yield Breach(source.name, node.lineno, what)


_CLOCK_CALLS: Final = {
    ("date", "today"), ("datetime", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("time", "time"),
    ("time", "localtime"), ("time", "gmtime"), ("QDate", "currentDate"), ("QTime", "currentTime"),
    ("QDateTime", "currentDateTime"), ("QDateTime", "currentDateTimeUtc"),
}  # fmt: skip


def clock(source: Source) -> Iterator[Breach]:
    """Only app/clock.py asks for the time; everything else is given days and moments."""
    if source.name == "app/clock.py":
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and (_last(node.value), node.attr) in _CLOCK_CALLS:
            yield Breach(source.name, node.lineno, f"asks the time with {_last(node.value)}.{node.attr}")


_MONEY: Final = re.compile(
    r"(^|_)(amount|minor|money|balance|open_amount|original|paid|received|promised|limit|overdue)s?($|_minor$)"
)
_FLOATING: Final = frozenset({"Float", "Numeric", "REAL", "Double", "DOUBLE", "DECIMAL", "FLOAT", "NUMERIC"})


def money(source: Source) -> Iterator[Breach]:
    """Money is an integer of minor units: no float and no Numeric in tables, none under a name that means money."""
    strict = source.within("app/models") or source.name == "app/money.py"
    for node in ast.walk(source.tree):
        if strict and isinstance(node, ast.Name) and node.id == "float":
            yield Breach(source.name, node.lineno, "float among tables or money")
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            for name in node.names:
                if name.name in _FLOATING:
                    yield Breach(source.name, node.lineno, f"{name.name} is stored as a binary fraction")
        target, annotation = _annotated(node)
        if target and annotation is not None and _MONEY.search(target) and _mentions(annotation, "float"):
            yield Breach(source.name, node.lineno, f"{target} is money and a float")  # type: ignore[attr-defined]


def message_boxes(source: Source) -> Iterator[Breach]:
    """Message boxes stand in app/ui/errors.py alone: errors appear where the work is."""
    if source.name == "app/ui/errors.py":
        return
    for node in ast.walk(source.tree):
        if _named(node) == "QMessageBox":
            yield Breach(source.name, _line(node), "message box outside app/ui/errors.py")


def proxies(source: Source) -> Iterator[Breach]:
    """Tables are lists of frozen rows, sorted in the list or in SQL: a proxy takes seconds for 100,000 rows."""
    for node in ast.walk(source.tree):
        if _named(node) in {"QSortFilterProxyModel", "QTableWidget"}:
            yield Breach(source.name, _line(node), f"{_named(node)}: give the table a list of rows")


_SHOWN_BY_METHOD: Final = frozenset(
    "setText setPlainText setHtml setWindowTitle setToolTip setStatusTip setWhatsThis setPlaceholderText setTitle "
    "setAccessibleName setAccessibleDescription setTabText setTabToolTip setLabelText setInformativeText setPrefix "
    "setSuffix setHeaderLabels addTab addAction addMenu addItem addItems insertItem addRow showMessage".split()
)
_SHOWN_BY_CLASS: Final = frozenset(
    "QLabel QPushButton QAction QCheckBox QRadioButton QGroupBox QCommandLinkButton QDockWidget QMenu".split()
)


_TAG: Final = re.compile(r"<[^>]*>")


def untranslated(source: Source) -> Iterator[Breach]:
    """Every visible sentence of the window goes through ``_`` or is a message rendered."""
    if not source.within("app/ui"):
        return
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call):
            continue
        name = _last(node.func)
        shown = name in _SHOWN_BY_CLASS or (name in _SHOWN_BY_METHOD and isinstance(node.func, ast.Attribute))
        if shown and any(_words(argument) for argument in [*node.args, *(keyword.value for keyword in node.keywords)]):
            yield Breach(source.name, node.lineno, f"untranslated text in {name}")


def broad_excepts(source: Source) -> Iterator[Breach]:
    """Catch what is known; a defect goes to the crash report."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.ExceptHandler):
            continue
        kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        if any(kind is None or _last(kind) in {"Exception", "BaseException"} for kind in kinds):
            yield Breach(source.name, node.lineno, "catches everything")


_UNFINISHED: Final = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def unfinished(source: Source) -> Iterator[Breach]:
    """What is in the house works."""
    for number, line in enumerate(source.text.splitlines(), 1):
        if _UNFINISHED.search(line):
            yield Breach(source.name, number, "unfinished work")
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Raise) and _last(getattr(node.exc, "func", node.exc)) == "NotImplementedError":
            yield Breach(source.name, node.lineno, "not implemented")


def waits(source: Source) -> Iterator[Breach]:
    """Nothing sleeps: wait for a signal, a process or a condition."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and (_last(node.value), node.attr) in {("time", "sleep"), ("qtbot", "wait")}:
            yield Breach(source.name, node.lineno, f"waits for a time with {_last(node.value)}.{node.attr}")


def future_annotations(source: Source) -> Iterator[Breach]:
    """Modules that define anything begin with ``from __future__ import annotations``."""
    body = [node for node in source.tree.body if not isinstance(node, ast.Expr)]
    first = body[0] if body else None
    if isinstance(first, ast.ImportFrom) and first.module == "__future__":
        return
    if any(isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.AnnAssign)) for node in body):
        yield Breach(source.name, _line(body[0]), "no 'from __future__ import annotations'")


def migrations(source: Source) -> Iterator[Breach]:
    """A migration is frozen in time: it never imports the program of today."""
    if not source.within("app/models/migrations/versions"):
        return
    for node in ast.walk(source.tree):
        modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        modules += [name.name for name in node.names] if isinstance(node, ast.Import) else []
        if any(module == "app" or module.startswith("app.") for module in modules):
            yield Breach(source.name, _line(node), "a migration imports the program of today")


def left_out(source: Source) -> Iterator[Breach]:
    """No test is left out or expected to fail."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Attribute) or _last(node.value) not in {"pytest", "mark"}:
            continue
        if node.attr in {"skip", "skipif", "xfail", "importorskip"}:
            yield Breach(source.name, node.lineno, f"leaves a test out with {node.attr}")


Rule = Callable[[Source], Iterator[Breach]]
RULES: Final[tuple[Rule, ...]] = (
    sizes, clock, money, message_boxes, proxies, untranslated, broad_excepts, unfinished, waits, future_annotations,
    migrations,
)  # fmt: skip


def _lines(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines a definition takes, its docstring included, decorators not."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _last(node: ast.AST | None) -> str:
    """Return the last part of a dotted name, an empty string for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _named(node: ast.AST) -> str:
    """Return the name a node speaks of: a name, an attribute or an imported one."""
    return node.name.rpartition(".")[2] if isinstance(node, ast.alias) else _last(node)


def _line(node: ast.AST) -> int:
    """Return a node's line."""
    return int(getattr(node, "lineno", 1))


def _annotated(node: ast.AST) -> tuple[str, ast.expr | None]:
    """Return the name and annotation of a variable, field or parameter."""
    if isinstance(node, ast.AnnAssign):
        return _last(node.target), node.annotation
    return (node.arg, node.annotation) if isinstance(node, ast.arg) else ("", None)


def _mentions(annotation: ast.expr, name: str) -> bool:
    """Tell whether an annotation names a type."""
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(annotation))


def _words(node: ast.expr) -> bool:
    """Tell whether an argument is a literal text, or a list of them, with letters in it."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and any(character.isalpha() for character in _TAG.sub("", node.value))
    if isinstance(node, (ast.List, ast.Tuple)):
        return any(_words(item) for item in node.elts)
    if isinstance(node, ast.JoinedStr):
        return any(_words(part) for part in node.values if isinstance(part, ast.Constant))
    return isinstance(node, ast.BinOp) and (_words(node.left) or _words(node.right))
