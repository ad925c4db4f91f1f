"""The markets of the demonstration: how many accounts, in which systems, currencies, terms and languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.enums import ContactRole
from app.services.demo.model import System

#: Units of US dollar for one unit of currency, as decimal text: the company's rates, and what amounts are scaled by.
RATES: Final[dict[str, str]] = {
    "JPY": "0.0066",
    "CNY": "0.1403",
    "TWD": "0.0326",
    "SGD": "0.7710",
    "EUR": "1.0832",
    "MXN": "0.0541",
    "COP": "0.000246",
    "ARS": "0.000704",
    "BRL": "0.1815",
    "CAD": "0.7142",
    "GBP": "1.2935",
}


@dataclass(frozen=True, slots=True)
class Market:
    """One country.

    Attributes:
        share: accounts of 1,000.
        systems: systems with their shares of 100.
        currencies: currencies with their shares of 100, the country's own first.
        terms: text of the payment terms, days, and whether they run from the end of the month.
        languages: languages of the people there with their shares of 100.
        territory: sales territory.
        reps: sales representatives.
        departments: names of payables, management and purchasing.
    """

    share: int
    systems: tuple[tuple[System, int], ...]
    currencies: tuple[tuple[str, int], ...]
    terms: tuple[tuple[str, int, bool], ...]
    languages: tuple[tuple[str, int], ...]
    territory: str
    reps: tuple[str, ...]
    departments: tuple[str, str, str]

    def department(self, role: ContactRole) -> str:
        """Return the department a role sits in."""
        if role is ContactRole.PAYABLES:
            return self.departments[0]
        return self.departments[2] if role is ContactRole.DISPUTES else self.departments[1]


_NET: Final = (("Net 30", 30, False), ("Net 45", 45, False), ("Net 60", 60, False))
_ENGLISH: Final = ("Accounts Payable", "Finance", "Purchasing")
_SPANISH: Final = ("Cuentas por Pagar", "Finanzas", "Compras")

MARKETS: Final[dict[str, Market]] = {
    "JP": Market(
        150,
        ((System.SAP_JP, 65), (System.YAYOI, 35)),
        (("JPY", 96), ("USD", 4)),
        (("30日", 30, False), ("60日", 60, False), ("月末締め翌月末払い", 30, True)),
        (("ja", 100),),
        "Japan",
        ("斎藤 健", "宮本 さくら", "大西 徹"),
        ("経理部", "財務部", "購買部"),
    ),
    "CN": Market(
        105,
        ((System.SAP_CN, 100),),
        (("CNY", 88), ("USD", 12)),
        (("30天", 30, False), ("60天", 60, False), ("90天", 90, False)),
        (("zh_Hans", 100),),
        "Greater China",
        ("赵丽", "孙鹏飞"),
        ("财务部", "总经办", "采购部"),
    ),
    "TW": Market(
        75,
        ((System.SAP_ASIA, 100),),
        (("TWD", 85), ("USD", 15)),
        (("30天", 30, False), ("60天", 60, False)),
        (("zh_Hant", 100),),
        "Greater China",
        ("黃雅琪", "張哲瑋"),
        ("財務部", "管理部", "採購部"),
    ),
    "SG": Market(
        60,
        ((System.SAP_ASIA, 100),),
        (("SGD", 75), ("USD", 25)),
        _NET,
        (("en", 80), ("zh_Hans", 20)),
        "South East Asia",
        ("Grace Lim", "Ravi Menon"),
        _ENGLISH,
    ),
    "ES": Market(
        90,
        ((System.ICG_ES, 100),),
        (("EUR", 100),),
        (("30 días", 30, False), ("60 días", 60, False)),
        (("es", 100),),
        "Iberia",
        ("Marta Soler", "Iñaki Etxeberria"),
        ("Administración", "Dirección Financiera", "Compras"),
    ),
    "MX": Market(
        85,
        ((System.LATAM, 100),),
        (("MXN", 80), ("USD", 20)),
        (("30 días", 30, False), ("45 días", 45, False)),
        (("es", 100),),
        "Latin America",
        ("Paola Rivas", "Héctor Luna"),
        _SPANISH,
    ),
    "CO": Market(
        55,
        ((System.ICG_CO, 100),),
        (("COP", 100),),
        (("30 días", 30, False), ("60 días", 60, False)),
        (("es", 100),),
        "Latin America",
        ("Camila Duarte",),
        ("Cartera y Pagos", "Gerencia Financiera", "Compras"),
    ),
    "AR": Market(
        55,
        ((System.LATAM, 100),),
        (("ARS", 75), ("USD", 25)),
        (("30 días", 30, False), ("15 días", 15, False)),
        (("es", 100),),
        "Latin America",
        ("Federico Paz",),
        ("Cuentas a Pagar", "Gerencia de Finanzas", "Compras"),
    ),
    "BR": Market(
        90,
        ((System.OMIE, 100),),
        (("BRL", 100),),
        (("28 dias", 28, False), ("30 dias", 30, False), ("45 dias", 45, False)),
        (("pt", 100),),
        "Brazil",
        ("Renato Prado", "Bianca Moura"),
        ("Contas a Pagar", "Diretoria Financeira", "Suprimentos"),
    ),
    "PT": Market(
        50,
        ((System.PORTUGAL, 100),),
        (("EUR", 100),),
        (("30 dias", 30, False), ("60 dias", 60, False)),
        (("pt", 100),),
        "Iberia",
        ("Duarte Leitão",),
        ("Contabilidade", "Direção Financeira", "Compras"),
    ),
    "US": Market(
        105,
        ((System.ORACLE, 65), (System.QUICKBOOKS, 35)),
        (("USD", 100),),
        _NET,
        (("en", 100),),
        "North America",
        ("B. Cohen", "D. Park", "S. Ortega"),
        _ENGLISH,
    ),
    "CA": Market(
        35,
        ((System.ORACLE, 100),),
        (("CAD", 75), ("USD", 25)),
        _NET,
        (("en", 100),),
        "North America",
        ("J. Tremblay",),
        _ENGLISH,
    ),
    "GB": Market(
        45,
        ((System.ORACLE, 100),),
        (("GBP", 85), ("EUR", 15)),
        _NET,
        (("en", 100),),
        "United Kingdom",
        ("H. Whitfield",),
        ("Accounts Payable", "Finance Director's Office", "Procurement"),
    ),
}
