"""Which encoding the letters of a text speak for: lists of customers as each country has them."""

from __future__ import annotations

import random

import pytest

from app.services.sync.files.decoding import decode
from app.services.sync.files.pages.encoding import markup_text

HEAD = "Customer No,Customer Name,Invoice No,Due Date,Currency,Open amount\n"
NAMES = {
    "de": "Müller & Söhne GmbH|Jäger AG|Straßenbau Weiß|Österreichische Papier AG|Hübner Möbel|Fröhlich KG",
    "es": "Peña Muñoz SL|José Pérez|Compañía Minera Andrés|Suárez Hermanos|Éxito S.A.|Ibáñez Logística|Óptica Visión",
    "pt": "São Paulo Comércio Ltda|Indústria Açu|Padaria Três Irmãos|Distribuição Norte|Guimarães|Água Mineral|Araújo",
    "fr": "Société Générale|Crédit Agricole|Forêt & Fils|Île de Ré|Cœur de Ville|Château Margaux|Père et Fils",
    "pl": "Łódź Tekstyl|Gdańsk Stocznia|Śląsk Węgiel|Dąbrowski|Żółkiewski|Spółka Akcyjna|Usługi Kołodziej|Częstochowa",
    "cs": "Dvořák s.r.o.|Černý a syn|Růžička|Třinecké železárny|Příbram|Žďár nad Sázavou|Děčín|Plzeňská voda",
    "ru": "ООО Газпром|Московский завод|Иванов и сыновья|Уральские машины|Северсталь|Красный Октябрь",
    "ja": "株式会社山田製作所|大阪商事|㈱田中建設|有限会社佐藤工業|株式会社カネコ|ﾔﾏﾀﾞｼﾖｳｼﾞ(ｶ|中村鉄工所|瀬戸内海運",
    "zh": "北京长城科技有限公司|华为技术|青岛海尔|上海浦东机械设备有限公司|李强|昆明花卉|郑州粮油",
    "zh_hant": "台北富邦電機股份有限公司|鴻海精密|大同股份有限公司|恒生貿易|陳志偉|南亞塑膠|長榮海運",
    "ko": "삼성전자주식회사|한국상사|서울산업|대한무역|김철수|제주감귤|인천정밀",
    "th": "บริษัท สยามซีเมนต์ จำกัด|ธนาคารกรุงเทพ|ปูนซีเมนต์ไทย|โรงงานน้ำตาล",
    "el": "Αθήνα ΑΕ|Παπαδόπουλος|Ελληνικά Πετρέλαια|Μύλοι Λούλη",
    "tr": "Işık Ticaret A.Ş.|Yıldız Holding|Doğan Gıda|Öztürk İnşaat|Güneş Tekstil|Beşiktaş",
}
WRITTEN = [
    ("de", "cp1252"), ("es", "cp1252"), ("pt", "cp1252"), ("fr", "cp1252"), ("de", "cp850"), ("es", "cp850"),
    ("pt", "cp850"), ("de", "mac_roman"), ("fr", "mac_roman"), ("pl", "cp1250"), ("cs", "cp1250"), ("pl", "cp852"),
    ("ru", "cp1251"), ("ru", "koi8_r"), ("ru", "cp866"), ("ja", "cp932"), ("ja", "euc_jis_2004"), ("zh", "gb18030"),
    ("zh_hant", "big5hkscs"), ("zh_hant", "gb18030"), ("ko", "cp949"), ("th", "cp874"), ("el", "cp1253"),
    ("tr", "cp1254"),
]  # fmt: skip


def listed(names: list[str]) -> str:
    return HEAD + "".join(f"C{n},{name},INV-{n},2026-09-01,EUR,100.50\n" for n, name in enumerate(names))


@pytest.mark.parametrize(("language", "codec"), WRITTEN)
def test_a_list_of_customers_is_read_in_the_encoding_of_its_country_and_not_asked_about(language, codec):
    names = NAMES[language].split("|")
    for seed in range(12):
        plain = [f"Branch {n}" for n in range(20)]
        mixed = random.Random(seed).sample([*names, *plain], len(names) + 20)
        text = listed(mixed)
        read = decode(text.encode(codec))
        assert (read.text, read.doubts) == (text, ()), (read.encoding, seed)


@pytest.mark.parametrize("language", ["de", "es", "pt", "fr"])
def test_a_single_western_name_is_no_question_in_small_letters_and_hardly_in_capitals(language):
    for name in NAMES[language].split("|"):
        text = listed([name, "Acme"])
        read = decode(text.encode("cp1252"))
        assert (read.text, read.doubts) == (text, ())
    loud = listed([name.upper() for name in NAMES[language].split("|")])
    assert decode(loud.encode("cp1252"))[:3] == (loud, "cp1252", ())


@pytest.mark.parametrize(("language", "codec"), [one for one in WRITTEN if one[1] != "cp852"])
def test_a_single_name_is_read_right_or_asked_about_with_the_right_reading_among_the_answers(language, codec):
    silent = []
    for name in NAMES[language].split("|"):
        text = listed([name])
        data = text.encode(codec)
        if data.isascii():
            continue
        read = decode(data)
        if read.text != text and not read.doubts:
            silent.append((name, read.encoding))
        if read.doubts:
            right = {one for one in read.readings if decode(data, one).text == text}
            assert right, (name, read.readings)
    assert len(silent) <= (codec in {"cp852", "cp850", "mac_roman"}), silent


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (
            b"Konto;Kunde;F\x84llig am;Betrag\n1;M\x81ller;2026-09-01;5\n",
            "Konto;Kunde;Fällig am;Betrag\n1;Müller;2026-09-01;5\n",
        ),
        (
            b"Konto;Kunde;F\x8allig am;Betrag\n1;M\x9fller;2026-09-01;5\n",
            "Konto;Kunde;Fällig am;Betrag\n1;Müller;2026-09-01;5\n",
        ),
    ],
)
def test_a_heading_that_is_known_in_one_encoding_alone_decides(data, text):
    assert (decode(data).text, decode(data).doubts) == (text, ())


def test_letters_cut_at_the_width_of_a_column_cost_only_themselves():
    names = [f"株式会社山田製作所第{n}工場" for n in range(30)]
    data = listed(names).encode("cp932").replace("所第7工場".encode("cp932"), "所".encode("cp932")[:1])
    read = decode(data)
    assert (read.encoding, read.doubts) == ("cp932", ())
    assert "株式会社山田製作所第8工場" in read.text
    assert 0 < read.text.count("\ufffd") <= 2


SIGNS = (
    "£100.50|€ 1.200|Nº 5|1º Andar|3ª Rua|20° C|O’Brien|D’Angelo Srl|Smith – Sons|Smith—Sons|50½|Acme®|Widget™|"
    "“Best” Ltd|«Best»|wait…|1\xa0234|Acme\xa0Ltd|• item|Lowe’s|±5|10 ¢|¥500|Acme ©|m² GmbH|¿Qué?|"
    "¡Hola!|5 × 7|à vista|Mª José|Ã|Ü"
)


@pytest.mark.parametrize("name", SIGNS.split("|"))
def test_a_single_sign_or_letter_of_the_west_is_no_question(name):
    text = listed(["Acme", name])
    assert decode(text.encode("cp1252"))[:3] == (text, "cp1252", ())


def test_a_sign_of_money_in_a_heading_is_no_question():
    for sign in "£€":
        text = listed(["Acme"]).replace("Open amount", f"Balance ({sign})")
        assert decode(text.encode("cp1252"))[:3] == (text, "cp1252", ())


def test_an_encoding_that_cannot_read_the_rest_of_the_file_is_no_rival():
    doubtful = listed(["安拍"]).encode("gb18030")
    assert "euc_jp" in decode(doubtful).readings
    rest = "".join(f"C9,{name},INV-9,2026-09-01,EUR,1.00\n" for name in ("Acme " * 20, "镕")).encode("gb18030")
    many = b"".join(b"C8,\xb0\xb2\xc5\xc4 %d,INV-8,2026-09-01,EUR,1.00\n" % n for n in range(900))
    assert "euc_jp" not in decode(doubtful + many + rest).readings


def test_years_with_a_dash_between_are_of_no_cyrillic_encoding():
    text = listed(["Fund (1994–1999)", "Miller’s Store", "Acme – North"])
    assert decode(text.encode("cp1252"))[:3] == (text, "cp1252", ())


def test_a_page_whose_letters_contradict_what_it_says_is_asked_about():
    body = "<table>" + "".join(f"<tr><td>{name}</td></tr>" for name in NAMES["zh"].split("|")) + "</table>"
    page = f'<html><meta charset="iso-8859-1">{body}'.encode("gb18030")
    read = markup_text(page)
    assert {read.encoding, *read.doubts} >= {"cp1252", "gb18030"}
    right = f'<html><meta charset="gb2312">{body}'
    assert markup_text(right.encode("gb18030"))[:3] == (right, "gb18030", ())


@pytest.mark.parametrize(("language", "codec"), WRITTEN)
def test_only_encodings_of_likely_letters_are_offered_the_likeliest_first(language, codec):
    for name in NAMES[language].split("|"):
        read = decode(listed([name]).encode(codec, "ignore"))
        if read.doubts:
            assert len(read.readings) <= 6
            assert read.readings[0] == read.encoding
            assert set(read.doubts) <= set(read.readings)
    german = decode(listed(["Fröhlich KG"]).encode("mac_roman"))
    assert {"cp932", "gb18030", "big5", "cp949", "cp1251"}.isdisjoint(german.readings)
