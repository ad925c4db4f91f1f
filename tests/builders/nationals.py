"""Bank statements of our own as single countries write them: Zengin, Norma 43, OFX in both of its versions."""

from __future__ import annotations

from datetime import date
from html import escape

from app.money import decimals
from tests.builders.statements import DAY, Move, Stmt, figure

# ------------------------------------------------------------------------------------------------ Zengin


def fixed(*cells: tuple[object, int]) -> str:
    """A record of fixed places: numbers right with zeros, texts left with blanks."""
    return "".join(
        f"{cell:0{width}d}" if isinstance(cell, int) else str(cell)[:width].ljust(width) for cell, width in cells
    )


def yymmdd(day: date, era: int) -> int:
    return (day.year - era) * 10_000 + day.month * 100 + day.day


def zengin(
    *statements: Stmt, era: int = 2018, end: str = "\r\n", encoding: str = "cp932", commas: bool = False, trim=False
) -> bytes:
    """入出金取引明細: accounts one behind the other; the account of a statement is ``bank-branch-sort-number``."""
    rows: list[list[tuple[object, int]]] = []
    for one in statements:
        bank, branch, sort, number = zengin_account(one)
        made, newest = yymmdd(one.day, era), yymmdd(one.day, era)
        oldest = yymmdd(min((move.booked for move in one.moves), default=one.day), era)
        rows.append([("1", 1), (3, 2), ("0", 1), (made, 6), (oldest, 6), (newest, 6), (int(bank), 4), ("ﾐﾗｲ", 15),
                     (int(branch), 3), ("ﾎﾝﾃﾝ", 15), (0, 3), (sort, 1), (int(number), 10), ("ｶ)ｼﾞｼﾔ", 40),
                     (*_signed(one.opening),), ("1", 1), (abs(one.opening), 14), ("", 71)])  # fmt: skip
        for place, move in enumerate(one.moves, start=1):
            back = move.back
            rows.append([("2", 1), (place, 8), (yymmdd(move.booked, era), 6), (yymmdd(move.valued, era), 6),
                         ("1" if move.amount > 0 else "2", 1), (19 if back else 11, 2), (abs(move.amount), 12), (0, 12),
                         (0, 6), (0, 6), ("0", 1), (0, 7), (0, 3), ("", 10), (move.payer, 48), ("ｶﾜｾ", 15), ("", 15),
                         (move.text, 20), (move.reference, 20), ("", 1)])  # fmt: skip
        ins = [move.amount for move in one.moves if move.amount > 0]
        outs = [-move.amount for move in one.moves if move.amount < 0]
        rows.append([("8", 1), (len(ins), 6), (sum(ins), 13), (len(outs), 6), (sum(outs), 13), _signed(one.closing),
                     (abs(one.closing), 14), (len(one.moves), 7), ("", 139)])  # fmt: skip
    rows.append([("9", 1), (len(rows) + 1, 10), (len(statements), 5), ("", 184)])
    return _written(rows, end, encoding, commas=commas, trim=trim)


def zengin_notice(*statements: Stmt, era: int = 2018, end: str = "\r\n", encoding: str = "cp932", commas=False):
    """振込入金通知: what was transferred to us; a payment taken back is written as a cancellation."""
    rows: list[list[tuple[object, int]]] = []
    for one in statements:
        bank, branch, sort, number = zengin_account(one)
        day = yymmdd(one.day, era)
        rows.append([("1", 1), (1, 2), ("0", 1), (day, 6), (day, 6), (day, 6), (int(bank), 4), ("ﾐﾗｲ", 15),
                     (int(branch), 3), ("ﾎﾝﾃﾝ", 15), (sort, 1), (int(number), 7), ("ｶ)ｼﾞｼﾔ", 40), ("", 93)])  # fmt: skip
        for place, move in enumerate(one.moves, start=1):
            rows.append([("2", 1), (place, 6), (yymmdd(move.booked, era), 6), (yymmdd(move.valued, era), 6),
                         (abs(move.amount), 10), (0, 10), ("", 10), (move.payer, 48), ("ﾐﾗｲ", 15), ("", 15),
                         ("1" if move.amount < 0 else " ", 1), (move.reference or move.text, 20),
                         ("", 52)])  # fmt: skip
        ins = [move.amount for move in one.moves if move.amount > 0]
        outs = [-move.amount for move in one.moves if move.amount < 0]
        rows.append([("8", 1), (len(ins), 6), (sum(ins) + one.closing_off, 12), (len(outs), 6), (sum(outs), 12),
                     ("", 163)])  # fmt: skip
    rows.append([("9", 1), (len(rows) + 1, 10), (len(statements), 5), ("", 184)])
    return _written(rows, end, encoding, commas=commas, trim=False)


def _signed(amount: int) -> tuple[str, int]:
    return ("2" if amount < 0 else "1", 1)


def zengin_account(one: Stmt) -> list[str]:
    return one.account.split("-") if one.account.count("-") == 3 else ["0999", "001", "1", "1234567"]


def _written(rows: list[list[tuple[object, int]]], end: str, encoding: str, *, commas: bool, trim: bool) -> bytes:
    if commas:
        lines = [",".join(f'"{fixed((cell, width)).strip()}"' for cell, width in row) for row in rows]
    else:
        lines = [fixed(*row) for row in rows]
    assert commas or {len(line) for line in lines} == {200}
    lines = [line.rstrip() if trim else line for line in lines]
    return (end.join(lines) + end).encode(encoding)


# ------------------------------------------------------------------------------------------------ Norma 43

_NUMBERS = {"EUR": "978", "USD": "840", "JPY": "392", "GBP": "826"}


def norma43(*statements: Stmt, encoding: str = "cp1252", end: str = "\r\n") -> bytes:
    """Accounts one behind the other; the account of a statement is bank, office and number without check digits."""
    lines = []
    for one in statements:
        frame = norma43_account(one)
        first = min((move.booked for move in one.moves), default=one.day)
        code = _NUMBERS[one.currency]
        lines.append(
            f"11{frame}{first:%y%m%d}{one.day:%y%m%d}{_mark(one.opening)}{_cents(one.opening, one.currency)}{code}3"
            + "NUESTRA EMPRESA SL".ljust(29)
        )
        for move in one.moves:
            concept = "98" if move.back else "04"
            lines.append(
                f"22    {frame[4:8]}{move.booked:%y%m%d}{move.valued:%y%m%d}{concept}000{_mark(move.amount)}"
                f"{_cents(move.amount, one.currency)}{move.number[:10].rjust(10, '0')}"
                + move.reference[:12].rjust(12, "0")
                + " " * 16
            )
            said = f"{move.payer} {move.text}".strip()
            lines += [f"23{at // 76 + 1:02d}{said[at : at + 76].ljust(76)}" for at in range(0, len(said), 76)]
        ins = [move.amount for move in one.moves if move.amount > 0]
        outs = [move.amount for move in one.moves if move.amount < 0]
        lines.append(
            f"33{frame}{len(outs):05d}{_cents(sum(outs), one.currency)}{len(ins):05d}{_cents(sum(ins), one.currency)}"
            f"{_mark(one.closing)}{_cents(one.closing, one.currency)}{code}    "
        )
    lines.append(f"88{'9' * 18}{len(lines):06d}".ljust(80))
    assert {len(line) for line in lines} == {80}
    return (end.join(lines) + end).encode(encoding)


def norma43_account(one: Stmt) -> str:
    return one.account if len(one.account) == 18 and one.account.isdigit() else "210004180200051332"


def _mark(amount: int) -> str:
    return "1" if amount < 0 else "2"


def _cents(amount: int, currency: str) -> str:
    return f"{abs(amount) * 10 ** (2 - decimals(currency)):014d}"


# ------------------------------------------------------------------------------------------------ OFX


def ofx(*statements: Stmt, version: int = 1, point: str = ".", encoding: str = "cp1252", bare: bool = True) -> bytes:
    """Accounts in one document, with or without end tags behind values."""
    head = (
        "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\n"
        "COMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n"
        if version == 1
        else '<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE"?>\n'
    )

    def value(name: str, text: object) -> str:
        close = "" if version == 1 and bare else f"</{name}>"
        return f"<{name}>{escape(str(text), quote=False)}{close}\r\n"

    parts = [head, "<OFX>\r\n<SIGNONMSGSRSV1><SONRS><STATUS>", value("CODE", 0), value("SEVERITY", "INFO"),
             "</STATUS>", value("DTSERVER", f"{DAY:%Y%m%d}120000[-3:BRT]"), value("LANGUAGE", "POR"),
             "</SONRS></SIGNONMSGSRSV1>\r\n<BANKMSGSRSV1>\r\n"]  # fmt: skip
    for one in statements:
        first = min((move.booked for move in one.moves), default=one.day)
        parts += ["<STMTTRNRS>\r\n", value("TRNUID", 1), "<STMTRS>\r\n", value("CURDEF", one.currency),
                  "<BANKACCTFROM>\r\n", value("BANKID", "0237"), value("ACCTID", one.account),
                  value("ACCTTYPE", "CHECKING"), "</BANKACCTFROM>\r\n<BANKTRANLIST>\r\n",
                  value("DTSTART", f"{first:%Y%m%d}"), value("DTEND", f"{one.day:%Y%m%d}")]  # fmt: skip
        for move in one.moves:
            parts += _trn(move, one.currency, point, value)
        parts += ["</BANKTRANLIST>\r\n<LEDGERBAL>\r\n",
                  value("BALAMT", f"{'-' if one.closing < 0 else ''}{figure(one.closing, one.currency, point)}"),
                  value("DTASOF", f"{one.day:%Y%m%d}"), "</LEDGERBAL>\r\n</STMTRS>\r\n</STMTTRNRS>\r\n"]  # fmt: skip
    return "".join([*parts, "</BANKMSGSRSV1>\r\n</OFX>\r\n"]).encode(encoding if version == 1 else "utf-8")


def _trn(move: Move, currency: str, point: str, value) -> list[str]:
    text = ("DEVOLUCAO DE RECEBIMENTO " if move.back and move.amount < 0 else "") + move.text
    said = [value("CHECKNUM", move.reference)] if move.reference else []
    return ["<STMTTRN>\r\n", value("TRNTYPE", "CREDIT" if move.amount > 0 else "DEBIT"),
            value("DTPOSTED", f"{move.booked:%Y%m%d}100000[-03:EST]"), value("DTAVAIL", f"{move.valued:%Y%m%d}"),
            value("TRNAMT", f"{'-' if move.amount < 0 else ''}{figure(move.amount, currency, point)}"),
            value("FITID", move.number or "NONREF"), *said, value("NAME", move.payer) if move.payer else "",
            value("MEMO", text) if text else "", "</STMTTRN>\r\n"]  # fmt: skip
