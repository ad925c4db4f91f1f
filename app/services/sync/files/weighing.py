"""How likely bytes are as text of each encoding: counted in bits, fewer for what people write in it.

Every letter costs what it tells: little where it is common in the languages of the encoding, much where nobody writes
it, and more where it stands as no word has it: a capital after a small letter, a sign inside a word, a single letter of
the Far East between Latin ones. Sums over all bytes compare encodings, whether they take one byte a letter or two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Final, NamedTuple

from app.services.sync.files.encodings import LOST, decoded

_ASCII: Final = {
    **{chr(code): 8.0 for code in range(128)},
    **dict.fromkeys("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,&-/()", 5.0),
}
#: What a letter costs that an encoding cannot explain, one that nobody writes, and a sign.
_BROKEN: Final = 40.0
_STRANGE: Final = 20.0
_SIGN: Final = 10.0
_COMMON_SIGN: Final = 7.5

#: What it costs that names are of a second language.
_SECOND: Final = 6.0

# ------------------------------------------------------------------------------------------------ alphabets

#: By language, small letters beyond ASCII; the first ones are common.
_WEST: Final = ("äöüß", "áéíóúñü", "ãçéáõóâêíúô", "éèêçàâîôûœïë", "àèìòùé", "åäöøæé", "äöåšž", "ëéïöü")
_EAST: Final = ("łóąęśżźćń", "áíéěšřčžýůúňťďó", "éáóöőüűúí", "čšžćđ", "áíčšžýúľťďňôéä", "ăîâşţ", "äöüß")
_TURKISH: Final = ("ışğüöç", "äöüß")
_BALTIC: Final = ("āēīšūļņģķžč", "ėšųžąęįūč", "äöüõ")
_GREEK: Final = "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ"
_CYRILLIC: Final = "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
_CYRILLIC_RARE: Final = "ёЁіІїЇєЄґҐљњџЈјЉЊЏћЋђЂўЎ"
_HEBREW: Final = "אבגדהוזחטיךכלםמןנסעףפץצקרשת"
_ARABIC: Final = "ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىي"
_THAI: Final = "".join(map(chr, (*range(0x0E01, 0x0E2F), *range(0x0E30, 0x0E3B), *range(0x0E40, 0x0E4E))))
#: Signs that stand in lists of customers, the commonest apart, and those of them that may touch a word.
_SIGNS: Final = "‘®™©§·•«»½¼²³×¥µ¿¡´„±¢№\xa0"
_COMMON_SIGNS: Final = "’–—“”…€£°ºª"
_AT_WORDS: Final = "’‘´–—·°º®™©…”»«“„ª²³\xa0"

_LOWER: Final = "".join(char for char in map(chr, range(128, 0x0530)) if char.islower() and char not in "ªº")
_UPPER: Final = "".join(char for char in map(chr, range(128, 0x0530)) if char.isupper())
_VOWELS: Final = "aeiouyáéíóúàèìòùâêîôûäëïöüãõåæøAEIOUYÁÉÍÓÚÀÂÊÔÄÖÜÃÕ"


def _rule(pattern: str, bits: float) -> tuple[re.Pattern[str], float]:
    return re.compile(
        pattern.replace("LOW", f"a-z{_LOWER}").replace("UPP", f"A-Z{_UPPER}").replace("VOW", _VOWELS)
    ), bits


#: What no word has, whatever the alphabet.
_WORDS: Final = (
    _rule(rf"[LOW][{_UPPER}]", 12),
    _rule(rf"[UPP][{_LOWER}][UPP]", 12),
    _rule(rf"[UPP][{_UPPER}](?=[a-z])", 6),
    _rule(rf"[{_LOWER}](?=[A-Z])", 5),
    _rule(r"(?<=[LOWUPP])[°ºª…”“„»«™®©²³½£€§¡¿](?=[LOW])", 14),
    _rule(r"(?<=[a-z]{2})[°ºª£€§¡¿]|[°…”™®©²³½¢](?=[LOW]{2})", 8),
    _rule(rf"(?<=\d)[{_LOWER}{_UPPER}]", 8),
    _rule(rf"[{_LOWER}{_UPPER}](?=\d)", 8),
    _rule(rf"(?<=[LOWUPP])[^\x00-\x7fLOWUPP{_AT_WORDS}\u0300-\u036f\u0e00-\uffff](?=[LOWUPP])", 12),
    _rule(rf"[LOW][^\x00-\x7fLOWUPP{_AT_WORDS}\u0300-\u036f\u0e00-\uffff]", 6),
)
#: What no word of a Latin alphabet has.
_LATIN: Final = (
    _rule(r"(?<=[^\x00-\x7f]{2})[^\x00-\x7f]", 6),
    _rule(r"(?<![^\x00-\x7f])[^\x00-\x7f][^\x00-\x7f]", 3),
    _rule(r"ñ(?![VOW])|Ñ(?![VOW])", 8),
    _rule(r"[ńśźćŃŚŹĆ](?=[VOW])", 8),
    _rule(r"(?<![VOW])ß", 10),
    _rule(r"ß(?=[r-z])(?!t)", 4),
    _rule(r"[çÇ](?![aouãõáéâóôúàêiAOUÃÕÁÓÔÚ]|$|\W)", 6),
    _rule(r"[ãÃ](?![oeOEnNisS\s]|$)|(?<=[bcdfgkpstvzxn])ã(?![oe])", 5),
    _rule(r"[õÕ](?![eEi])", 7),
    _rule(r"û(?=[szvkgcő])|ê(?=[bdgkpcz])|(?<=z)ê", 5),
    _rule(r"(?:ei|a|o)á", 3),
    _rule(r"(?<=[aou])è|è(?=[aiouk])|[òìù](?=[a-z])|ø(?=[áíéýì])", 6),
    _rule(r"[ăĂąĄęĘ](?=[aeouAEOU])", 8),
    _rule(r"[æÆ](?=\W|$)", 6),
    _rule(rf"(?<![A-Za-z])[{_LOWER}{_UPPER}](?![A-Za-z])", 4),
    _rule(r"(?<=[bcdfgklmnprstvz])[šž](?=[bcdfghjklmnprstvz])", 5),
    _rule(r"œ(?![uidnts])", 5),
    _rule(r"(?<=[a-z]{2})’(?!s\b|t\b)(?=[a-z])", 9),
)
#: A letter of another alphabet that touches a Latin one.
_MIXED: Final = _rule(r"[A-Za-z](?=[^\x00-\u024f\u2000-\u2bff])|(?<=[^\x00-\u024f\u2000-\u2bff])[A-Za-z]", 12)
#: A word of one letter.
_ALONE: Final = _rule(r"(?<![^\x00-\x7f])[^\x00-\xbf\u2000-\u2bff](?![^\x00-\x7f])", 18)
#: Words that begin small, as names do not.
_SMALL: Final = _rule(rf"(?<![LOWUPP])[{_LOWER}]", 1.5)
_THAI_MARKS: Final = _rule(
    r"(?<![\u0e01-\u0e2e\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]", 12
)
_THAI_FRONT: Final = _rule(r"[\u0e40-\u0e44](?![\u0e01-\u0e2e])", 10)


def _table(letters: str, bits: float, rare: str = "", more: float = 5) -> dict[str, float]:
    signs = {**dict.fromkeys(_SIGNS, _SIGN), **dict.fromkeys(_COMMON_SIGNS, _COMMON_SIGN)}
    return {**_ASCII, **signs, **dict.fromkeys(rare, bits + more), **dict.fromkeys(letters, bits)}


def _of_language(letters: str, others: Sequence[str], bits: float) -> dict[str, float]:
    """Return what letters cost in a language: its own little, those of its neighbours more; capitals are rarer."""
    rare = "".join(others)
    capitals = {**dict.fromkeys(rare.upper(), bits + 7), **dict.fromkeys(letters.upper(), bits + 2)}
    return {**capitals, **_table(letters, bits, rare, 5)}


# ------------------------------------------------------------------------------------------------ far east

#: What names of companies are made of, and the commonest family names and places.
_OFTEN: Final = {
    "cp932": (
        "株式会社有限工業商事製作所電機産販売日本東京大阪田中山川村木野井藤佐高小林松石原島橋三上下北南西新建"
        "設運輸物流食品水農協同組合化学精密械技研究金属鉄鋼紙印刷不動店屋支部第一二太平洋海陸福岡名古横浜都神"
        "戸広和富士"
    ),
    "gb18030": (
        "有限公司股份集团科技贸易实业工机械电子设备制造厂商行中国上海北京广东深圳市州江南天津重庆成都武汉杭苏"
        "宁新华大连青岛西安福建省区化材料物流食品医药筑程术信息服务发展投资金属际进出口五王李张刘陈杨赵黄周吴"
        "小明"
    ),
    "big5": (
        "有限公司股份企業實工科技貿易機械電子國際台灣北中高雄新竹南桃園東華大同光明王李張陳林黃吳劉商行建設程"
        "材料化學食品紡織鋼鐵銀海運物流製造廠精密投資控香港九龍集團發展聯合"
    ),
    "cp949": (
        "주식회사한국대서울산부인천광전자상공업기계무역물건설화학제약품유통신테크김이박최정강조윤장임동아세경남북현삼성"
    ),
}
#: What else is common in Chinese.
_COMMON_HANZI: Final = (
    "一不了在人我他这个们来为和地到以时要会可也你对生能而子得于下自之年过发后作里用道所然家种事成方多经去法学如都同"
    "现当没动面起看定天分还进好部其些主样理心本前开但因只从想实日军者意无力它与长把十民第此已使情性知全三又关点正外将两"
    "高间由问很最重并手应战向头文体政美相见被利二等产或己身果加月话合回特代内表老给世位次度门任常先海通教儿原声提立及比"
    "员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何数少报才结反受目太量再感务做接必场件管期直德命指克许统"
    "保至队形社便空决治展马基眼书非则听白却界达光放强即像难且权思象完式色路记品住告类求据北边死该交规万取拉格望觉术领共"
    "确传师观清今切院让识候带导争运笔银石沙河湖泰富华宏兴盛达隆昌顺发源丰润嘉吉祥瑞康安恒美乐佳利宝龙凤云鹏飞春花"
)
_KANA: Final = 6.0
_HALF: Final = 5.5
_FREQUENT: Final = 8.0
_FIRST_LEVEL: Final = 12.0
_SECOND_LEVEL: Final = 18.0
_ADDED: Final = 23.0
_PUNCTUATION: Final = "　、。・「」（）々〇ー，．：；＆－＊／【】『』〔〕《》“”‘’—…·"


def _row(char: str, codec: str) -> int:
    """Return the row of a letter in a set of 94 by 94, 0 where it has none."""
    try:
        code = char.encode(codec)
    except UnicodeEncodeError:
        return 0
    return code[0] - 0xA0 if len(code) == 2 else 0


def _japanese(char: str) -> float:
    if "\u3041" <= char <= "\u30fe":
        return _KANA
    if "\uff61" <= char <= "\uff9f":
        return _HALF
    row = _row(char, "euc_jp")
    if row in range(16, 85):
        return _FIRST_LEVEL if row < 48 else _SECOND_LEVEL
    if row in {1, 3}:
        return 10.0
    if "\u3220" <= char <= "\u33ff" or "\u2160" <= char <= "\u247f" or char in "髙﨑德隆瀨濵":
        return 12.0
    return _SECOND_LEVEL if row else _ADDED


def _simplified(char: str) -> float:
    row = _row(char, "gb2312")
    if char in _COMMON_HANZI:
        return 9.5
    if row in range(16, 88):
        return _FIRST_LEVEL if row < 56 else _SECOND_LEVEL
    if row in {1, 3}:
        return 12.0
    if not row and char in _OFTEN["big5"]:
        return 14.0
    return _SECOND_LEVEL if row or 4 <= _row(char, "big5") <= 38 else _ADDED


def _traditional(char: str) -> float:
    row = _row(char, "big5")
    if 0xA4 <= row + 0xA0 <= 0xC6:
        return _FIRST_LEVEL
    return 12.0 if 0 < row <= 3 else _SECOND_LEVEL if row else _ADDED


def _korean(char: str) -> float:
    row = _row(char, "euc_kr")
    if row in range(16, 41):
        return 10.5
    return 12.0 if row in {1, 3} else _SECOND_LEVEL if row else _ADDED


#: Sound marks of half-width kana behind what they cannot change, and small kana in front of a word.
_HALF_WIDTH: Final = (
    _rule(r"(?<![ｳｶ-ﾄﾊ-ﾎ])ﾞ|(?<![ﾊ-ﾎ])ﾟ", 14),
    _rule(r"(?<![ｦ-ﾟ])[ｧ-ｰﾞﾟ]", 8),
    _rule(r"(?<![ﾌｳﾃﾄｸﾂｼﾁｲｳｷｹﾞﾟ])[ｧ-ｫ]|(?<![ｷｼﾁﾆﾋﾐﾘﾃﾌﾞﾟ])[ｬ-ｮ]", 8),
    _rule(r"[｡-･](?=[ｦ-ﾟ])", 6),
    _rule(r"(?<![^\x00-\x7f])[｡-ﾟ](?![^\x00-\x7f])", 18),
    _rule(r"[ｦ-ﾟ](?=[一-龠ぁ-ん])|(?<=[一-龠ぁ-ん])[ｦ-ﾟ]", 4),
)
_FAR: Final = _rule(r"(?<=[A-Za-z])[^\x00-\x7f]{1,2}(?=[a-z])|(?<=[A-Z])[^\x00-\x7f]{1,2}(?=[A-Z])", 10)
_FAR_FRONT: Final = _rule(r"[^\x00-\x7f](?=[a-z])|(?<![^\x00-\x7f])[一-龠가-힣](?=[A-Z]{2})", 14)
_FAR_END: Final = _rule(r"(?<=[a-z]{2})[^\x00-\x7f](?![^\x00-\x7f])", 6)
_FAR_SINGLE: Final = _rule(r"(?<=[A-Za-z])[^\x00-\x7f](?![^\x00-\x7f])|(?<![^\x00-\x7f])[^\x00-\x7f](?=[A-Za-z])", 8)


# ------------------------------------------------------------------------------------------------ encodings


class _Kind(NamedTuple):
    """An encoding: what it costs to think of it, what its letters cost, what its words do not have."""

    prior: float
    tables: tuple[dict[str, float], ...]
    rules: tuple[tuple[re.Pattern[str], float], ...]
    cost: Callable[[str], float] | None = None


def _latin(prior: float, languages: tuple[str, ...], bits: float = 7.5) -> _Kind:
    return _Kind(prior, tuple(_of_language(one, languages, bits) for one in languages), (*_WORDS, *_LATIN))


def _other(prior: float, letters: str, rare: str = "", *rules: tuple[re.Pattern[str], float]) -> _Kind:
    table = _table(letters, 5.5, rare)
    capitals = dict.fromkeys(filter(str.isupper, letters), 6.5)
    return _Kind(prior, ({**table, **capitals},), (*_WORDS, _MIXED, _ALONE, *rules))


def _far(prior: float, often: str, cost: Callable[[str], float], *rules: tuple[re.Pattern[str], float]) -> _Kind:
    table = {**_ASCII, **dict.fromkeys(_PUNCTUATION, 9.0), **dict.fromkeys(_OFTEN[often], _FREQUENT)}
    return _Kind(prior, (table,), (_FAR, _FAR_FRONT, _FAR_END, _FAR_SINGLE, *rules), cost)


@lru_cache(maxsize=1)
def kinds() -> dict[str, _Kind]:
    """Return the encodings that are weighed, the usual ones first."""
    return {
        "cp1252": _latin(0, _WEST, 7.3),
        "cp932": _far(2, "cp932", _japanese, *_HALF_WIDTH),
        "gb18030": _far(2, "gb18030", _simplified),
        "big5": _far(2, "big5", _traditional),
        "euc_jp": _far(7, "cp932", _japanese, *_HALF_WIDTH),
        "cp949": _far(5, "cp949", _korean),
        "cp1251": _other(5, _CYRILLIC, _CYRILLIC_RARE, _SMALL),
        "cp874": _other(6, _THAI, "", _THAI_MARKS, _THAI_FRONT),
        "cp1250": _latin(13, _EAST),
        "cp1254": _latin(7, _TURKISH),
        "cp1253": _other(8, _GREEK, "", _SMALL),
        "cp850": _latin(10, _WEST),
        "mac-roman": _latin(13, _WEST),
        "iso8859-15": _latin(12, _WEST),
        "cp1257": _latin(16, _BALTIC),
        "iso8859-2": _latin(15, _EAST),
        "cp852": _latin(16, _EAST),
        "koi8-r": _other(10, _CYRILLIC, "", _SMALL),
        "cp866": _other(9, _CYRILLIC, "", _SMALL),
        "cp1255": _other(10, _HEBREW),
        "cp1256": _other(10, _ARABIC),
    }


class Weighed(NamedTuple):
    """An encoding with what a text costs in it, and its telling cells as it reads them."""

    bits: float
    encoding: str
    cells: tuple[str, ...]


def weigh(cells: Sequence[bytes]) -> list[Weighed]:
    """Return the encodings by how likely cells are in them, the likeliest first."""
    found = []
    for encoding, kind in kinds().items():
        read = tuple(decoded(cell, encoding) for cell in cells)
        found.append(Weighed(kind.prior + _bits(read, kind), encoding, read))
    return sorted(found, key=lambda one: one.bits)


def _bits(cells: Sequence[str], kind: _Kind) -> float:
    """Return what cells cost in the language of the encoding that they suit best, or in two of them.

    A cell in capitals alone is read in small letters: in it they are as common.
    """
    if len(kind.tables) > 1:
        cells = [cell.lower() if cell.isupper() else cell for cell in cells]
    text = "\n".join(cells)
    told = sum(bits * sum(1 for _ in pattern.finditer(text)) for pattern, bits in kind.rules)
    if len(kind.tables) == 1:
        return told + sum(count * _letter(char, kind.tables[0], kind) for char, count in Counter(text).items())
    told += sum(count * _ASCII[char] for char, count in Counter(text).items() if char in _ASCII)
    beyond = [[char for char in cell if char not in _ASCII] for cell in cells]
    costs = [[sum(_letter(char, table, kind) for char in cell) for cell in beyond] for table in kind.tables]
    one = min(map(sum, costs))
    return told + min((one, *(sum(map(min, *pair)) + _SECOND for pair in combinations(costs, 2))))


def _letter(char: str, table: dict[str, float], kind: _Kind) -> float:
    known = table.get(char)
    if known is None:
        if char == LOST:
            known = _BROKEN
        elif "\x80" <= char <= "\x9f" or "\ue000" <= char <= "\uf8ff":
            known = _BROKEN * 3 / 4
        elif kind.cost is not None:
            known = kind.cost(char)
        else:
            known = _STRANGE if not char.isalpha() else _STRANGE - 3
        table[char] = known
    return known
