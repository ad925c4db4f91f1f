"""What a letter's text must and must not hold, as patterns by language; each has its own examples in test_patterns."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final

HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
KANA: Final = "\u3040-\u30ff\u31f0-\u31ff"

PLACEHOLDER: Final = re.compile(
    r"\{\{|\}\}|\{[A-Za-z_][\w.]*\}|%\([A-Za-z_]\w*\)[sd]|\$\{|<%|\b(?:None|null|undefined|NaN|TODO|XXX)\b"
)
GENDER_SLASH: Final = re.compile(
    r"\b(?:Estimad|Apreciad|Distinguid|Prezad|Car)[oa]s?(?:/|\(|@)|\bExm[oa]\.?\(|\b\w+[oa]\([oa]s?\)|\b\w+@s\b"
)
YEN_DECIMALS: Final = re.compile(r"(?:[¥￥]|JPY\s?)\s?\d[\d,]*\.\d|\d[\d,]*\.\d+\s?円")
#: The same where a point groups and a comma marks decimals.
YEN_DECIMALS_COMMA: Final = re.compile(r"JPY\s?\d[\d.\s]*,\d|\d,\d+\s?JPY")
TWD_DECIMALS: Final = re.compile(r"(?:NT\$|TWD\s?)\d[\d,]*\.\d")
BARE_DOLLAR: Final = re.compile(r"(?<![A-Z$])\$\s?\d")
INTERNAL: Final = re.compile(
    r"write-?off|dunning|bad debt|collector score|貸倒|坏账|呆帳|incobrable|incobrável|\bPDD\b"
    r"|\b(?:nivel|nível|level) [0-4]\b"
)

#: Words of consequence that stages 0 to 2 must not have.
CONSEQUENCE: Final = {
    "ja": re.compile("法的|訴訟|停止|差押|見合わせ|遅延損害金|催告|督促"),
    "zh": re.compile("诉讼|訴訟|仲裁|法律|律师|律師|暂停|暫停|停止|违约金|違約金|利息"),
    "es": re.compile(
        r"judicial|acciones|jurídic|embargo|suspend|suspens|interes(?:es)? (?:de demora|moratorio)", re.IGNORECASE
    ),
    "pt": re.compile(r"judicia|protest|suspens|juros|multa|injunção|cartório|extrajudicial", re.IGNORECASE),
    "en": re.compile(
        r"\blegal|\bcourts?\b|proceedings|on hold|suspend|interest|collection agency|demand", re.IGNORECASE
    ),
}

JA_HALFWIDTH: Final = re.compile(rf"(?<=[{HAN}{KANA}])[,.](?=[{HAN}{KANA}]|\s|$)")
JA_CLASH: Final = re.compile(r"御中\s*様|様\s*御中|各位\s*(?:様|殿|御中)|(?:部|課|係|室|会社)\s*様(?!式)|御中\s*殿")
JA_ROLE_SAMA: Final = re.compile(r"(?:部長|課長|社長|取締役|係長|室長|所長|支店長|専務|常務)\s*様")
JA_FOREIGN: Final = re.compile(r"御社|親愛なる|あなた|私たち|取り急ぎ|至急")
JA_PADDED: Final = re.compile(r"年0\d月|月0\d日")
ZH_HALFWIDTH: Final = re.compile(rf"(?<=[{HAN}])[,;:?!.(]|[,;:?!)](?=[{HAN}])")
ZH_BLANK: Final = re.compile(rf"(?<=[{HAN}，。；：、）]) (?=[{HAN}A-Za-z0-9])|(?<=[A-Za-z0-9]) (?=[{HAN}])")
ZH_FOREIGN: Final = re.compile(r"亲爱的|親愛的|(?<![贵貴])你(?:的|们|們|公司)|老赖|失信|报警|報警|律师函|律師函")
TRADITIONAL: Final = re.compile("[貴貨發帳賬據單應電匯戶還責條證書達經實際將繳請額項號銀]")
SIMPLIFIED: Final = re.compile("[贵货发帐账据单应电汇户还责条证书达经实际将缴请额项号银]")
TW_MAINLAND: Final = re.compile("账号|帳号|合同|发货|發貨|转账|轉账|信息|邮箱|郵箱|质量|软件")
ES_COMMA: Final = re.compile(r"(?m)^(?:Estimad[oa]s?|Apreciad[oa]s?|Respetad[oa]s?|Muy señor)[^:\n]*,\s*$")
ES_MONTH: Final = re.compile(
    r"\bde (?:Enero|Febrero|Marzo|Abril|Mayo|Junio|Julio|Agosto|Se(?:p)?tiembre|Octubre|Noviembre|Diciembre)\b"
)
ES_FAMILIAR: Final = re.compile(r"\b(?:vosotros|vuestr[oa]s?|tú|vos|tus?|Hola|os)\b")
ES_LATIN: Final = re.compile(r"\b(?:montos?|moratori[oa]s?|comprobantes?|cobranza)\b", re.IGNORECASE)
ES_PENINSULAR: Final = re.compile(r"\b(?:importes?|de demora|justificantes?)\b", re.IGNORECASE)
PT_MONTH: Final = re.compile(
    r"\dº? de (?:Janeiro|Fevereiro|Março|Abril|Maio|Junho|Julho|Agosto|Setembro|Outubro|Novembro|Dezembro)\b"
)
PT_BRAZILIAN: Final = re.compile(
    r"\b(?:contatos?|registro|usuário|boleto|celular|nota fiscal|CNPJ|você|equipe|conosco)\b", re.IGNORECASE
)
PT_EUROPEAN: Final = re.compile(
    r"\b(?:contactos?|registo|utilizador|telemóvel|NIPC|receção|factos?|connosco|equipa)\b|\bExmos?\b\.", re.IGNORECASE
)

NO_START: Final = (
    "、。，．・：；？！゛゜ヽヾゝゞ々ー／）〕］｝〉》」』】ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ”’,.:;?!)]}%％°℃"
)
NO_END: Final = "（〔［｛〈《「『【“‘([{￥¥＄$£￡"


def kinsoku(lines: list[str]) -> list[str]:
    """Return the lines that start or end with a mark that must not stand there."""
    stripped = [line.strip() for line in lines]
    return [line for line in stripped if line and (line[0] in NO_START or line[-1] in NO_END)]


# ------------------------------------------------------------------------------------------------ figures read back

_NUMBERS: Final = {
    "point": r"\d{1,3}(?:,\d{3})*(?:\.\d+)?",
    "comma": r"\d{1,3}(?:\.\d{3})*(?:,\d+)?",
    "blank": r"\d{1,3}(?:\u00a0\d{3})*(?:,\d+)?",
}
#: Locale → separators, native form before and after the figure.
_FORMS: Final = {
    "ja_JP": ("point", "", "円", "before"),
    "zh_Hans_CN": ("point", "¥", "", "before"),
    "zh_Hant_TW": ("point", "NT$", "", "before"),
    "es_ES": ("comma", "", " €", "after"),
    "es_MX": ("point", "$", " MXN", "before"),
    "pt_BR": ("comma", "R$ ", "", "before"),
    "pt_PT": ("blank", "", " €", "after"),
    "en_US": ("point", "$", "", "before"),
    "en_GB": ("point", "£", "", "before"),
}


def amounts(text: str, locale: str, currency: str) -> tuple[list[Decimal], list[Decimal]]:
    """Read the amounts in native form and those with the ISO code out of a text that has its no-break spaces.

    Where blanks group, only they tell "53 days" and "12 345,60" apart in a row of a table.
    """
    style, before, after, place = _FORMS[locale]
    figure = rf"(?<![\d.,])({_NUMBERS[style]})(?![\d]|[.,]\d)"
    native = re.findall(_blanks(before) + figure + _blanks(after), text) if before or after else []
    code = rf"{currency}[ \u00a0]{figure}" if place == "before" else rf"{figure}[ \u00a0]{currency}(?![A-Z])"
    return [_decimal(one, style) for one in native], [_decimal(one, style) for one in re.findall(code, text)]


def _blanks(text: str) -> str:
    return re.escape(text).replace(r"\ ", "[ \u00a0]")


def _decimal(text: str, style: str) -> Decimal:
    if style == "point":
        return Decimal(text.replace(",", ""))
    return Decimal(text.replace(".", "").replace("\u00a0", "").replace(",", "."))


_ES: Final = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
_PT: Final = "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split()
_EN: Final = "January February March April May June July August September October November December".split()
_DAY_MONTH: Final = {
    "es": (rf"(\d{{1,2}}) de ({'|'.join(_ES)}) de (\d{{4}})", _ES),
    "pt": (rf"(\d{{1,2}})º? de ({'|'.join(_PT)}) de (\d{{4}})", _PT),
    "en_GB": (rf"(\d{{1,2}}) ({'|'.join(_EN)}) (\d{{4}})", _EN),
}


def long_dates(text: str, locale: str) -> list[date]:
    """Read the dates in long form out of a text, in whichever calendar they are."""
    if locale == "en_US":
        found = re.findall(rf"({'|'.join(_EN)}) (\d{{1,2}}), (\d{{4}})", text)
        return [date(int(year), _EN.index(month) + 1, int(day)) for month, day, year in found]
    if locale[:2] in {"ja", "zh"}:
        eras = {"": 0, "令和": 2018, "平成": 1988, "中華民國": 1911}
        found = re.findall(r"(令和|平成|中華民國|)(元|\d{1,4})年(\d{1,2})月(\d{1,2})日", text)
        return [date(eras[era] + (1 if y == "元" else int(y)), int(m), int(d)) for era, y, m, d in found]
    pattern, months = _DAY_MONTH.get(locale) or _DAY_MONTH[locale[:2]]
    return [date(int(year), months.index(month) + 1, int(day)) for day, month, year in re.findall(pattern, text)]


def table_dates(text: str, locale: str) -> list[date]:
    """Read the dates in the form of table columns out of a text."""
    if locale[:2] in {"ja", "zh"}:
        found = re.findall(r"(?<!\d)(\d{3,4})/(\d{2})/(\d{2})", text)
        return [date(int(y) + (1911 if len(y) == 3 else 0), int(m), int(d)) for y, m, d in found]
    return [date(int(y), int(m), int(d)) for d, m, y in re.findall(r"(\d{2})/(\d{2})/(\d{4})", text)]


def sentences(text: str, lang: str) -> list[str]:
    """Split a paragraph into sentences."""
    if lang in {"ja", "zh"}:
        return [part for part in re.split(r"[。！？]", text) if part]
    return [part for part in re.split(r"(?<=[.!?:])\s+(?=[A-ZÁÉÍÓÚÀ¿¡«“])", text) if part]
