"""The files of one day: which there are, how each system names and writes its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from app.services.demo.layouts.icg import write_icg
from app.services.demo.layouts.latam import write_latam
from app.services.demo.layouts.omie import write_omie
from app.services.demo.layouts.oracle import write_oracle
from app.services.demo.layouts.portugal import write_portugal
from app.services.demo.layouts.quickbooks import write_quickbooks
from app.services.demo.layouts.records import write_cases, write_closed, write_customers, write_receipts
from app.services.demo.layouts.sap import write_sap
from app.services.demo.layouts.yayoi import write_yayoi
from app.services.demo.model import Portfolio, Side, System

_ItemsWriter = Callable[[Path, Portfolio, Side, System], None]
_RecordsWriter = Callable[[Path, Portfolio, Side], None]

_OPEN_ITEMS: Final[tuple[tuple[System, str, _ItemsWriter], ...]] = (
    (System.SAP_JP, "FBL5N_JP01_{day}.xlsx", write_sap),
    (System.SAP_CN, "FBL5N_CN01_{day}.xlsx", write_sap),
    (System.SAP_ASIA, "FBL5N_TW01_SG01_{day}.xlsx", write_sap),
    (System.YAYOI, "urikake_zandaka_{day}.csv", write_yayoi),
    (System.ORACLE, "AR_Aging_7_Buckets_{day}.csv", write_oracle),
    (System.QUICKBOOKS, "AR_Aging_Detail_{day}.xlsx", write_quickbooks),
    (System.ICG_ES, "cartera_ES_{day}.xlsx", write_icg),
    (System.ICG_CO, "cartera_CO_{day}.xlsx", write_icg),
    (System.LATAM, "antiguedad_saldos_MX_AR_{day}.csv", write_latam),
    (System.OMIE, "contas_a_receber_{day}.xlsx", write_omie),
    (System.PORTUGAL, "documentos_em_aberto_PT_{day}.csv", write_portugal),
)
_RECORDS: Final[tuple[tuple[str, _RecordsWriter], ...]] = (
    ("closed_items_{day}.csv", write_closed),
    ("receipts_{day}.csv", write_receipts),
    ("salesforce_cases_{day}.csv", write_cases),
)


def write_day(folder: Path, portfolio: Portfolio, side: Side) -> tuple[Path, ...]:
    """Write all files of one day into ``folder`` and return them in the order in which they are applied.

    A system without customers writes no file.
    """
    stamp = f"{portfolio.date_of(side):%Y%m%d}"
    used = {account.system for account in portfolio.accounts}
    customers = folder / f"customers_{stamp}.csv"
    write_customers(customers, portfolio, side)
    paths = [customers]
    for system, name, write_items in _OPEN_ITEMS:
        if system in used:
            paths.append(folder / name.format(day=stamp))
            write_items(paths[-1], portfolio, side, system)
    for name, write_records in _RECORDS:
        paths.append(folder / name.format(day=stamp))
        write_records(paths[-1], portfolio, side)
    return tuple(paths)
