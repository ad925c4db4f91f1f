"""One box finds accounts and items: numbers, names in any script, kana or Latin reading, PO, order, amount.

Words of three characters and more ask the trigram index; shorter ones, as two Chinese characters are, look through the
accounts. Case, accents and width do not matter, nor whether a reading is typed in hiragana or katakana.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from sqlalchemy.orm import Session

from app.enums import OPEN_ITEM, ItemStatus
from app.money import decimals
from app.services.accounts import former
from app.services.portfolio.buckets import Presentation, past_due
from app.services.portfolio.listing.bulk import OPEN_SQL, raw_rows
from app.services.sync.values.text import account_key
from app.settings import Settings

#: A word that matches more often than this is looked for among the accounts themselves.
_COMMON: Final = 400
_TRIGRAM: Final = 3
_AMOUNT: Final = re.compile(r"[-\u2212]?\d[\d.,' \u00a0\u202f]*")
_CURRENCY: Final = re.compile(r"\b[A-Z]{3}\b|[A-Z]{0,3}\$|[€£¥]")
_KATAKANA: Final = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_HIRAGANA: Final = {code: code + 0x60 for code in range(0x3041, 0x3097)}


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An account or an item that was found.

    Attributes:
        kind: ``account`` or ``item``.
        account, name, latin: number and names of the account.
        item: number of the item, "" for an account.
        amount: what is open of the item, or of the account in ``currency``, minor units; a closed item's original.
        days_overdue: of an open item with a due date.
        overdue: of an account, what is past due in ``currency``.
        matched: ``number``, ``name``, ``po``, ``order`` or ``amount``.
    """

    kind: str
    account_id: str
    account: str
    name: str
    latin: str | None
    country: str
    currency: str
    amount: int
    item_id: str = ""
    item: str = ""
    po: str | None = None
    order_number: str | None = None
    due_date: date | None = None
    days_overdue: int | None = None
    overdue: int = 0
    is_open: bool = True
    matched: str = "name"


def search(session: Session, text: str, limit: int, day: date) -> tuple[SearchHit, ...]:
    """Find accounts and items, the best first.

    Args:
        session: the store.
        text: what was typed.
        limit: at most so many.
        day: the collector's day, for days overdue.
    """
    typed = plain(text)
    words = typed.split()
    if not words:
        return ()
    accounts, items = _candidates(session, words)
    before = former(session, account_key(text))
    if before is not None and before.id not in accounts:
        accounts.append(before.id)
    wanted = amounts(text)
    by_amount = _items_by_amount(session, wanted, _CURRENCY.findall(text)) if wanted else {}
    found = [
        *_account_hits(session, accounts, typed, words, limit, day, None if before is None else before.id),
        *_item_hits(session, items, by_amount, typed, limit, day),
    ]
    found.sort(key=lambda ranked: ranked[0])
    return tuple(hit for _, hit in found[:limit])


def plain(text: str) -> str:
    """Return a text for comparing: NFKC, no case, no Latin accents, katakana as hiragana, single blanks."""
    if text.isascii():
        return " ".join(text.casefold().split())
    return _plain_kana(" ".join(_no_accents(unicodedata.normalize("NFKC", text).casefold()).split()))


def amounts(text: str) -> frozenset[Decimal]:
    """Return the amounts that a text may mean, in major units: ``1.234`` is both 1.234 and 1,234."""
    match = _AMOUNT.fullmatch(_CURRENCY.sub("", unicodedata.normalize("NFKC", text)).strip())
    if match is None:
        return frozenset()
    digits = re.sub(r"[ '\u00a0\u202f]", "", match[0].strip()).replace("\u2212", "-").strip(".,").lstrip("-")
    marks = [char for char in digits if char in ".,"]
    if not marks:
        return frozenset({Decimal(digits)}) if digits else frozenset()
    whole = re.sub(r"[.,]", "", digits)
    head, _, tail = digits.rpartition(marks[-1])
    found = set()
    if all(len(part) == 3 for part in re.split(r"[.,]", digits)[1:]) and (len(set(marks)) == 1):
        found.add(Decimal(whole))
    if len(marks) == 1 or (len(set(marks)) == 2 and marks.count(marks[-1]) == 1):
        found.add(Decimal(f"{re.sub(r'[.,]', '', head) or '0'}.{tail or '0'}"))
    return frozenset(found)


# ------------------------------------------------------------------------------------------------ candidates


def _candidates(session: Session, words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return ids of accounts and items that may match all words."""
    long = [word for word in words if len(word) >= _TRIGRAM]
    if not long:
        return _scan_accounts(session, words), _scan_items(session, words)
    wanted = " AND ".join(f"({' OR '.join(map(_trigrams, _forms(word)))})" for word in long)
    matching = raw_rows(session, "SELECT kind, ref, text FROM search WHERE search MATCH ?", wanted)
    having = ((kind, ref) for kind, ref, found in matching if _has_all(plain(found), long))
    rows = list(islice(having, _COMMON + 1))
    accounts = [ref for kind, ref in rows if kind == "account"]
    items = [ref for kind, ref in rows if kind == "item"]
    if len(rows) > _COMMON:
        accounts = list(dict.fromkeys([*accounts, *_scan_accounts(session, words)]))
    if len(long) < len(words):
        accounts = [*accounts, *_scan_accounts(session, words)]
    return list(dict.fromkeys(accounts)), items


def _scan_accounts(session: Session, words: Sequence[str]) -> list[str]:
    """Look through the accounts; every word has to stand in a number or a name."""
    tests, values = [], []
    for word in words:
        forms = _forms(word)
        tests.append(
            "("
            + " OR ".join("number LIKE ? OR name LIKE ? OR name_latin LIKE ? OR name_kana LIKE ?" for _ in forms)
            + ")"
        )
        values += [f"%{_like(form)}%" for form in forms for _ in range(4)]
    escaped = " AND ".join(tests).replace("LIKE ?", "LIKE ? ESCAPE '\\'")
    rows = raw_rows(session, f"SELECT id FROM account WHERE {escaped} LIMIT {_COMMON}", *values)  # noqa: S608 - marks only
    return [row[0] for row in rows]


def _scan_items(session: Session, words: Sequence[str]) -> list[str]:
    """Return items whose number begins with a short word as typed, in capitals or not."""
    if len(words) > 1:
        return []
    found = []
    for form in {words[0], words[0].upper()}:
        rows = raw_rows(
            session,
            f"SELECT id FROM item WHERE number >= ? AND number < ? AND status IN {OPEN_SQL} LIMIT 20",  # noqa: S608 - codes of ours
            form,
            form + "\U0010ffff",
        )
        found += [row[0] for row in rows]
    return found


def _items_by_amount(session: Session, wanted: Iterable[Decimal], currencies: Sequence[str]) -> dict[str, str]:
    """Return open items whose open or original amount is one of those, of the currency if one was typed."""
    minors = {
        int(scaled)
        for value in wanted
        for places in (0, 2, 3)
        if (scaled := value.scaleb(places)) == scaled.to_integral_value() and scaled < 10**18
    }
    if not minors:
        return {}
    marks = ", ".join(f"{minor}, {-minor}" for minor in sorted(minors))
    rows = raw_rows(
        session,
        f"SELECT id, currency, abs(open), abs(original) FROM item WHERE status IN {OPEN_SQL} "  # noqa: S608 - numbers of ours
        f"AND (open IN ({marks}) OR original IN ({marks})) LIMIT {_COMMON}",
    )
    codes = {code for code in currencies if code.isalpha()}
    exact = {(value, places): int(value.scaleb(places)) for value in wanted for places in (0, 2, 3)}
    return {
        item_id: "amount"
        for item_id, currency, amount, original in rows
        if (not codes or currency in codes)
        and any(exact.get((value, decimals(currency))) in {amount, original} for value in wanted)
    }


# ------------------------------------------------------------------------------------------------ hits

_Ranked = tuple[tuple[Any, ...], SearchHit]


def _account_hits(
    session: Session,
    ids: Sequence[str],
    typed: str,
    words: Sequence[str],
    limit: int,
    day: date,
    before: str | None,
) -> list[_Ranked]:
    ranked = []
    for row in _by_id(
        session, "SELECT id, number, name, name_latin, name_kana, coalesce(country, ''), currency FROM account", ids
    ):
        names = [plain(name) for name in row[2:5] if name]
        number = plain(row[1])
        if row[0] == before:
            rank, matched = 0, "number"
        elif not all(word in number or any(word in name for name in names) for word in words):
            rank, matched = 6, "name"
        elif number == typed or number.lstrip("0") == typed:
            rank, matched = 0, "number"
        elif any(name == typed or name.startswith(typed) for name in names):
            rank, matched = 2, "name"
        elif number.startswith(typed):
            rank, matched = 3, "number"
        else:
            rank, matched = 4, "number" if typed in number else "name"
        ranked.append(((rank, 0, row[1]), matched, row))
    ranked.sort(key=lambda one: one[0])
    ranked = ranked[:limit]
    owed = _owed(session, [row[0] for _, _, row in ranked], day)
    hits: list[_Ranked] = []
    for order, matched, row in ranked:
        currency, balance, overdue = owed.get(row[0], (row[6] or "", 0, 0))
        hit = SearchHit(
            "account", row[0], row[1], row[2], row[3], row[5], currency, balance, overdue=overdue, matched=matched
        )
        hits.append((order, hit))
    return hits


def _owed(session: Session, ids: Sequence[str], day: date) -> dict[str, tuple[str, int, int]]:
    """Return the currency in which an account owes most items, the balance and what is past due in it."""
    how = Presentation(day, Settings().bucket_bounds)
    found: dict[str, tuple[str, int, int]] = {}
    for row in _by_id(
        session,
        f"SELECT account_id, currency, SUM(open), {how.sums_sql()} FROM item WHERE status IN {OPEN_SQL} AND TRUE",  # noqa: S608 - keys and days of ours
        ids,
        column="account_id",
        tail=" GROUP BY account_id, currency ORDER BY COUNT(*)",
    ):
        sums = dict(zip(how.keys, row[3:], strict=True))
        found[row[0]] = (row[1], row[2], past_due(sums, how.bounds))
    return found


def _item_hits(
    session: Session, ids: Sequence[str], by_amount: dict[str, str], typed: str, limit: int, day: date
) -> list[_Ranked]:
    ranked = []
    for row in _by_id(
        session,
        "SELECT i.id, i.account_id, a.number, a.name, a.name_latin, coalesce(a.country, ''), i.currency, i.open, "
        "i.original, i.number, i.po, i.order_number, i.due_date, i.status FROM item i JOIN account a "
        "ON a.id = i.account_id",
        list(dict.fromkeys([*ids, *by_amount])),
        column="i.id",
    ):
        matched, rank = _item_match(row, typed, by_amount)
        ranked.append(((rank, row[13] not in OPEN_ITEM, row[12] or "", row[9], row[0]), matched, row))
    ranked.sort(key=lambda one: one[0])
    return [(key[:3], _item_hit(row, matched, day)) for key, matched, row in ranked[:limit]]


def _item_match(row: tuple[Any, ...], typed: str, by_amount: dict[str, str]) -> tuple[str, int]:
    number, po, order = (plain(row[place] or "") for place in (9, 10, 11))
    for matched, value in (("number", number), ("po", po), ("order", order)):
        if value == typed:
            return matched, 1
    for matched, value in (("number", number), ("po", po), ("order", order)):
        if typed in value:
            return matched, 5
    return ("amount", 1) if row[0] in by_amount else ("number", 6)


def _item_hit(row: tuple[Any, ...], matched: str, day: date) -> SearchHit:
    is_open = ItemStatus(row[13]) in OPEN_ITEM
    due = date.fromisoformat(row[12]) if row[12] else None
    return SearchHit(
        kind="item",
        account_id=row[1],
        account=row[2],
        name=row[3],
        latin=row[4],
        country=row[5],
        currency=row[6],
        amount=row[7] if is_open else row[8],
        item_id=row[0],
        item=row[9],
        po=row[10],
        order_number=row[11],
        due_date=due,
        days_overdue=(day - due).days if due and is_open else None,
        is_open=is_open,
        matched=matched,
    )


def _by_id(
    session: Session, query: str, ids: Sequence[str], column: str = "id", tail: str = ""
) -> Iterable[tuple[Any, ...]]:
    if not ids:
        return ()
    joint = "AND" if " WHERE " in query else "WHERE"
    marks = ", ".join("?" * len(ids))
    return raw_rows(session, f"{query} {joint} {column} IN ({marks}){tail}", *ids)


# ------------------------------------------------------------------------------------------------ forms of a word


def _forms(word: str) -> tuple[str, ...]:
    """Return the spellings under which a word may stand in the store: as typed, and in the other kana."""
    return tuple(dict.fromkeys((word, word.translate(_HIRAGANA), word.translate(_KATAKANA))))


def _plain_kana(text: str) -> str:
    return text.translate(_KATAKANA)


def _no_accents(text: str) -> str:
    """Drop Latin accents; the voicing marks of kana belong to the letter."""
    parts = unicodedata.normalize("NFD", text)
    kept = "".join(char for char in parts if not "\u0300" <= char <= "\u036f")
    return unicodedata.normalize("NFC", kept)


def _trigrams(word: str) -> str:
    """Return a query for the texts that have every trigram of a word, wherever: the index knows no places."""
    parts = dict.fromkeys(word[at : at + _TRIGRAM] for at in range(len(word) - _TRIGRAM + 1))
    return "(" + " AND ".join('"' + part.replace('"', '""') + '"' for part in parts) + ")"


def _has_all(text: str, words: Iterable[str]) -> bool:
    return all(word in text for word in words)


def _like(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
