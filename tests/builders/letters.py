"""Letter requests of invented accounts: one locale, one stage, everything else drawn from a seed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.money import decimals
from app.services import check_digits as digits
from app.services.letters.production.place import places_of
from app.services.letters.request import (
    ALSO_OPEN,
    CLAIMED,
    Bank,
    Deadline,
    Earlier,
    LetterLine,
    LetterOptions,
    LetterRequest,
    Person,
    Recipient,
    Sender,
    Signatory,
)

CONSEQUENCES: Final = ("hold", "interest", "legal", "suspension", "agency")


@dataclass(frozen=True)
class Market:
    """Names and places of one country, in its script."""

    country: str
    currency: str
    companies: tuple[str, ...]
    departments: tuple[str, ...]
    people: tuple[tuple[str, str], ...]
    titles: tuple[str | None, ...]
    roles: tuple[str, ...]
    addresses: tuple[tuple[str, ...], ...]
    sender: str
    sender_address: tuple[str, ...]
    signatory: Signatory
    phone: str
    tax_id: str


MARKETS: Final[Mapping[str, Market]] = {
    "ja_JP": Market(
        "JP",
        "JPY",
        (
            "株式会社青空商事",
            "山崎精密工業株式会社",
            "株式会社東北エレクトロニクスホールディングス",
            "有限会社髙橋製作所",
        ),
        ("経理部", "財務経理部 支払課"),
        (("田中", "一郎"), ("佐々木", "美咲"), ("Müller", "Anna")),
        ("様", None, "Mr"),
        ("経理部長", "財務課長", "代表取締役"),
        (("〒150-0001 東京都渋谷区神宮前1-2-3", "青空ビル8階"), ("〒541-0041 大阪府大阪市中央区北浜3-4-5",), ()),
        "株式会社みどり電機",
        ("〒100-0005 東京都千代田区丸の内1-2-3", "丸の内ビル5階"),
        Signatory("佐藤　恵子", "経理部長"),
        "+81 3 1234 5678",
        "T1234567890123",
    ),
    "zh_Hans_CN": Market(
        "CN",
        "CNY",
        ("上海青云贸易有限公司", "广东省华南精密机械制造股份有限公司", "北京中关村软件技术有限公司"),
        ("财务部", "应付账款组"),
        (("王", "伟"), ("李", "敏"), ("欧阳", "文静")),
        ("先生", "女士", None, "Ms"),
        ("经理", "财务总监"),
        (("200120 上海市浦东新区世纪大道88号5层",), ()),
        "绿源电器（苏州）有限公司",
        ("215021 江苏省苏州市工业园区星海街88号",),
        Signatory("李敏", "信用管理部经理"),
        "+86 512 5888 1234",
        "91320594MA1ABCDE9X",
    ),
    "zh_Hant_TW": Market(
        "TW",
        "TWD",
        ("青雲貿易股份有限公司", "臺灣精密電子工業股份有限公司", "高雄港務實業有限公司"),
        ("財務部", "會計課"),
        (("林", "志明"), ("陳", "美玲"), ("歐陽", "文靜")),
        ("先生", "女士", None, "小姐"),
        ("經理", "會計主任"),
        (("104 台北市中山區南京東路二段100號8樓",), ()),
        "綠源電器股份有限公司",
        ("100 台北市中正區忠孝西路一段1號5樓",),
        Signatory("陳美玲", "財務部經理"),
        "+886 2 2345 6789",
        "12345675",
    ),
    "es_ES": Market(
        "ES",
        "EUR",
        ("Aceros del Norte, S. L.", "Construcciones Ibáñez y Muñoz, S. A.", "Hijos de Peñalver, S. C."),
        ("Departamento de Administración", "Departamento de Proveedores"),
        (("Gómez Ruiz", "Carmen"), ("de la Torre Núñez", "Íñigo"), ("Ibarra", "Ainhoa")),
        ("Sra.", "Sr.", None, "D.ª"),
        ("directora financiera", "responsable de pagos"),
        (("Calle Mayor, 12, 3.º B", "28013 Madrid"), ("Avenida de la Constitución, 5", "41001 Sevilla"), ()),
        "Verde Eléctrica, S. A.",
        ("Calle de Alcalá, 45", "28014 Madrid"),
        Signatory("Laura Gómez Ruiz", "responsable de Créditos y Cobros"),
        "+34 912 34 56 78",
        "A12345674",
    ),
    "es_MX": Market(
        "MX",
        "MXN",
        ("Aceros del Norte, S.A. de C.V.", "Distribuidora Peñafiel, S. de R.L. de C.V."),
        ("Departamento de Cuentas por Pagar", "Departamento de Administración"),
        (("Ramírez López", "Marta"), ("Núñez", "José Ángel")),
        ("Sra.", "Sr.", None, "Lic."),
        ("Contraloría", "Tesorería"),
        (("Av. Insurgentes Sur 1000, Col. Del Valle", "03100 Ciudad de México"), ()),
        "Verde Eléctrica, S.A. de C.V.",
        ("Av. Reforma 222, Col. Juárez", "06600 Ciudad de México"),
        Signatory("Laura Gómez Ruiz", "Crédito y Cobranza"),
        "+52 55 1234 5678",
        "VEL010101AB1",
    ),
    "pt_BR": Market(
        "BR",
        "BRL",
        ("Aços do Norte Ltda.", "Comércio de Eletrônicos São João S.A.", "Indústria Coração de Leão Ltda."),
        ("Departamento Financeiro", "Contas a Pagar"),
        (("Souza Lima", "Ana"), ("Conceição", "João Paulo")),
        ("Sra.", "Sr.", None, "Dr."),
        ("Gerência financeira", "Coordenação de pagamentos"),
        (("Rua das Flores, 123 – Centro", "20010-000 Rio de Janeiro – RJ"), ()),
        "Verde Elétrica Ltda.",
        ("Av. Paulista, 1000 – 5º andar", "01310-100 São Paulo – SP"),
        Signatory("Maria Souza", "Contas a Receber"),
        "+55 11 3456 7890",
        "12.345.678/0001-95",
    ),
    "pt_PT": Market(
        "PT",
        "EUR",
        ("Aços do Norte, Lda.", "Companhia de Navegação Leixões, S.A."),
        ("Departamento Financeiro", "Direção Administrativa"),
        (("Sousa Pinto", "Ana"), ("Gonçalves", "João")),
        ("Dra.", "Eng.º", None, "Sr."),
        ("Direção financeira", "Tesouraria"),
        (("Rua das Flores, n.º 12, 2.º Esq.", "1200-001 Lisboa"), ()),
        "Verde Elétrica, S.A.",
        ("Avenida da Boavista, n.º 100", "4100-001 Porto"),
        Signatory("Maria Sousa", "Direção Financeira"),
        "+351 210 123 456",
        "501234560",
    ),
    "en_US": Market(
        "US",
        "USD",
        ("Northern Steel Corp.", "O'Neill & Sons Manufacturing, Inc.", "Łódź Imports LLC"),
        ("Accounts Payable", "Shared Service Center"),
        (("Miller", "Janet"), ("García", "José")),
        ("Ms", "Mr", None, "Dr"),
        ("Accounts Payable Manager", "Controller"),
        (("1200 Industrial Parkway", "Cleveland, OH 44114"), ()),
        "Verdant Electric Inc.",
        ("350 Fifth Avenue, Suite 1200", "New York, NY 10118"),
        Signatory("Laura Green", "Credit Manager"),
        "+1 212 555 0100",
        "12-3456789",
    ),
    "en_GB": Market(
        "GB",
        "GBP",
        ("Northern Steel Ltd", "Smith, O'Hara & Partners plc", "Café Noir (Holdings) Ltd"),
        ("Accounts Payable", "Purchase Ledger"),
        (("Patel", "Anita"), ("Jones", "Rhys")),
        ("Ms", "Mr", None, "Dr"),
        ("Finance Manager", "Financial Controller"),
        (("Unit 4, Foundry Way", "Sheffield S9 2AB"), ()),
        "Verdant Electric Ltd",
        ("12 Leadenhall Street", "London EC3V 1LP"),
        Signatory("Laura Green", "Head of Credit Control"),
        "+44 20 7946 0123",
        "GB123456789",
    ),
}


def banks() -> dict[str, Bank]:
    """Return whole bank details with right check digits, by country."""
    spain = "21000418"
    account = "0200051332"
    iban_es = digits.make_iban("ES", f"{spain}{digits.spanish_control(spain, account)}{account}")
    iban_pt = digits.make_iban("PT", digits.make_nib("0002012312345678901"))
    return {
        "JP": Bank("JPY", "JP", "みずほ銀行", "新宿支店", "普通", "1234567", "カ）ミドリデンキ"),
        "CN": Bank(
            "CNY", "CN", "中国工商银行", "苏州园区支行", account="325012345678", holder="绿源电器（苏州）有限公司"
        ),
        "TW": Bank(
            "TWD", "TW", "臺灣銀行", "台北分行", account="012345678901", holder="綠源電器股份有限公司", bank_code="004"
        ),
        "ES": Bank("EUR", "ES", "CaixaBank", holder="Verde Eléctrica, S. A.", iban=iban_es, bic="CAIXESBBXXX"),
        "PT": Bank("EUR", "PT", "Caixa Geral", holder="Verde Elétrica, S.A.", iban=iban_pt, bic="CGDIPTPL"),
        "MX": Bank("MXN", "MX", "BBVA", holder="Verde Eléctrica", clabe=digits.make_clabe("01218000123456789")),
        "BR": Bank("BRL", "BR", "Banco do Brasil", account="12345-6", agency="1234-5", holder="Verde Elétrica Ltda."),
        "US": Bank("USD", "US", "First Bank", account="000123456789", routing="021000021", holder="Verdant Electric"),
        "GB": Bank(
            "GBP", "GB", "Barclays Bank", account="55779911", sort_code="20-00-00", holder="Verdant Electric Ltd"
        ),
    }


def sender_of(market: Market) -> Sender:
    """Return the selling company of a market, with one bank for each currency, the market's own first."""
    own = banks()[market.country]
    addresses = {"default": market.sender_address}
    others = [bank for bank in banks().values() if bank.currency != own.currency]
    return Sender(
        country=market.country,
        names={"default": market.sender},
        addresses=addresses,
        tax_ids={market.country: market.tax_id},
        signatories={"default": market.signatory},
        banks=(own, *others),
        phone=market.phone,
        email="ar@example.com",
        places=places_of(addresses, market.country),
    )


def letter_request(locale: str, stage: int, seed: int, *, items: int | None = None) -> LetterRequest:
    """Draw a letter to an invented account: its size, reader, currency, history and settings from the seed."""
    draw = random.Random(f"{locale}/{stage}/{seed}")
    market = MARKETS[locale]
    abroad = draw.random() < 0.3
    currency = draw.choice(("USD", "EUR", "JPY")) if abroad else market.currency
    day = date(2026, draw.randint(1, 12), draw.randint(1, 28))
    count = items if items is not None else draw.choice((1, 1, 2, 3, 5, 8, 13, 40))
    lines = [_line(draw, day, stage, currency, place) for place in range(count)]
    if stage == 3 and draw.random() < 0.6:
        lines += [_line(draw, day, stage, currency, 900 + place, ALSO_OPEN) for place in range(draw.randint(1, 4))]
    draw.shuffle(lines)
    return LetterRequest(
        sender=sender_of(market),
        recipient=_reader(draw, market),
        locale=locale,
        stage=stage,
        date=day,
        number=f"L-{day.year}-{seed:04d}",
        currency=currency,
        lines=tuple(lines),
        deadline=Deadline(day + timedelta(days=draw.choice((7, 10, 14))), 10) if stage else None,
        earlier=_earlier(draw, day, stage),
        consequences=_enabled(draw, stage),
        cross_border=abroad,
        multi_currency=not abroad and draw.random() < 0.2,
        enclosed_copies=draw.choice((0, 0, 1, 2, 7)) if stage < 4 else 0,
        options=LetterOptions(
            ja_calendar=draw.choice(("western", "wareki")),
            tw_calendar=draw.choice(("western", "minguo")),
            payer_bears_fee=draw.random() < 0.5,
            bank_unchanged=draw.random() < 0.7,
        ),
    )


def _line(draw: random.Random, day: date, stage: int, currency: str, place: int, group: str = CLAIMED) -> LetterLine:
    late = draw.randint(1, 190) if stage else -draw.randint(0, 12)
    minor = draw.choice((draw.randint(1, 999), draw.randint(1_000, 99_999), draw.randint(100_000, 99_999_999)))
    if currency == "TWD":  # whole dollars: what letters print there
        minor *= 10 ** decimals(currency)
    due = day - timedelta(days=late)
    number = draw.choice((f"INV-{due.year}-{place:04d}", f"F{place:06d}", f"AB-{10_000_000 + place}"))
    return LetterLine(number, due, minor, late, due - timedelta(days=draw.choice((30, 45, 60))), group)


def _reader(draw: random.Random, market: Market) -> Recipient:
    person = None
    if draw.random() < 0.5:
        family, given = draw.choice(market.people)
        role = draw.choice((*market.roles, None))
        person = Person(family, given, draw.choice(market.titles), role)
    department = draw.choice((*market.departments, None))
    return Recipient(draw.choice(market.companies), market.country, department, person, draw.choice(market.addresses))


def _earlier(draw: random.Random, day: date, stage: int) -> tuple[Earlier, ...]:
    if stage < 2 or draw.random() < 0.25:
        return ()
    stages = [one for one in range(1, stage) if draw.random() < 0.8]
    return tuple(Earlier(one, day - timedelta(days=15 * (stage - one) + draw.randint(0, 6))) for one in stages)


def _enabled(draw: random.Random, stage: int) -> tuple[str, ...]:
    enabled = tuple(step for step in CONSEQUENCES if draw.random() < 0.5)
    return enabled or (("legal",) if stage == 4 else ())
