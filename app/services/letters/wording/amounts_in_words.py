"""Amounts in the capital numerals of Chinese commercial documents, which cannot be altered with a stroke."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("", "拾", "佰", "仟")
_GROUPS: Final = ("", "万", "亿", "万亿")
_TRADITIONAL: Final = str.maketrans("贰叁陆万亿", "貳參陸萬億")
LIMIT: Final = 10**16


def _below_ten_thousand(number: int) -> str:
    """Write 1 to 9999; inner zeros collapse into one, leading and trailing ones are left out."""
    text = ""
    zero = False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            zero = bool(text)
            continue
        text += ("零" if zero else "") + _DIGITS[digit] + _PLACES[place]
        zero = False
    return text


def whole(number: int) -> str:
    """Write a whole number from 0 in capital numerals (simplified).

    Groups of four digits; one 零 stands before a group that begins with zeros, behind a group that ends in one and for
    groups of zeros between: 107000 is 壹拾万零柒仟.

    Raises:
        ValueError: the number is negative or has more than 16 digits.
    """
    if not 0 <= number < LIMIT:
        raise ValueError(number)
    if number == 0:
        return "零"
    text = ""
    gap = False
    for group in range(3, -1, -1):
        part = number // 10 ** (4 * group) % 10_000
        if part == 0:
            gap = bool(text)
            continue
        above = number // 10 ** (4 * group + 4)
        if text and (gap or part < 1000 or above % 10 == 0):
            text += "零"
        text += _below_ten_thousand(part) + _GROUPS[group]
        gap = False
    return text


def renminbi(fen: int) -> str:
    """Write an amount of CNY in minor units: ``人民币壹拾万零柒仟元伍角叁分``.

    Rule of the payment and settlement measures of the People's Bank of China (支付结算办法): the prefix 人民币
    without a gap, 整 after 元 or 角 and never after 分, and 零 after 元 where 角 is zero and 分 is not.
    """
    yuan, rest = divmod(fen, 100)
    jiao, last = divmod(rest, 10)
    text = f"{whole(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"人民币{text}整"
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif yuan:
        text += "零"
    return f"人民币{text}{_DIGITS[last]}分" if last else f"人民币{text}整"


def new_taiwan_dollars(dollars: int) -> str:
    """Write a whole amount of TWD: ``新臺幣伍萬貳仟伍佰元整``; letters in Taiwan print no decimals."""
    return f"新臺幣{whole(dollars).translate(_TRADITIONAL)}元整"
