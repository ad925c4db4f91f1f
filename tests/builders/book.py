"""A small believable book of customers: every reason of the call list, every script, every state of the portfolio.

    with store.write() as uow:
        fill(Ledger(uow.session, uow.now))
        uow.commit()

The day is Friday 30 October 2026; the collector sits in Tokyo.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app import models as m
from app.enums import ItemKind, ItemStatus, Outcome, PromiseStatus, SyncKind, TaskKind
from app.money import decimals
from app.services.dates import load_days
from app.services.portfolio.snapshots import write_snapshot
from app.services.portfolio.worklist import rebuild_worklist
from app.services.preferences import load_settings
from app.services.unit_of_work import UnitOfWork
from tests.builders.ledger import DAY, Ledger

ZONE = "Asia/Tokyo"
RATES = {
    "JPY": "0.0066",
    "EUR": "1.0832",
    "GBP": "1.2710",
    "CNY": "0.1391",
    "TWD": "0.0309",
    "SGD": "0.7412",
    "MXN": "0.0493",
    "COP": "0.00024",
    "BRL": "0.1741",
    "CAD": "0.7188",
}


@dataclass(frozen=True)
class Plan:
    """A customer: who, and what is open as (days past due, amount in major units)."""

    number: str
    name: str
    country: str
    currency: str
    owed: tuple[tuple[int, int], ...]
    contact: str
    latin: str | None = None
    kana: str | None = None
    phone: str = "+81 3 5555 0100"
    values: dict[str, Any] = field(default_factory=dict)
    role: str = "payables"
    person: dict[str, Any] = field(default_factory=dict)


PLANS = (
    Plan(
        "100237",
        "株式会社青空商事",
        "JP",
        "JPY",
        ((-20, 2_100_000), (61, 3_740_000), (91, 3_120_000), (122, 3_124_000)),
        "田中 一郎",
        "Aozora Shoji K.K.",
        "アオゾラショウジ",
        "03-1234-5678",
        {"territory": "East", "tier": "A", "credit_limit": 14_700_000, "limit_currency": "JPY", "language": "ja"},
        person={"family": "田中", "given": "一郎", "language": "ja", "job_title": "経理部長"},
    ),
    Plan(
        "100755",
        "Cóndor Minería S.A.",
        "AR",
        "USD",
        ((-9, 56_000), (12, 90_000), (40, 118_000), (97, 300_000), (140, 500_000)),
        "M. Paz",
        phone="+54 11 5555 0155",
        values={"territory": "South", "tier": "A"},
    ),
    Plan(
        "100348",
        "上海青云贸易有限公司",
        "CN",
        "CNY",
        ((-12, 290_401), (15, 612_000), (38, 706_000), (70, 641_606), (95, 654_000)),
        "王 建国",
        "Shanghai Qingyun Trading",
        phone="+86 21 5555 0148",
        values={"territory": "East", "credit_limit": 2_500_000_00, "limit_currency": "CNY", "language": "zh"},
        person={"family": "王", "given": "建国", "language": "zh", "job_title": "经理"},
    ),
    Plan(
        "100644",
        "Maple Data Centres ULC",
        "CA",
        "CAD",
        ((-15, 297_608), (8, 310_000), (35, 80_412), (66, 56_000)),
        "J. Roy",
        phone="+1 416 555 0144",
        values={"territory": "North", "time_zone": "America/Toronto"},
    ),
    Plan(
        "100422",
        "Aços do Norte Ltda.",
        "BR",
        "BRL",
        ((-10, 414_575), (20, 430_000), (45, 339_925)),
        "Maria Souza",
        phone="+55 11 5555 0122",
        values={"territory": "South"},
    ),
    Plan(
        "100570",
        "Verde Energía S.A.S.",
        "CO",
        "COP",
        ((-3, 147_630_000), (21, 150_000_000), (44, 280_000_000), (75, 240_000_000), (96, 166_570_000)),
        "Cartera",
        phone="+57 1 555 0170",
        values={"territory": "South", "tier": "A"},
    ),
    Plan(
        "100533",
        "Northern Steel Inc.",
        "US",
        "USD",
        ((-25, 1_521_692), (14, 230_000), (32, 90_423), (63, 60_000)),
        "AP team",
        phone="+1 312 555 0133",
        values={"territory": "North", "time_zone": "America/Chicago"},
    ),
    Plan(
        "100311",
        "Aceros del Norte, S.A. de C.V.",
        "MX",
        "MXN",
        ((-6, 412_000), (-30, 1_036_302), (9, 1_300_000), (33, 380_147), (61, 90_000)),
        "Lic. Gómez",
        phone="+52 81 5555 0111",
        values={"territory": "North"},
    ),
    Plan(
        "100681",
        "Lusitânia Têxteis, Lda.",
        "PT",
        "EUR",
        ((-12, 22_103), (4, 20_000), (39, 22_000), (64, 24_309)),
        "Dra. Sousa",
        phone="+351 22 555 0181",
        values={"territory": "Iberia"},
    ),
    Plan(
        "100385",
        "Kestrel & Sons Ltd",
        "GB",
        "GBP",
        ((-18, 222_768), (6, 95_472)),
        "Tom Price",
        phone="+44 20 5555 0185",
        values={"territory": "Isles"},
    ),
    Plan(
        "100459",
        "青雲貿易股份有限公司",
        "TW",
        "TWD",
        ((-22, 3_150_000), (7, 1_100_000), (36, 1_000_000)),
        "林 怡君",
        "Ching Yun Trading Co., Ltd.",
        phone="+886 2 5555 0159",
        values={"territory": "East", "language": "zh_Hant"},
        person={"family": "林", "given": "怡君", "language": "zh", "job_title": "財務"},
    ),
    Plan(
        "100496",
        "Aceros del Norte, S. L.",
        "ES",
        "EUR",
        ((-8, 206_172), (10, 92_000), (48, 70_000), (80, 44_172)),
        "Carmen Ruiz",
        phone="+34 91 555 0196",
        values={"territory": "Iberia"},
    ),
    Plan(
        "100607",
        "株式会社みどり電機",
        "JP",
        "JPY",
        ((-31, 4_310_000),),
        "佐藤 花子",
        "Midori Denki Co., Ltd.",
        "ミドリデンキ",
        "06-5555-0107",
        {"territory": "East", "language": "ja"},
        person={"family": "佐藤", "given": "花子", "language": "ja"},
    ),
    Plan(
        "100718",
        "新加坡蓝海科技私人有限公司",
        "SG",
        "SGD",
        ((-14, 118_415), (24, 96_885)),
        "Lim Mei Ling",
        "Lanhai Technology Pte. Ltd.",
        phone="+65 5555 0118",
        values={"territory": "East"},
    ),
    Plan(
        "100792",
        "Harbour Foods Pte Ltd",
        "SG",
        "SGD",
        ((-2, 57_708), (11, 6_412)),
        "Mr Tan",
        phone="+65 5555 0192",
        values={"territory": "East"},
    ),
    Plan(
        "100801",
        "Coastal Freight LLC",
        "US",
        "USD",
        ((5, 410),),
        "Ann Lee",
        phone="+1 206 555 0101",
        values={"territory": "North"},
    ),
    Plan(
        "100812",
        "Bodegas Alarcón, S.A.",
        "ES",
        "EUR",
        ((51, 18_250),),
        "Luis Alarcón",
        phone="+34 96 555 0112",
        values={"territory": "Iberia"},
    ),
    Plan(
        "100823",
        "Tecidos Ipanema Ltda.",
        "BR",
        "BRL",
        ((34, 88_000), (62, 41_500)),
        "Paulo Reis",
        phone="+55 21 5555 0123",
        values={"territory": "South"},
    ),
    Plan(
        "100834",
        "株式会社北洋物産",
        "JP",
        "JPY",
        ((16, 1_240_000), (46, 980_000)),
        "高橋 健",
        "Hokuyo Bussan Co., Ltd.",
        "ホクヨウブッサン",
        "011-555-0134",
        {"territory": "East", "language": "ja", "parent": "100237"},
        person={"family": "高橋", "given": "健", "language": "ja"},
    ),
    Plan(
        "100845",
        "深圳市南山电子有限公司",
        "CN",
        "CNY",
        ((28, 186_000), (58, 92_500)),
        "陈 思远",
        "Shenzhen Nanshan Electronics",
        phone="+86 755 5555 0145",
        values={"territory": "East", "language": "zh", "parent": "100348"},
        person={"family": "陈", "given": "思远", "language": "zh"},
    ),
)


def fill(uow: UnitOfWork, day: date = DAY, plans: tuple[Plan, ...] = PLANS) -> dict[str, m.Account]:
    """Write the company, its rates, the customers with all that happened to them, and the call list of the day."""
    ledger = Ledger(uow.session, uow.now, day)
    ledger.company()
    for currency, rate in RATES.items():
        ledger.rate(currency, rate, day=day)
    run = ledger.run(SyncKind.OPEN_ITEMS, as_of=day)
    accounts: dict[str, m.Account] = {}
    items: dict[str, list[m.Item]] = {}
    for plan in plans:
        accounts[plan.number], items[plan.number] = customer(ledger, plan, accounts)
    if len(plans) == len(PLANS):
        events(ledger, accounts, items)
    settings = load_settings(uow.session)
    write_snapshot(uow.session, run.batch_id, day, settings)
    rebuild_worklist(uow, load_days(uow.session, day, ZONE), settings)
    return accounts


def customer(ledger: Ledger, plan: Plan, known: dict[str, m.Account]) -> tuple[m.Account, list[m.Item]]:
    """Add one customer with a contact and open items."""
    values = dict(plan.values)
    parent = values.pop("parent", None)
    account = ledger.account(
        plan.number,
        name=plan.name,
        name_latin=plan.latin,
        name_kana=plan.kana,
        country=plan.country,
        currency=plan.currency,
        parent_id=known[parent].id if parent else None,
        **values,
    )
    ledger.contact(account, plan.contact, phone=plan.phone, role=plan.role, **plan.person)
    unit = 10 ** decimals(plan.currency)
    return account, [
        ledger.item(account, amount * unit, due=ledger.day - timedelta(days=past)) for past, amount in plan.owed
    ]


def events(ledger: Ledger, accounts: dict[str, m.Account], items: dict[str, list[m.Item]]) -> None:
    """Add promises, disputes, letters, calls, tasks and unapplied money to the customers of ``PLANS``."""
    day, now = ledger.day, ledger.now

    def ago(days: int) -> Any:
        return now - timedelta(days=days)

    aozora, steel = accounts["100237"], accounts["100533"]
    ledger.promise(
        aozora,
        [(day - timedelta(days=7), 1_100_000)],
        items["100237"][1:2],
        status=PromiseStatus.BROKEN,
        contact_name="田中 一郎",
    )
    ledger.activity(
        aozora, Outcome.PTP, ago(14), contact_name="田中 一郎", note="社内稟議待ち。24日に110万円振込予定。"
    )
    ledger.activity(aozora, Outcome.NA, ago(3), contact_name="田中 一郎")
    ledger.letter(aozora, 2, day - timedelta(days=18), items["100237"][1:])
    for item in items["100237"][2:]:
        item.stage, item.stage_on = 2, day - timedelta(days=18)
    ledger.item(aozora, -400_000, document=day - timedelta(days=19), kind=ItemKind.UNAPPLIED, number="RC-5521")
    accounts["100755"].hold_orders = True
    ledger.activity(accounts["100348"], Outcome.INFO, ago(19), contact_name="王 建国")
    ledger.task(
        accounts["100644"], TaskKind.CALL, day, code="CB", time="09:30", zone="America/Toronto", what="Call back"
    )
    ledger.activity(accounts["100644"], Outcome.CB, ago(1), contact_name="J. Roy")
    ledger.dispute(accounts["100422"], [(items["100422"][1], None)])
    ledger.activity(accounts["100570"], Outcome.REFUSE, ago(31), contact_name="Cartera")
    ledger.item(steel, -42_000_00, document=day - timedelta(days=4), kind=ItemKind.UNAPPLIED, number="RC-5530")
    ledger.promise(
        accounts["100681"],
        [(day - timedelta(days=9), 24_309_00)],
        items["100681"][3:],
        status=PromiseStatus.PARTLY_KEPT,
        received=12_309_00,
    )
    ledger.promise(accounts["100459"], [(day + timedelta(days=6), 2_100_000_00)], items["100459"][1:])
    ledger.promise(accounts["100385"], [(day, 95_472_00)], items["100385"][1:], contact_name="Tom Price")
    ledger.activity(accounts["100496"], Outcome.NOINV, ago(11), contact_name="Carmen Ruiz")
    ledger.task(accounts["100496"], TaskKind.SEND_COPIES, day - timedelta(days=2), what="Send copies of 3 invoices")
    ledger.letter(accounts["100812"], 1, day - timedelta(days=1), items["100812"])
    ledger.pause(accounts["100823"], day + timedelta(days=5), "worklist", reason="New owner from Wednesday on")
    worked_today(ledger, accounts, items)


def worked_today(ledger: Ledger, accounts: dict[str, m.Account], items: dict[str, list[m.Item]]) -> None:
    """Add what the collector did this morning: two calls, one promise, one nobody answered."""
    call = ledger.activity(
        accounts["100718"], Outcome.PTP, ledger.now - timedelta(minutes=25), contact_name="Lim Mei Ling"
    )
    ledger.promise(
        accounts["100718"],
        [(ledger.day + timedelta(days=4), 96_885_00)],
        items["100718"][1:],
        activity_id=call.id,
        made_on=ledger.day,
        made_at=call.at,
    )
    ledger.activity(accounts["100834"], Outcome.NA, ledger.now - timedelta(minutes=12), contact_name="高橋 健")
    paid = ledger.item(accounts["100792"], 3_300_00, due=ledger.day - timedelta(days=3))
    paid.open, paid.status, paid.closed_on = 0, ItemStatus.PAID, ledger.day
