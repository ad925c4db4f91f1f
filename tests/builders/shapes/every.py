"""All shapes by name: every function of these rooms that makes one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator

from tests.builders.shapes import american, asia, awkward, european, headless, latin, sap
from tests.builders.shapes.shape import Shape


def _made() -> Iterator[tuple[str, Callable[[], Shape]]]:
    for module in (american, latin, european, asia, awkward, headless):
        for name, maker in inspect.getmembers(module, inspect.isfunction):
            if inspect.signature(maker).return_annotation == "Shape" and not inspect.signature(maker).parameters:
                yield f"{module.__name__.rpartition('.')[2]} {name}", maker
    for language in sap.HEADS:
        yield f"sap {language}", lambda language=language: sap.alv(language)
    yield "sap local file", sap.local_file


SHAPES = dict(_made())
