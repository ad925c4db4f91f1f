"""Document numbers, as each system gives them: rising with the date of the document, each one once."""

from __future__ import annotations

import random
from collections import Counter
from typing import Final

from app.enums import ItemKind
from app.services.demo.model import DemoItem, System

_ENGLISH: Final = {
    ItemKind.INVOICE: "INV",
    ItemKind.CREDIT_MEMO: "CM",
    ItemKind.UNAPPLIED: "UC",
    ItemKind.DEBIT_MEMO: "DM",
    ItemKind.FINANCE_CHARGE: "FC",
}
_LATIN: Final = {ItemKind.CREDIT_MEMO: "NC", ItemKind.UNAPPLIED: "RC", ItemKind.DEBIT_MEMO: "ND"}
#: Where the number range of a country starts in the SAP that several share.
_BLOCKS: Final = {"JP": 100_000, "CN": 300_000, "TW": 500_000, "SG": 700_000}


def number_items(rng: random.Random, items: list[DemoItem]) -> None:
    """Give every item its number, in the order of their dates; items of one day keep the order they came in."""
    serials: Counter[tuple[str, str, str]] = Counter()
    for item in sorted(items, key=lambda item: item.document_date):
        account = item.account
        prefix = _prefix(item)
        serials[account.system, account.country, prefix] += 1
        _number(rng, item, prefix, serials[account.system, account.country, prefix])


def _prefix(item: DemoItem) -> str:
    """Return what stands before the serial: the number range, the series or the kind."""
    system, kind, year = item.account.system, item.kind, item.document_date.year % 100
    if system in {System.SAP_JP, System.SAP_CN, System.SAP_ASIA}:
        return {ItemKind.UNAPPLIED: "14", ItemKind.CREDIT_MEMO: "16"}.get(kind, "18")
    if system is System.YAYOI:
        return f"{'NK' if item.original < 0 else 'SE'}{year}-"
    if system is System.ORACLE:
        return f"{_ENGLISH[kind]}-{item.account.country}"
    if system is System.QUICKBOOKS:
        return "" if kind is ItemKind.INVOICE else _ENGLISH[kind]
    if system in {System.ICG_ES, System.ICG_CO}:  # a series that ends in a letter holds credit notes
        return {ItemKind.UNAPPLIED: f"C{year}", ItemKind.CREDIT_MEMO: f"F{year}A"}.get(kind, f"F{year}")
    if system is System.OMIE:
        return ""
    home = {"MX": "F", "AR": "A-0003"}.get(item.account.country, "FT")
    return _LATIN.get(kind, home)


def _number(rng: random.Random, item: DemoItem, prefix: str, serial: int) -> None:
    system = item.account.system
    if system in {System.SAP_JP, System.SAP_CN, System.SAP_ASIA}:
        item.number = f"{prefix}{serial + _BLOCKS[item.account.country]:08d}"
    elif system is System.YAYOI:
        item.number = f"{prefix}{serial:05d}"
    elif system in {System.ORACLE, System.QUICKBOOKS}:
        item.number = f"{prefix}{10_000 + serial}"
    elif system in {System.ICG_ES, System.ICG_CO}:
        item.series, item.instalment = prefix, str(1_000 + serial)
        item.number = f"{item.series}-{item.instalment}"
    elif system is System.LATAM:
        item.number = f"{prefix}-{serial:08d}" if item.account.country == "AR" else f"{prefix}-{10_000 + serial}"
    elif system is System.OMIE:
        parts = rng.choice((1, 1, 1, 2, 3)) if item.kind is ItemKind.INVOICE else 1
        item.series, item.instalment = f"{4_000 + serial:08d}", f"{rng.randint(1, parts):03d}/{parts:03d}"
        item.number = f"{item.series}-{item.instalment}"
    else:
        item.number = f"{prefix} {item.document_date.year}/{100 + serial}"
