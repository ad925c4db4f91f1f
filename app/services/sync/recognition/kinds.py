"""What a table needs to be of a kind, what speaks for a kind, and what is no receivables file at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from app.enums import SyncKind
from app.errors import RefusedError
from app.i18n import Message, msg
from app.services.labels import SYNC_KINDS
from app.services.sync.facts import shapes
from app.services.sync.layouts import load
from app.services.sync.layouts.headings import EXACT, WEAK, known
from app.services.sync.model import Question
from app.services.sync.recognition.columns import Guess
from app.services.sync.recognition.hearing.case import PROVED
from app.services.sync.values.text import fold, heading_key, words

#: The kinds that columns can tell; whether items are closed is seen in the rows.
KINDS: Final = (SyncKind.OPEN_ITEMS, SyncKind.RECEIPTS, SyncKind.CUSTOMERS, SyncKind.CASES)
#: These with the kinds beside the ledger, which only headings or titles can tell.
EVERY: Final = (*KINDS, *shapes.FACT_KINDS)
#: Two kinds closer than this are asked for.
_CLOSE: Final = 0.08
_TITLE_WORTH: Final = 60
#: Fields of receipts that tables of other kinds have under the same headings.
_ANYBODYS: Final = frozenset(
    "account payer name currency status text type company_code paid_invoice local_currency remittance".split()
)

_NO_CUSTOMER: Final = msg("no column for the customer")
_NO_AMOUNT: Final = msg("no column for the amount")

Test = Callable[[set[str]], bool]


def _one_of(*names: str) -> Test:
    return lambda mapped: not mapped.isdisjoint(names)


def _customer_facts(mapped: set[str]) -> bool:
    """Tell whether a table says enough about customers to be their master."""
    facts = mapped - {"account", "name", "company_code", "currency", "status", "text"}
    return len(facts) >= (1 if {"account", "name"} <= mapped else 2)


_NEEDS: Final[Mapping[SyncKind, tuple[tuple[Test, Message], ...]]] = {
    SyncKind.OPEN_ITEMS: (
        (_one_of("account", "name", "group"), _NO_CUSTOMER),
        (_one_of("open", "original", "debit", "credit", "local_open", "aged"), _NO_AMOUNT),
        (_one_of("number"), msg("no column for the invoice number")),
        (_one_of("document_date", "due_date", "posting_date", "days_overdue"), msg("no column for a date")),
    ),
    SyncKind.RECEIPTS: (
        (_one_of("receipt_date", "value_date", "posting_date"), msg("no column for the payment date")),
        (_one_of("receipt_amount", "credit"), _NO_AMOUNT),
        (_one_of("account", "payer", "remittance", "receipt_number"), _NO_CUSTOMER),
    ),
    SyncKind.CUSTOMERS: (
        (_one_of("account", "name"), _NO_CUSTOMER),
        (_customer_facts, msg("no column about the customers")),
    ),
    SyncKind.CASES: (
        (_one_of("case_number"), msg("no column for the case number")),
        (_one_of("subject", "case_status", "reason"), msg("no column for subject or status")),
    ),
    **shapes.NEEDS,
}

#: Half weights of fields: 2 is normal, more where a field tells its kind, less where any table may have it.
_WORTH: Final[Mapping[SyncKind, Mapping[str, int]]] = {
    SyncKind.OPEN_ITEMS: {
        **dict.fromkeys("other_date other_amount quantity unit_price".split(), 0),
        **dict.fromkeys("due_date open days_overdue number clearing_date".split(), 3),
        **dict.fromkeys("contact_name email phone mobile street city postal_code method gl_account".split(), 1),
        **dict.fromkeys(
            "country language territory tier parent tax_id blocked risk_class name_latin name_kana".split(), 1
        ),
    },
    SyncKind.RECEIPTS: dict.fromkeys("receipt_number receipt_date unapplied method receipt_amount".split(), 3),
    SyncKind.CASES: dict.fromkeys("case_number subject case_status opened_date".split(), 4),
    SyncKind.CUSTOMERS: dict.fromkeys("street postal_code contact_name tax_id".split(), 3),
    **shapes.WORTH,
}


def base(kind: SyncKind) -> SyncKind:
    """Return the kind whose columns a kind has: closed items look like open ones."""
    return SyncKind.OPEN_ITEMS if kind == SyncKind.CLOSED_ITEMS else kind


def lacking(kind: SyncKind, mapped: Iterable[str], *, said: bool = False) -> list[Message]:
    """Return what a table lacks to be of a kind, or to be told from others where nobody said it; empty if nothing."""
    names, needs = set(mapped), _NEEDS[base(kind)]
    return [text for test, text in (*needs, *(() if said else shapes.TELLING.get(kind, ()))) if not test(names)]


def may_be_meant(kind: SyncKind, mapped: Iterable[str]) -> bool:
    """Tell whether a table that is of no kind may be told what it lacks of it: a name makes no list of payments."""
    return kind in KINDS and not (kind is SyncKind.RECEIPTS and _ANYBODYS.issuperset(mapped))


def believable(kind: SyncKind, guesses: Mapping[str, Guess], titles: Iterable[str]) -> bool:
    """Tell whether headings or titles call a table so, of a kind that cells alone would find everywhere."""
    sure = all(name in guesses and guesses[name].heading_weight > WEAK for name in shapes.TOLD.get(kind, ()))
    if kind is SyncKind.RATES and "rated" in guesses:
        sure = guesses["rated"].heading_weight > WEAK
    return sure or speaks_of(kind, titles) or (kind is SyncKind.SALES and _sells(guesses, titles))


def _sells(guesses: Mapping[str, Guess], titles: Iterable[str]) -> bool:
    """Tell whether amounts by month are called sales: by a heading, or by a line above that speaks of no open items."""
    months = [guess for name, guess in guesses.items() if name.partition("#")[0] == "monthly"]
    lines = list(titles)
    spoken = " ".join(fold(line) for line in lines)
    called = any(fold(word) in spoken for entry in load("facts")["sales_amount"].values() for word in _synonyms(entry))
    return bool(months) and (
        any(one.heading_weight > WEAK for one in months) or (called and not speaks_of_items(lines))
    )


def _synonyms(entry: str | list[str]) -> list[str]:
    return entry if isinstance(entry, list) else []


def speaks_of(kind: SyncKind, titles: Iterable[str]) -> bool:
    """Tell whether the lines above a table call it one of a kind."""
    spoken = " ".join(fold(title) for title in titles)
    return any(word in spoken for word in words("titles", kind.value.replace("-", "_")))


def explained(kind: SyncKind, guesses: Mapping[str, Guess], titles: Iterable[str]) -> int:
    """Return how much of a table a kind explains."""
    worth = _WORTH[kind]
    points = sum(guess.confidence * worth.get(name, 2) // 2 for name, guess in guesses.items())
    groups = ["open_items", "closed_items"] if kind == SyncKind.OPEN_ITEMS else [kind.value.replace("-", "_")]
    return points + (_TITLE_WORTH if _speak(titles, groups) else 0)


def is_money_received(guesses: Mapping[str, Guess], titles: Iterable[str]) -> bool:
    """Tell whether a heading or a line above the table speaks of payments; date, name and amount may be anything."""
    spoken = any(guess.heading_weight > WEAK and name not in _ANYBODYS for name, guess in guesses.items())
    return spoken or _speak(titles, ["receipts"])


def speaks_of_items(titles: Iterable[str]) -> bool:
    """Tell whether the lines above a table call it one of open or closed items."""
    return _speak(titles, ["open_items", "closed_items"])


def speaks_of_paying(titles: Iterable[str]) -> bool:
    """Tell whether the lines above a table call it a customer's note of what is paid, which lists invoices too."""
    return _speak(titles, ["remittance"])


def _speak(titles: Iterable[str], groups: Iterable[str]) -> bool:
    spoken = " ".join(fold(title) for title in titles)
    return any(word in spoken for group in groups for word in words("titles", group))


def rivals(weighed: Mapping[SyncKind, int]) -> tuple[SyncKind, ...]:
    """Return the kinds that explain a table about as well as the best one, that one first."""
    best = max(weighed.values())
    return tuple(
        kind for kind in sorted(weighed, key=lambda kind: -weighed[kind]) if weighed[kind] > best * (1 - _CLOSE)
    )


def question(kinds: tuple[SyncKind, ...]) -> Question:
    """Ask which kind a file is of."""
    return Question(
        "--kind",
        None,
        msg("The columns fit several kinds of file: {kinds}.", kinds=listed([SYNC_KINDS[kind] for kind in kinds])),
        tuple(kind.value for kind in kinds),
    )


def listed(parts: Sequence[Message]) -> Message:
    """Join reasons or names into one message."""
    if len(parts) == 1:
        return parts[0]
    return msg("{first}, {rest}", first=parts[0], rest=listed(parts[1:]))


def quoted(names: Iterable[str]) -> Message | str:
    """Join what a file writes into one message, each in the quotes of the reader's language."""
    parts = [msg("“{name}”", name=name) for name in names]
    return listed(parts) if parts else ""


def is_payables(headings: Iterable[str], titles: Iterable[str]) -> bool:
    """Tell whether headings or titles speak of suppliers and nothing speaks of customers."""
    keys = {heading_key(heading) for heading in headings} - {""}
    suppliers = {heading_key(word) for word in words("payables")}
    customers = {key for key in keys if _means_customer(key)}
    spoken = " ".join(fold(title) for title in titles)
    by_title = any(word in spoken for word in words("payables", "titles"))
    return (bool(keys & suppliers) or by_title) and not customers


def _means_customer(key: str) -> bool:
    """Tell whether a heading can only mean a customer."""
    strong = any(hit.field in {"account", "name"} and hit.weight == EXACT for hit in known().get(key, ()))
    return strong and key not in {heading_key(word) for word in words("payables", "neutral")}


def payables(file: str) -> RefusedError:
    """Return the refusal of a file about what we owe."""
    return RefusedError(
        "payables",
        msg("This is a payables export: it lists what is owed to suppliers, not what customers owe."),
        where=msg("File {file}.", file=file),
        do=msg("Export the customers' open items."),
    )


def owes(guesses: Mapping[str, Guess]) -> bool:
    """Tell whether columns can only be of items that are owed.

    They are late, part paid, aged, due or open by their headings, or something is left of an amount of somebody whom a
    heading calls a customer.
    """
    if not {"days_overdue", "paid", "aged"}.isdisjoint(guesses):
        return True
    named = {name for name, guess in guesses.items() if guess.heading_weight}
    left = "open" in guesses and guesses["open"].confidence >= PROVED
    return bool(named & {"due_date", "open"}) or (left and bool(named & {"account", "name"}))
