"""Import circles among the program's own modules, imports inside functions counted: they hide the worst ones."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from tools.house import Source

Graph = Mapping[str, frozenset[str]]


def graph(sources: Iterable[Source]) -> Graph:
    """Return which module imports which, by name."""
    parsed = {module_name(source): source for source in sources}
    return {name: frozenset(_imports(source, set(parsed))) - {name} for name, source in parsed.items()}


def module_name(source: Source) -> str:
    """Return a file's module name: ``app.ui`` for ``app/ui/__init__.py``."""
    return source.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def circles(imports: Graph) -> list[list[str]]:
    """Return the groups of modules that import each other round about, each sorted (Tarjan's algorithm)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    waiting: list[str] = []
    found: list[list[str]] = []
    for start in imports:
        if start not in order:
            _visit(start, imports, (order, low), waiting, found)
    return sorted(found)


def _visit(
    start: str,
    imports: Graph,
    numbers: tuple[dict[str, int], dict[str, int]],
    waiting: list[str],
    found: list[list[str]],
) -> None:
    """Walk from one module without recursion, so that a deep house does not exhaust the stack."""
    order, low = numbers
    work: list[tuple[str, Iterator[str]]] = []

    def enter(name: str) -> None:
        order[name] = low[name] = len(order)
        waiting.append(name)
        work.append((name, iter(sorted(imports[name]))))

    enter(start)
    while work:
        name, following = work[-1]
        step = next(following, None)
        if step is not None:
            if step not in order:
                enter(step)
            elif step in waiting:
                low[name] = min(low[name], order[step])
            continue
        work.pop()
        if work:
            low[work[-1][0]] = min(low[work[-1][0]], low[name])
        if low[name] == order[name]:
            group = waiting[waiting.index(name) :]
            del waiting[waiting.index(name) :]
            if len(group) > 1:
                found.append(sorted(group))


def _imports(source: Source, known: set[str]) -> Iterator[str]:
    """Give the modules of the house that a file imports anywhere in it."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                whole = f"{node.module}.{name.name}"
                if whole in known:
                    yield whole
                elif node.module in known:
                    yield node.module
