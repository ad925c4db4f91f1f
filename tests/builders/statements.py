"""Bank statements of our own in the formats of banks: one description, several banks' ways of writing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from app.money import decimals, to_major

IBAN = "DE89370400440532013000"
DAY = date(2026, 11, 19)


@dataclass(frozen=True)
class Move:
    """A movement: minor units, positive where money comes in; ``back``: it takes an earlier one back."""

    amount: int
    booked: date = DAY
    valued: date = DAY
    number: str = ""
    payer: str = ""
    text: str = ""
    reference: str = ""
    back: bool = False


@dataclass(frozen=True)
class Stmt:
    """One account's movements between two balances."""

    moves: Sequence[Move]
    opening: int = 100_000_00
    account: str = IBAN
    currency: str = "EUR"
    day: date = DAY
    closing_off: int = 0

    @property
    def closing(self) -> int:
        return self.opening + sum(move.amount for move in self.moves) + self.closing_off


def figure(amount: int, currency: str, point: str) -> str:
    """An amount without sign: 1234,50; MT940 keeps the comma even in yen."""
    whole, _, rest = f"{abs(to_major(amount, currency)):f}".partition(".")
    return f"{whole}{point}{rest}" if rest or point == "," else whole


# ------------------------------------------------------------------------------------------------ MT940


def _pieces(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]


def german(move: Move) -> list[str]:
    """Numbered pieces of 27 characters, SEPA words among them."""
    purpose = (f"EREF+{move.reference}" if move.reference else "EREF+NOTPROVIDED").ljust(27) + f"SVWZ+{move.text}"
    parts = [f"?{20 + at}{piece}" for at, piece in enumerate(_pieces(purpose, 27)[:10])]
    name = [f"?{32 + at}{piece}" for at, piece in enumerate(_pieces(move.payer, 27)[:2])]
    whole = "166?00SEPA-GUTSCHRIFT" + "".join(parts) + "?30COBADEFFXXX?31DE02120300000000202051" + "".join(name)
    return _pieces(whole, 65)


def dutch(move: Move) -> list[str]:
    """Code words between slashes."""
    whole = f"/EREF/{move.reference or 'NOTPROVIDED'}/ORDP//NAME/{move.payer}/REMI/USTD//{move.text}/"
    return _pieces(whole, 65)


def plain(move: Move) -> list[str]:
    """Lines as the payer wrote them."""
    return _pieces(move.text, 65) or [""]


def mt940(
    *statements: Stmt, style: Any = german, envelope: bool = False, end: str = "\n", encoding: str = "cp1252"
) -> bytes:
    """Statements one behind the other."""
    lines = [line for at, one in enumerate(statements, start=1) for line in _mt940(one, at, style, envelope=envelope)]
    return (end.join(lines) + end).encode(encoding)


def _mt940(one: Stmt, number: int, style: Any, *, envelope: bool) -> list[str]:
    first = min((move.booked for move in one.moves), default=one.day)
    head = ["{1:F01COBADEFFXXXX0000000000}{2:O9400001261120BANKDEFFXXXX00000000002611200001N}{4:"] if envelope else []
    lines = [*head, f":20:STMT{number}", f":25:{one.account}", f":28C:{number:05d}/001"]
    lines.append(f":60F:{_balance(one.opening, first, one.currency)}")
    for move in one.moves:
        mark = ("RD" if move.amount > 0 else "RC") if move.back else ("C" if move.amount > 0 else "D")
        entry = f"{move.valued:%y%m%d}{move.booked:%m%d}{mark}{one.currency[2]}{figure(move.amount, one.currency, ',')}"
        lines.append(f":61:{entry}NTRFNONREF" + (f"//{move.number}" if move.number else ""))
        about = style(move)
        lines += [f":86:{about[0]}", *about[1:]]
    return [*lines, f":62F:{_balance(one.closing, one.day, one.currency)}", "-}" if envelope else "-"]


def _balance(amount: int, day: date, currency: str) -> str:
    return f"{'D' if amount < 0 else 'C'}{day:%y%m%d}{currency}{figure(amount, currency, ',')}"


# ------------------------------------------------------------------------------------------------ BAI2


def bai2(*statements: Stmt, group_currency: str = "USD", wrap: int | None = None) -> bytes:
    """One group per statement; texts longer than ``wrap`` go on in continuation records."""
    lines = ["01,BANKUS33,CUSTOMER,261120,0630,1,80,,2/"]
    control = 0
    for one in statements:
        before = len(lines)
        lines.append(f"02,CUSTOMER,BANKUS33,1,{one.day:%y%m%d},,{group_currency},2/")
        lines.append(f"03,{one.account},{one.currency},010,{one.opening},,Z,015,{one.closing},,/")
        for move in one.moves:
            kind = ("557" if move.amount < 0 else "257") if move.back else ("195" if move.amount > 0 else "495")
            text = f"{f'ORIG:{move.payer}; ' if move.payer else ''}{move.text}"
            pieces = _words(text, wrap) if wrap else [text]
            lines.append(
                f"16,{kind},{abs(move.amount)},V,{move.valued:%y%m%d},,{move.number},{move.reference},{pieces[0]}"
            )
            lines += [f"88,{piece}" for piece in pieces[1:]]
        total = one.opening + one.closing + sum(abs(move.amount) for move in one.moves)
        control += total
        records = len(lines) - before
        lines += [f"49,{total},{records}/", f"98,{total},1,{records + 2}/"]
    lines.append(f"99,{control},{len(statements)},{len(lines) + 1}/")
    return ("\n".join(lines) + "\n").encode()


def _words(text: str, size: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if len(lines[-1]) + len(word) >= size and lines[-1]:
            lines.append(word)
        else:
            lines[-1] += (" " if lines[-1] else "") + word
    return lines


# ------------------------------------------------------------------------------------------------ CAMT


def camt(*statements: Stmt, version: str = "053.001.08", batches: Sequence[Sequence[int]] = ()) -> bytes:
    """Statements in one document; ``batches``: places of movements of the first statement that are one booking."""
    new = int(version[-2:]) >= 4
    body = "".join(_stmt(one, new=new, batches=batches if one is statements[0] else ()) for one in statements)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{version}"><BkToCstmrStmt>'
        "<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-20T06:00:00+01:00</CreDtTm></GrpHdr>"
        f"{body}</BkToCstmrStmt></Document>\n"
    ).encode()


def _stmt(one: Stmt, *, new: bool, batches: Sequence[Sequence[int]]) -> str:
    first = min((move.booked for move in one.moves), default=one.day)
    together = {place for batch in batches for place in batch}
    alone = [[place] for place in range(len(one.moves)) if place not in together]
    entries = "".join(
        _entry([one.moves[place] for place in batch], one.currency, new=new) for batch in [*batches, *alone]
    )
    kind = "IBAN" if one.account.startswith("DE") else "Othr"
    account = one.account if kind == "IBAN" else f"<Id>{one.account}</Id>"
    return (
        f"<Stmt><Id>S1</Id><Acct><Id><{kind}>{account}</{kind}></Id><Ccy>{one.currency}</Ccy></Acct>"
        f"{_bal('OPBD', one.opening, first, one.currency)}{_bal('CLBD', one.closing, one.day, one.currency)}"
        f"{_bal('CLAV', one.closing, one.day, one.currency)}{entries}</Stmt>\n"
    )


def _bal(kind: str, amount: int, day: date, currency: str) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>{_amt(amount, currency)}{_mark(amount)}"
        f"<Dt><Dt>{day}</Dt></Dt></Bal>\n"
    )


def _amt(amount: int, currency: str) -> str:
    return f'<Amt Ccy="{currency}">{figure(amount, currency, ".")}</Amt>'


def _mark(amount: int) -> str:
    return f"<CdtDbtInd>{'DBIT' if amount < 0 else 'CRDT'}</CdtDbtInd>"


def _entry(moves: Sequence[Move], currency: str, *, new: bool) -> str:
    head, total = moves[0], sum(move.amount for move in moves)
    status = "<Sts><Cd>BOOK</Cd></Sts>" if new else "<Sts>BOOK</Sts>"
    own = f"<AcctSvcrRef>{escape(head.number)}</AcctSvcrRef>" if head.number else ""
    back = "<RvslInd>true</RvslInd>" if head.back else ""
    details = "".join(_payment(move, currency, new=new, alone=len(moves) == 1) for move in moves)
    return (
        f"<Ntry>{_amt(total, currency)}{_mark(total)}{back}{status}<BookgDt><Dt>{head.booked}</Dt></BookgDt>"
        f"<ValDt><Dt>{head.valued}</Dt></ValDt>{own}<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd>"
        f"<SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls>{details}</NtryDtls></Ntry>\n"
    )


def _payment(move: Move, currency: str, *, new: bool, alone: bool) -> str:
    name = f"<Nm>{escape(move.payer)}</Nm>"
    party = f"<RltdPties><Dbtr>{f'<Pty>{name}</Pty>' if new else name}</Dbtr></RltdPties>" if move.payer else ""
    amount = _amt(move.amount, currency)
    inside = "" if alone else amount + _mark(move.amount) if new else f"<AmtDtls><TxAmt>{amount}</TxAmt></AmtDtls>"
    text = f"<RmtInf><Ustrd>{escape(move.text)}</Ustrd></RmtInf>" if move.text else ""
    refs = f"<Refs><EndToEndId>{escape(move.reference or 'NOTPROVIDED')}</EndToEndId></Refs>"
    return f"<TxDtls>{refs}{inside}{party}{text}</TxDtls>"


def total(statements: Sequence[Stmt], currency: str) -> Decimal:
    """What the receipts of a currency add up to."""
    minor = sum(move.amount for one in statements if one.currency == currency for move in one.moves if receipt(move))
    return Decimal(minor).scaleb(-decimals(currency))


def receipt(move: Move) -> bool:
    """Whether a movement is a customer's money, come or taken back."""
    return (move.amount > 0) is not move.back
