"""Dunning policy: days, gaps and deadlines per market, with an invoice of today as the example in words."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

from app.i18n import Message, _, msg, render
from app.services import settings_desk as room
from app.services.labels import STAGES, label
from app.settings import DayUnit, MarketPolicy, Settings, Span
from app.ui.settings.section import Number, Section
from app.ui.view import Desk
from app.ui.widgets.button import Button
from app.ui.widgets.card import label as words
from app.ui.widgets.form import Choices

_UNITS: Final[tuple[tuple[DayUnit, Message], ...]] = (
    ("days", msg("calendar days")),
    ("bd", msg("business days")),
    ("hours", msg("hours")),
)


class PolicySection(Section):
    """One market at a time."""

    def __init__(self, desk: Desk) -> None:
        text = _("Days count from the due date, or the next business day of the customer's country. A stage is a "
                 "threshold: a day that was missed is caught up.")  # fmt: skip
        super().__init__(desk, _("Dunning policy"), text)
        self._settings = Settings()
        self._quiet = False
        self.market = Choices(name=_("Market"))
        self.market.chosen.connect(lambda _code: self._show_market())
        self.form.add("market", _("Market"), self.market)
        self._days: list[Number] = []
        self._units: list[Choices] = []
        self._limits: list[Number | None] = []
        for stage in range(5):
            self._add_stage(stage)
        self._gap, self._decide = Number(8, 0, 120), Number(60, 0, 400)
        self._voice = Choices([(str(stage), label(STAGES, stage)) for stage in (2, 3, 4)])
        self.form.add_pair(
            ("gap", _("Days between two letters, at least"), self._gap),
            ("decide", _("To be decided, days past due"), self._decide),
        )
        self.form.add("voice", _("Somebody must have been spoken to before the"), self._voice)
        self._example = words("", role="dim", wrap=True)
        self.content.addWidget(self._example)
        save = Button(_("Save"), "primary")
        save.clicked.connect(self.save)
        self.finish(save)

    def _add_stage(self, stage: int) -> None:
        days, unit = Number(0, -90, 400), Choices([(code, render(word)) for code, word in _UNITS[:2]])
        self._days.append(days)
        self._units.append(unit)
        days.textChanged.connect(lambda _text: self._tell_example())
        unit.chosen.connect(lambda _code: self._tell_example())
        name = label(STAGES, stage)
        self.form.add_pair(
            (f"days{stage}", _("{letter}: days after", letter=name), days), (f"unit{stage}", _("counted in"), unit)
        )
        limit = None if stage == 0 else Number(7, 1, 90)
        self._limits.append(limit)
        if limit is not None:
            self.form.add(f"limit{stage}", _("{letter}: gives time for so many days", letter=name), limit)

    def show_stored(self, stored: Settings) -> None:
        """Show the stored policy."""
        self._settings = stored
        self._quiet = True
        self.market.set_entries([(code, _("standard") if code == "standard" else code) for code in stored.markets])
        self._quiet = False
        self._show_market()

    def _show_market(self) -> None:
        if self._quiet:
            return
        policy = self._settings.market(self.market.code())
        self._quiet = True
        for stage, span in enumerate(policy.stages):
            self._days[stage].setText(str(span.n))
            self._units[stage].choose(span.unit)
        for stage, limit in enumerate(self._limits):
            span_or_none = None if stage == 0 else policy.deadlines[stage - 1]
            if limit is not None:
                limit.setText(str(7 if span_or_none is None else span_or_none.n))
        self._gap.setText(str(policy.min_gap))
        self._decide.setText(str(policy.decide_at))
        self._voice.choose(str(policy.voice_from))
        self._quiet = False
        self._tell_example()
        self.settle()

    def values(self) -> dict[str, str]:
        """Return what stands in the fields of the market that is shown."""
        found = {key: field.text().strip() for key, field in self._numbers().items()}
        found |= {f"unit{stage}": unit.code() for stage, unit in enumerate(self._units)}
        return {**found, "voice": self._voice.code(), "market": self.market.code()}

    def put(self, values: dict[str, str]) -> None:
        """Put back what was typed for a market."""
        self.market.choose(values["market"])
        self._quiet = True
        for key, field in self._numbers().items():
            field.setText(values[key])
        for stage, unit in enumerate(self._units):
            unit.choose(values[f"unit{stage}"])
        self._voice.choose(values["voice"])
        self._quiet = False
        self._tell_example()

    def mark(self, *_what: object) -> None:
        """Hold the market while its changes are not saved: another one would take their place."""
        super().mark()
        self.market.setEnabled(not self.dirty)
        self.market.setToolTip(_("Save or discard the changes first.") if self.dirty else "")

    def _typed(self) -> tuple[MarketPolicy | None, dict[str, str]]:
        """Return the policy as typed, or the errors by field."""
        errors = {}
        for key, field in self._numbers().items():
            if field.number() is None:
                errors[key] = _(
                    "A whole number from {low} to {high} is needed.", low=field.bounds[0], high=field.bounds[1]
                )
        if errors:
            return None, errors
        before = self._settings.market(self.market.code())
        stages = [
            replace(span, n=self._days[place].number() or 0, unit=self._unit(place))
            for place, span in enumerate(before.stages)
        ]
        if any(one.n >= two.n for one, two in pairwise(stages) if one.unit == two.unit):
            return None, {"days1": _("Each stage must come after the one before.")}
        limits = [self._limit(stage, before) for stage in range(1, 5)]
        policy = MarketPolicy(
            (stages[0], stages[1], stages[2], stages[3], stages[4]),
            self._decide.number() or 0,
            (limits[0], limits[1], limits[2], limits[3]),
            self._gap.number() or 0,
            before.proof,
            int(self._voice.code()),
        )
        return policy, {}

    def _numbers(self) -> dict[str, Number]:
        found = {f"days{stage}": field for stage, field in enumerate(self._days)}
        found |= {f"limit{stage}": field for stage, field in enumerate(self._limits) if field is not None}
        return {**found, "gap": self._gap, "decide": self._decide}

    def _unit(self, stage: int) -> DayUnit:
        return "bd" if self._units[stage].code() == "bd" else "days"

    def _limit(self, stage: int, before: MarketPolicy) -> Span:
        known = before.deadlines[stage - 1] or Span(7)
        field = self._limits[stage]
        return replace(known, n=(field.number() if field is not None else None) or known.n)

    def _tell_example(self) -> None:
        if self._quiet:
            return
        policy, _errors = self._typed()
        if policy is not None:
            self._example.setText(render(room.policy_example(self.market.code(), policy, self.desk.day)))

    def save(self) -> None:
        """Keep the market's policy from today on."""
        policy, errors = self._typed()
        self.show_errors(errors)
        if policy is None:
            return
        before, desk = self._settings, self.desk
        changed = before.changed(markets={**before.markets, self.market.code(): policy})
        self._settings = changed

        def done(names: tuple[str, ...]) -> None:
            if names:
                desk.can_undo(msg("dunning policy"), room.save_policy, before, desk.day, desk.zone)
            self.saved()
            desk.tell(_("The policy is kept from today on."))

        desk.runner.write(
            room.save_policy, changed, desk.day, desk.zone, on_done=done, owner=self, initiator="settings"
        )
