"""How a month's promises stand, in figures."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.enums import OPEN_PROMISE, PromiseStatus
from app.i18n import _
from app.services.calls.book import DueLine, PromiseBook, sums_of
from app.ui.formatting import amount, compact, percent
from app.ui.theme import Tone
from app.ui.widgets.card import Figure, Tile

_KEPT = frozenset({PromiseStatus.KEPT})
_JUDGED = frozenset({PromiseStatus.KEPT, PromiseStatus.PARTLY_KEPT, PromiseStatus.BROKEN, PromiseStatus.KEPT_LATE})


class MonthTiles(QWidget):
    """Promised, still open, kept, partly kept and broken of one month; sums per currency stand in the tooltips."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self._tiles = {
            "all": Tile(_("Promised for the month")),
            "open": Tile(_("Open")),
            "kept": Tile(_("Kept")),
            "partly": Tile(_("Partly kept")),
            "broken": Tile(_("Broken")),
        }
        for tile in self._tiles.values():
            row.addWidget(tile, 1)

    def show_month(self, book: PromiseBook, first: date) -> None:
        """Show a month."""
        lines = book.month(first)
        firm = [one for one in lines if not one.row.promise.assurance]
        judged = [one for one in firm if one.line.status in _JUDGED]
        parts: tuple[tuple[str, list[DueLine], Tone], ...] = (
            ("all", list(lines), ""),
            ("open", [one for one in lines if one.line.status in OPEN_PROMISE], ""),
            ("kept", [one for one in firm if one.line.status in _KEPT], "green"),
            ("partly", [one for one in firm if one.line.status is PromiseStatus.PARTLY_KEPT], "amber"),
            ("broken", [one for one in firm if one.line.status in {PromiseStatus.BROKEN, PromiseStatus.KEPT_LATE}],
             "red"),
        )  # fmt: skip
        for key, found, tone in parts:
            share = percent(len(found), len(judged)) if key == "kept" and judged else ""
            self._tiles[key].set_figure(_figure(found, tone, share))

    def figures(self) -> dict[str, str]:
        """Return what is shown, for screen readers and tests."""
        return {key: tile.accessibleName() for key, tile in self._tiles.items()}


def _figure(lines: list[DueLine], tone: Tone, share: str) -> Figure:
    """Return a count with its sums: the first currency beside it, all in the tooltip."""
    sums = sums_of(lines)
    hint = "\n".join(f"{amount(minor, code)} {code}" for code, minor in sums.items())
    parts = [share] if share else []
    if sums:
        (code, minor), *rest = sums.items()
        words = f"{compact(minor, code)} {code}"
        parts.append(_("{sum} +{n}", sum=words, n=len(rest)) if rest else words)
    return Figure(str(len(lines)), " \u00b7 ".join(parts), tone=tone if lines else "", hint=hint)
