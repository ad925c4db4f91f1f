"""Pages of plain numbers: cadence, points of the call list, the collector's targets and days of grace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from app.i18n import Message, _, msg, render
from app.services import settings_desk as room
from app.settings import Settings, Targets
from app.ui.settings.section import Number, Section
from app.ui.view import Desk
from app.ui.widgets.button import Button
from app.ui.widgets.form import TextLine


@dataclass(frozen=True, slots=True)
class NumberField:
    """One number: its place in the settings, its words and bounds."""

    key: str
    text: Message
    read: Callable[[Settings], int]
    low: int = 0
    high: int = 400


_BUCKETS: Final[dict[str, Message]] = {
    "current": msg("Not due"),
    "b1_30": msg("1–30 days past due"),
    "b31_60": msg("31–60 days past due"),
    "b61_90": msg("61–90 days past due"),
    "b91_120": msg("91–120 days past due"),
    "b121": msg("121 days and more"),
}
_POINTS: Final[dict[str, Message]] = {
    "BROKEN": msg("Promise broken"),
    "BROKEN_EACH": msg("Each further broken one in 12 months"),
    "BROKEN_MAX": msg("Further broken ones, at most"),
    "ORDERHOLD": msg("Order waits for release"),
    "PARTKEPT": msg("Promise partly kept"),
    "DUEPROMISE": msg("Promised for yesterday, money not seen"),
    "DEADLINE": msg("Deadline of the last letter passed"),
    "DEADLINE_3": msg("Deadline of a demand passed"),
    "CADENCE": msg("No contact within the cadence"),
    "CADENCE_MAX": msg("Beyond the cadence, at most"),
    "LIMIT": msg("Over the credit limit"),
    "LIMIT_120": msg("Over 120 % of the credit limit"),
    "PREDUE": msg("Large item falls due"),
    "UNAPPLIED": msg("Unapplied money would clear items"),
    "NONEXT": msg("Nobody has a next step"),
    "FIRST_1": msg("First time past due in 12 months"),
    "FIRST_60": msg("First time past 60 days"),
    "FIRST_90": msg("First time past 90 days"),
    "BUCKET_b1_30": msg("Worst bucket 1–30"),
    "BUCKET_b31_60": msg("Worst bucket 31–60"),
    "BUCKET_b61_90": msg("Worst bucket 61–90"),
    "BUCKET_b91_120": msg("Worst bucket 91–120"),
    "BUCKET_b121": msg("Worst bucket 121+"),
}


class NumbersSection(Section):
    """A page of numbers; ``write`` puts what was typed into the settings."""

    def __init__(
        self,
        desk: Desk,
        title: str,
        text: str,
        fields: Sequence[NumberField],
        write: Callable[[Settings, dict[str, int]], Settings],
        step: Message,
    ) -> None:
        super().__init__(desk, title, text)
        self._settings = Settings()
        self._step = step
        self._spec = fields
        self._write = write
        self._numbers = {field.key: Number(0, field.low, field.high) for field in fields}
        pairs = list(fields)
        for place in range(0, len(pairs) - 1, 2):
            left, right = pairs[place], pairs[place + 1]
            self.form.add_pair(
                (left.key, render(left.text), self._numbers[left.key]),
                (right.key, render(right.text), self._numbers[right.key]),
            )
        if len(pairs) % 2:
            self.form.add(pairs[-1].key, render(pairs[-1].text), self._numbers[pairs[-1].key])
        self.add_more()
        save, back = Button(_("Save"), "primary"), Button(_("Back to the defaults"), "flat")
        back.setToolTip(_("Shows the program's own numbers; nothing changes until they are saved"))
        save.clicked.connect(self.save)
        back.clicked.connect(lambda _on: self._show(Settings()))
        self.finish(back, save)

    def add_more(self) -> None:
        """Add what else stands on the page, below the numbers."""

    def show_stored(self, stored: Settings) -> None:
        """Show the stored numbers."""
        self._settings = stored
        self._show(stored)

    def _show(self, settings: Settings) -> None:
        for field in self._spec:
            self._numbers[field.key].setText(str(field.read(settings)))

    def values(self) -> dict[str, str]:
        """Return what stands in the fields."""
        return {key: field.text().strip() for key, field in self._numbers.items()}

    def put(self, values: dict[str, str]) -> None:
        """Put back what was typed."""
        for key, text in values.items():
            self._numbers[key].setText(text)

    def save(self) -> None:
        """Keep the numbers from today on; the call list is judged by them at once."""
        errors = {
            field.key: _("A whole number from {low} to {high} is needed.", low=field.low, high=field.high)
            for field in self._spec
            if self._numbers[field.key].number() is None
        }
        self.show_errors(errors)
        if errors:
            return
        typed = {key: field.number() or 0 for key, field in self._numbers.items()}
        before, self._settings = self._settings, self.collect(self._write(self._settings, typed))
        desk = self.desk

        def done(names: tuple[str, ...]) -> None:
            if names:
                desk.can_undo(self._step, room.save_policy, before, desk.day, desk.zone)
            self.saved()
            desk.tell(_("Kept from today on."))

        desk.runner.write(
            room.save_policy, self._settings, desk.day, desk.zone, on_done=done, owner=self, initiator="settings"
        )

    def collect(self, settings: Settings) -> Settings:
        """Add what else stands on the page."""
        return settings


def cadence_section(desk: Desk) -> NumbersSection:
    """Return the page of the cadence."""
    fields = [
        NumberField(f"{bucket}.{place}", msg("{bucket}, tier {tier}", bucket=text, tier=tier), _cadence(bucket, place))
        for bucket, text in _BUCKETS.items()
        for place, tier in enumerate("ABCD")
    ]

    def write(settings: Settings, typed: dict[str, int]) -> Settings:
        rows = {
            bucket: (typed[f"{bucket}.0"], typed[f"{bucket}.1"], typed[f"{bucket}.2"], typed[f"{bucket}.3"])
            for bucket in _BUCKETS
        }
        return settings.changed(cadence=rows)

    text = _(
        "Calendar days between two-way contacts, by the worst bucket and the tier of the account; 0 is letters only."
    )
    return NumbersSection(desk, _("Cadence"), text, fields, write, msg("cadence"))


def _cadence(bucket: str, place: int) -> Callable[[Settings], int]:
    return lambda settings: settings.cadence[bucket][place]


def points_section(desk: Desk) -> NumbersSection:
    """Return the page of the points."""
    fields = [NumberField(key, text, _point(key), 0, 200) for key, text in _POINTS.items()]

    def write(settings: Settings, typed: dict[str, int]) -> Settings:
        return settings.changed(points={**settings.points, **typed})

    text = _("What adds points on the call list. The list is sorted by points; nothing is ever cut off.")
    return NumbersSection(desk, _("Points of the call list"), text, fields, write, msg("points of the call list"))


def _point(key: str) -> Callable[[Settings], int]:
    return lambda settings: settings.points[key]


class CollectorSection(NumbersSection):
    """The collector and the day's targets; both stand in the daily workbook."""

    def __init__(self, desk: Desk) -> None:
        fields = (
            NumberField("calls", msg("Call attempts a day"), lambda s: s.targets.calls),
            NumberField("contacts", msg("Right-party contacts a day"), lambda s: s.targets.contacts),
            NumberField("promises", msg("Promises a day"), lambda s: s.targets.promises),
            NumberField("coverage", msg("Worklist coverage, %"), lambda s: s.targets.coverage, 0, 100),
            NumberField("grace", msg("Grace after a promised day, business days"), lambda s: s.promise_grace, 0, 30),
            NumberField("far", msg("A promise beyond so many days asks for a reason"), lambda s: s.promise_far, 1, 365),
            NumberField("items", msg("Open items are stale after business days"), lambda s: s.stale_items, 0, 60),
            NumberField("receipts", msg("Receipts are stale after business days"), lambda s: s.stale_receipts, 0, 60),
        )
        text = _("Who works here, what a day aims at, and how long promises and data are good for.")
        self._code, self._name = TextLine(), TextLine()
        super().__init__(desk, _("Collector and targets"), text, fields, _write_targets, msg("collector and targets"))

    def add_more(self) -> None:
        """Add who works here."""
        self.form.add_pair(("code", _("Collector code"), self._code), ("name", _("Collector name"), self._name))

    def show_stored(self, stored: Settings) -> None:
        """Show the stored numbers and who works here."""
        super().show_stored(stored)
        self._code.setText(stored.collector_code)
        self._name.setText(stored.collector_name)

    def values(self) -> dict[str, str]:
        """Return what stands in the fields."""
        return super().values() | {"code": self._code.text().strip(), "name": self._name.text().strip()}

    def put(self, values: dict[str, str]) -> None:
        """Put back what was typed."""
        rest = dict(values)
        self._code.setText(rest.pop("code"))
        self._name.setText(rest.pop("name"))
        super().put(rest)

    def collect(self, settings: Settings) -> Settings:
        """Add code and name; the code stands in file names, so it keeps to plain characters."""
        code = "".join(
            char for char in self._code.text().strip() if char.isascii() and (char.isalnum() or char in "-_")
        )
        return settings.changed(collector_code=code or "C01", collector_name=self._name.text().strip())


def _write_targets(settings: Settings, typed: dict[str, int]) -> Settings:
    targets = Targets(
        settings.targets.touches,
        typed["calls"],
        typed["contacts"],
        typed["promises"],
        settings.targets.promised,
        typed["coverage"],
    )
    return settings.changed(
        targets=targets,
        promise_grace=typed["grace"],
        promise_far=typed["far"],
        stale_items=typed["items"],
        stale_receipts=typed["receipts"],
    )
