"""Customer accounts: who they are, where they live, which system keeps their books."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from typing import Final

from app.enums import ContactRole
from app.services import check_digits as check
from app.services.demo.countries import MARKETS, Market
from app.services.demo.ledger import pick
from app.services.demo.model import DemoAccount, DemoContact, System
from app.services.demo.names import NAMING, CompanyName

#: Accounts every country has at least: a parent and a child.
FLOOR: Final = 2
_TIERS: Final = (("A", 6), ("B", 24), ("C", 45), ("D", 25))
#: Share of items past due, by how an account pays.
_LATENESS: Final = ((0, 30), (35, 45), (75, 25))
_BRANCH: Final = {
    "JP": "{name} {city}支店",
    "CN": "{name}{city}分公司",
    "TW": "{name}{city}分公司",
    "SG": "{name} ({city} Branch)",
    "ES": "{name} (Delegación {city})",
    "MX": "{name} (Sucursal {city})",
    "CO": "{name} (Sucursal {city})",
    "AR": "{name} (Sucursal {city})",
    "BR": "{name} (Filial {city})",
    "PT": "{name} (Delegação {city})",
    "US": "{name} ({city} Division)",
    "CA": "{name} ({city} Branch)",
    "GB": "{name} ({city} Branch)",
}
_PORTALS: Final = ("Ariba", "Coupa", "Aravo", "Tungsten")


def quotas(total: int) -> dict[str, int]:
    """Share accounts out over the countries: the floor first, then by share, the largest remainders last."""
    rest = total - FLOOR * len(MARKETS)
    whole = sum(market.share for market in MARKETS.values())
    counts = {country: FLOOR + rest * market.share // whole for country, market in MARKETS.items()}
    by_remainder = sorted(MARKETS, key=lambda country: (-(rest * MARKETS[country].share % whole), country))
    for country in by_remainder[: total - sum(counts.values())]:
        counts[country] += 1
    return counts


def build_accounts(rng: random.Random, total: int) -> list[DemoAccount]:
    """Invent ``total`` accounts; in each country the first is a parent and the second its child."""
    maker = _Maker(rng)
    heads: list[DemoAccount] = []
    accounts = []
    for country, count in quotas(total).items():
        local: list[DemoAccount] = []
        for at in range(count):
            parent = _parent(rng, at, local, heads)
            account = maker.account(country, at, parent)
            local.append(account)
            accounts.append(account)
        heads.extend(account for account in local if account.parent is None)
    return accounts


def _parent(rng: random.Random, at: int, local: list[DemoAccount], heads: list[DemoAccount]) -> DemoAccount | None:
    """Choose a parent: the second account hangs on the first, later ones now and then on a group near or abroad."""
    if at == 1:
        return local[0]
    if at < 6:  # the accounts that show each stage stand on their own
        return None
    chance = rng.random()
    if chance < 0.1:
        return rng.choice([account for account in local if account.parent is None])
    return rng.choice(heads) if chance < 0.12 and heads else None


class _Maker:
    """Makes one account after the other, with numbers and names used only once."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._names: set[str] = set()
        self._serials: Counter[str] = Counter()
        self._uuid = self._rng.randrange(10**6)

    def account(self, country: str, at: int, parent: DemoAccount | None) -> DemoAccount:
        """Make the ``at``-th account of a country; the first ones live in the country's first system."""
        rng, market = self._rng, MARKETS[country]
        place = NAMING[country].address(rng)
        at_home = parent is not None and parent.country == country
        system = market.systems[0][0] if at < 6 else pick(rng, market.systems)
        name = self._branch(parent, place.city) if parent and at_home else self._name(country, place.city, system)
        terms, days, month_end = market.terms[0] if at < 6 else rng.choice(market.terms)
        tax_id = parent.tax_id if parent and at_home else self._tax_id(country)
        if country == "BR":
            tax_id = self._cnpj(parent if at_home else None)
        account = DemoAccount(
            number=self._number(country, system, name, tax_id),
            system=system,
            country=country,
            name=name,
            address=place,
            currency=market.currencies[0][0] if at < 6 else pick(rng, market.currencies),
            language=pick(rng, market.languages),
            tier="A" if at == 0 else ("B" if at < 6 else pick(rng, _TIERS)),
            terms=terms,
            days=days,
            month_end=month_end,
            tax_id=tax_id,
            sales_rep=rng.choice(market.reps),
            territory=market.territory,
            parent=parent,
            portal=rng.choice(_PORTALS) if rng.random() < 0.08 else "",
            late=0 if at == 0 else pick(rng, _LATENESS),
        )
        account.contacts = list(self._contacts(account, market, sure=at < 6))
        return account

    def _name(self, country: str, city: str, system: System) -> CompanyName:
        """Invent a name nobody has; QuickBooks knows customers by name only, and a comma there splits lists."""
        rare = False
        while True:
            name = NAMING[country].company(self._rng, city, rare)
            plain = system is not System.QUICKBOOKS or "," not in name.local
            if name.local not in self._names and plain:
                self._names.add(name.local)
                return name
            rare = rare or plain

    def _branch(self, parent: DemoAccount, city: str) -> CompanyName:
        """Name a branch after its head office and its town."""
        pattern = _BRANCH[parent.country]
        short = city.partition("市")[0].partition(",")[0].removesuffix("縣")
        if parent.country == "SG":
            short = self._rng.choice(("Jurong", "Changi", "Tuas", "Woodlands"))
        local = pattern.format(name=parent.name.local, city=short)
        serial = 2
        while local in self._names:
            local = pattern.format(name=parent.name.local, city=f"{short} {serial}")
            serial += 1
        self._names.add(local)
        latin = local if parent.name.latin == parent.name.local else f"{parent.name.latin} (Branch)"
        return CompanyName(local, latin, parent.name.kana, parent.name.domain)

    def _next(self, series: str) -> int:
        self._serials[series] += 1
        return self._serials[series]

    def _number(self, country: str, system: System, name: CompanyName, tax_id: str) -> str:
        """Number an account as its system does."""
        if system is System.QUICKBOOKS:
            return name.local
        if system is System.OMIE:
            return tax_id
        series, base, pattern = {
            System.SAP_JP: ("JP", 1_100_100, "{}"),
            System.SAP_CN: ("CN", 1_300_100, "{}"),
            System.SAP_ASIA: (country, 1_400_100 if country == "TW" else 1_500_100, "{}"),
            System.YAYOI: ("Y", 100, "T{:05d}"),
            System.ORACLE: (country, {"US": 2_100_100, "CA": 2_300_100}.get(country, 2_400_100), "{}"),
            System.ICG_ES: ("ES", 43_000_100, "{}"),
            System.ICG_CO: ("CO", 13_050_100, "{}"),
            System.LATAM: (country, 100, country + "-{:05d}"),
            System.PORTUGAL: ("PT", 2_111_100_100, "{}"),
        }[system]
        return pattern.format(base + self._next(series))

    def _tax_id(self, country: str) -> str:
        """Invent a tax number with right check digits, each one once."""
        serial = self._next(f"tax {country}")
        seven = f"{(serial * 7919 + self._uuid) % 10_000_000:07d}"
        makers = {
            "JP": lambda: "T" + check.make_jp_corporate(f"01{int(seven):010d}"),
            "CN": lambda: check.make_uscc(f"91310000MA1{seven[:6]}"),
            "TW": lambda: check.make_tw_number(seven),
            "SG": lambda: check.make_uen(2001 + serial % 20, int(seven) % 100_000),
            "ES": lambda: check.make_cif("AB"[serial % 2], seven),
            "MX": lambda: check.make_rfc(
                f"{_letters(int(seven))}0{serial % 10}0{1 + serial % 9}1{serial % 9}Q{serial % 10}"
            ),
            "CO": lambda: check.make_nit(f"90{seven}"),
            "AR": lambda: check.make_cuit(f"307{seven}") or check.make_cuit(f"337{seven}") or f"30-7{seven}-9",
            "PT": lambda: check.make_nif_pt(f"5{seven}"),
            "US": lambda: f"{10 + serial % 80}-{seven}",
            "CA": lambda: check.make_ca_business(f"8{seven}"),
            "GB": lambda: check.make_gb_vat(seven),
        }
        return makers[country]() if country in makers else ""

    def _cnpj(self, parent: DemoAccount | None) -> str:
        """Invent a CNPJ: a branch has its head office's root and a number of its own."""
        if parent is not None:
            root = check.compact(parent.tax_id)[:8]
            return check.format_cnpj(check.make_cnpj(f"{root}{1 + self._next('root ' + root):04d}"))
        root = f"{(self._next('cnpj') * 104_729 + self._uuid) % 89_999_999 + 10_000_000:08d}"
        return check.format_cnpj(check.make_cnpj(f"{root}0001"))

    def _contacts(self, account: DemoAccount, market: Market, *, sure: bool) -> Iterator[DemoContact]:
        """Invent the people: payables nearly always, a manager often, purchasing seldom."""
        rng = self._rng
        other = rng.choice((ContactRole.ESCALATION, ContactRole.DISPUTES))
        chances = ((ContactRole.PAYABLES, 0.98), (ContactRole.DECISION_MAKER, 0.4), (other, 0.12))
        for role, chance in chances:
            if rng.random() > chance and not (sure and role is not other):
                continue
            person = NAMING[account.country].person(rng)
            email = f"{person.mail}@{account.name.domain}" if sure or rng.random() < 0.93 else ""
            yield DemoContact(
                person,
                role,
                market.department(role),
                account.language,
                email,
                account.address.phone,
                account.address.mobile if rng.random() < 0.5 else "",
                do_not_call=not sure and rng.random() < 0.01,
            )


def _letters(number: int) -> str:
    """Turn a number into three capital letters."""
    return "".join(chr(65 + number // step % 26) for step in (676, 26, 1))
