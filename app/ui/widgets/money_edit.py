"""A field for one amount: typed the way people type amounts on the phone, read without guessing."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from app.i18n import _
from app.money import Money, MoneyError, TooLargeError, decimals, to_minor
from app.ui.formatting import amount
from app.ui.look.fonts import ui_font
from app.ui.theme import colour
from app.ui.widgets.form import mark_invalid

_FACTORS = {"k": Decimal(1000), "m": Decimal(1_000_000), "\u5343": Decimal(1000), "\u4e07": Decimal(10_000)}
_FACTORS["\u842c"] = _FACTORS["\u4e07"]


class AmountError(ValueError):
    """A text that is no amount, or that can be read in two ways; the message says what to type."""


def parse_amount(text: str, currency: str) -> int:
    """Read a typed amount into minor units of ``currency``.

    Grouping may be written or not; ``3.1m``, ``42k`` and the Japanese ten thousands are understood. One separator
    followed by exactly three digits is a group where the currency has no decimals, else it could be either and is
    refused.

    Raises:
        AmountError: not an amount, ambiguous, or more decimals than the currency has.
    """
    plain = unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip().lower()
    plain = re.sub(r"[\s'\u2019]", "", plain).removesuffix(currency.lower()).removeprefix(currency.lower())
    factor = Decimal(1)
    if plain and plain[-1] in _FACTORS:
        factor = _FACTORS[plain[-1]]
        plain = plain[:-1]
    sign = -1 if plain.startswith("-") else 1
    digits = plain.lstrip("+-")
    if not re.fullmatch(r"[0-9]+(?:[.,][0-9]+)*", digits):
        raise AmountError(
            _("\u201c{text}\u201d is not an amount. Write it like {sample}.", text=text, sample=_sample(currency))
        )
    number = Decimal(_decimal_text(digits, currency, text, scaled=factor != 1)) * factor
    try:
        return sign * to_minor(number, currency)
    except TooLargeError:
        raise AmountError(_("{text} is larger than any amount that can be kept.", text=text)) from None
    except MoneyError:
        places = decimals(currency)
        raise AmountError(_("{currency} has {n} decimals.", currency=currency, n=places)) from None


def _sample(currency: str) -> str:
    return amount(1234 * 10 ** decimals(currency), currency)


def _decimal_text(digits: str, currency: str, typed: str, *, scaled: bool) -> str:
    """Return the digits with a point as the decimal sign and no groups."""
    signs = {sign for sign in ".," if sign in digits}
    if not signs:
        return digits
    if len(signs) == 2:
        last = max(digits.rfind("."), digits.rfind(","))
        group = ({".", ","} - {digits[last]}).pop()
        whole = digits[:last]
        if digits[last] in whole or any(len(part) != 3 for part in whole.split(group)[1:]):
            raise AmountError(
                _("\u201c{text}\u201d is not an amount. Write it like {sample}.", text=typed, sample=_sample(currency))
            )
        return whole.replace(group, "") + "." + digits[last + 1 :]
    sign = signs.pop()
    head, *groups = digits.split(sign)
    if len(groups) > 1 or (len(groups[0]) == 3 and (decimals(currency) == 0 or sign == ",") and not scaled):
        if any(len(part) != 3 for part in groups) or not 1 <= len(head) <= 3:
            raise AmountError(
                _("\u201c{text}\u201d is not an amount. Write it like {sample}.", text=typed, sample=_sample(currency))
            )
        return head + "".join(groups)
    if len(groups[0]) == 3 and decimals(currency) != 3 and not scaled:
        raise AmountError(
            _("\u201c{text}\u201d can be read in two ways. Leave the point out or write two decimals.", text=typed)
        )
    return f"{head}.{groups[0]}"


class MoneyEdit(QLineEdit):
    """An amount in one currency; the code stands dim at the right end.

    The text is read on every keystroke for the edge colour and formatted when the focus leaves.
    """

    changed = Signal()

    def __init__(self, currency: str = "USD", name: str = "") -> None:
        super().__init__()
        self._currency = currency
        self.setFont(ui_font("body", 600))
        if name:
            self.setAccessibleName(name)
        self.textEdited.connect(self._edited)
        self.editingFinished.connect(self._tidy)
        self._reserve()

    def currency(self) -> str:
        """Return the code."""
        return self._currency

    def set_currency(self, currency: str) -> None:
        """Take another currency; an amount already there is not converted but read again."""
        self._currency = currency
        self._reserve()
        self.update()

    def set_minor(self, minor: int | None) -> None:
        """Show an amount in minor units; None empties the field."""
        self.setText("" if minor is None else amount(minor, self._currency))
        mark_invalid(self, invalid=False)
        self.changed.emit()

    def minor(self) -> int | None:
        """Return the amount in minor units, None for an empty field.

        Raises:
            AmountError: what stands there is no amount.
        """
        return parse_amount(self.text(), self._currency) if self.text().strip() else None

    def money(self) -> Money | None:
        """Return the amount with its currency, None for an empty field; raises as ``minor`` does."""
        value = self.minor()
        return None if value is None else Money(value, self._currency)

    def error(self) -> str:
        """Return the sentence about what is wrong, or an empty text."""
        try:
            self.minor()
        except AmountError as error:
            return str(error)
        return ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the currency behind the amount."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(colour("dim"))
        painter.setFont(ui_font())
        painter.drawText(
            QRect(0, 0, self.width() - 10, self.height()),
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight),
            self._currency,
        )

    def _reserve(self) -> None:
        self.setTextMargins(0, 0, QFontMetrics(ui_font()).horizontalAdvance(self._currency) + 6, 0)

    def _edited(self) -> None:
        mark_invalid(self, invalid=bool(self.error()))
        self.changed.emit()

    def _tidy(self) -> None:
        if not self.error() and (value := self.minor()) is not None:
            self.setText(amount(value, self._currency))
