"""Names of Japanese companies, people and places, with readings."""

from __future__ import annotations

import random
from typing import Final

from app.services.demo.names.parts import Address, CompanyName, Naming, PersonName, digits, table

_BRANDS: Final = table(
    """
高瀬|タカセ|Takase
桐生野|キリュウノ|Kiryuno
若草|ワカクサ|Wakakusa
青凪|アオナギ|Aonagi
北斗山|ホクトヤマ|Hokutoyama
白川台|シラカワダイ|Shirakawadai
千早|チハヤ|Chihaya
東野浜|トウノハマ|Tonohama
瑞穂谷|ミズホダニ|Mizuhodani
早瀬|ハヤセ|Hayase
蒼海|ソウカイ|Sokai
霧島野|キリシマノ|Kirishimano
光陽台|コウヨウダイ|Koyodai
松籟|ショウライ|Shorai
清流|セイリュウ|Seiryu
雪花|セッカ|Sekka
暁|アカツキ|Akatsuki
朝凪|アサナギ|Asanagi
結城野|ユウキノ|Yukino
春日井川|カスガイガワ|Kasugaigawa
鳴海台|ナルミダイ|Narumidai
橘|タチバナ|Tachibana
紅葉谷|モミジダニ|Momijidani
海鳴|ウミナリ|Uminari
千歳川|チトセガワ|Chitosegawa
秋津原|アキツハラ|Akitsuhara
常盤台|トキワダイ|Tokiwadai
風見|カザミ|Kazami
星ヶ浦|ホシガウラ|Hoshigaura
深山|ミヤマ|Miyama
玉響|タマユラ|Tamayura
双葉野|フタバノ|Futabano
真鍋川|マナベガワ|Manabegawa
三日月|ミカヅキ|Mikazuki
銀嶺|ギンレイ|Ginrei
葵坂|アオイザカ|Aoizaka
水無瀬|ミナセ|Minase
白樺|シラカバ|Shirakaba
入船|イリフネ|Irifune
柊|ヒイラギ|Hiiragi
浅葱|アサギ|Asagi
山彦|ヤマビコ|Yamabiko
潮見|シオミ|Shiomi
天城野|アマギノ|Amagino
花菱屋|ハナビシヤ|Hanabishiya
琴浦|コトウラ|Kotoura
陽明|ヨウメイ|Yomei
雲雀|ヒバリ|Hibari
"""
)
_TRADES: Final = table(
    """
精機|セイキ|Seiki
電子|デンシ|Denshi
産業|サンギョウ|Sangyo
商事|ショウジ|Shoji
物産|ブッサン|Bussan
工業|コウギョウ|Kogyo
製作所|セイサクショ|Seisakusho
化成|カセイ|Kasei
金属|キンゾク|Kinzoku
紙業|シギョウ|Shigyo
食品|ショクヒン|Foods
薬品|ヤクヒン|Pharma
運輸|ウンユ|Unyu
建材|ケンザイ|Kenzai
印刷|インサツ|Insatsu
電設|デンセツ|Densetsu
樹脂|ジュシ|Jushi
光学|コウガク|Kogaku
計測|ケイソク|Keisoku
機工|キコウ|Kiko
繊維|センイ|Seni
冷熱|レイネツ|Reinetsu
システムズ|システムズ|Systems
テクノ|テクノ|Techno
医療器|イリョウキ|Medical
包装|ホウソウ|Hoso
"""
)
_FORMS: Final = ("株式会社{}",) * 10 + ("{}株式会社",) * 7 + ("有限会社{}", "合同会社{}", "{}有限会社")
_READ: Final = {
    "株式": ("カブシキガイシャ", "Co., Ltd."),
    "有限": ("ユウゲンガイシャ", "Ltd."),
    "合同": ("ゴウドウガイシャ", "LLC"),
}
_FAMILIES: Final = table(
    """
佐藤|sato
鈴木|suzuki
高橋|takahashi
田中|tanaka
伊藤|ito
渡辺|watanabe
山本|yamamoto
中村|nakamura
小林|kobayashi
加藤|kato
吉田|yoshida
山田|yamada
松本|matsumoto
井上|inoue
木村|kimura
林|hayashi
清水|shimizu
山崎|yamazaki
池田|ikeda
橋本|hashimoto
石川|ishikawa
前田|maeda
藤田|fujita
岡田|okada
長谷川|hasegawa
村上|murakami
近藤|kondo
石井|ishii
坂本|sakamoto
遠藤|endo
青木|aoki
西村|nishimura
福田|fukuda
太田|ota
三浦|miura
岡本|okamoto
中島|nakajima
原田|harada
小野|ono
竹内|takeuchi
"""
)
_GIVEN: Final = table(
    """
一郎|ichiro
健太|kenta
大輔|daisuke
直樹|naoki
和也|kazuya
浩二|koji
隆|takashi
誠|makoto
翔太|shota
拓也|takuya
修|osamu
亮|ryo
美咲|misaki
陽子|yoko
由美|yumi
恵子|keiko
真理子|mariko
香織|kaori
彩|aya
千夏|chinatsu
麻衣|mai
智子|tomoko
裕子|yuko
早紀|saki
"""
)
#: Region, city and ward, postcode area, area code, towns.
_PLACES: Final = table(
    """
東京都|千代田区|100|3|丸の内 大手町 神田錦町 九段北
東京都|港区|105|3|芝 浜松町 虎ノ門 三田
東京都|品川区|140|3|北品川 東大井 南品川
神奈川県|横浜市西区|220|45|みなとみらい 北幸 平沼
神奈川県|川崎市幸区|212|44|大宮町 堀川町
大阪府|大阪市北区|530|6|梅田 堂島 中之島
大阪府|大阪市中央区|541|6|本町 北浜 淡路町
愛知県|名古屋市中区|460|52|栄 錦 丸の内
愛知県|豊田市|471|565|元城町 若宮町
京都府|京都市下京区|600|75|四条町 烏丸町
兵庫県|神戸市中央区|650|78|港島 三宮町 磯上通
福岡県|福岡市博多区|812|92|博多駅前 店屋町
北海道|札幌市中央区|060|11|北一条西 大通西
宮城県|仙台市青葉区|980|22|一番町 本町
広島県|広島市中区|730|82|紙屋町 八丁堀
静岡県|浜松市中央区|430|53|板屋町 砂山町
石川県|金沢市|920|76|広岡 香林坊
長野県|松本市|390|263|中央 深志
"""
)
_BUILDINGS: Final = ("第一", "中央", "駅前", "若葉", "東", "三番町")
_TOWNS: Final = ("東京", "大阪", "名古屋", "横浜", "京都", "神戸", "福岡", "札幌", "仙台", "広島", "浜松", "金沢")
_TOWNS_READ: Final = {
    "東京": ("トウキョウ", "Tokyo"),
    "大阪": ("オオサカ", "Osaka"),
    "名古屋": ("ナゴヤ", "Nagoya"),
    "横浜": ("ヨコハマ", "Yokohama"),
    "京都": ("キョウト", "Kyoto"),
    "神戸": ("コウベ", "Kobe"),
    "福岡": ("フクオカ", "Fukuoka"),
    "札幌": ("サッポロ", "Sapporo"),
    "仙台": ("センダイ", "Sendai"),
    "広島": ("ヒロシマ", "Hiroshima"),
    "浜松": ("ハママツ", "Hamamatsu"),
    "金沢": ("カナザワ", "Kanazawa"),
}


def company(rng: random.Random, city: str, rare: bool) -> CompanyName:  # noqa: FBT001
    """Invent a company; ``rare`` puts a town before the name, for when the plain one is taken."""
    brand, brand_kana, brand_latin = rng.choice(_BRANDS)
    trade, trade_kana, trade_latin = rng.choice(_TRADES)
    town = next((name for name in _TOWNS if name in city), rng.choice(_TOWNS)) if rare else ""
    town_kana, town_latin = _TOWNS_READ.get(town, ("", ""))
    form = rng.choice(_FORMS)
    form_kana, form_latin = next(read for mark, read in _READ.items() if mark in form)
    latin = " ".join(part for part in (town_latin, brand_latin, trade_latin, form_latin) if part)
    kana_name = f"{town_kana}{brand_kana}{trade_kana}"
    kana = f"{kana_name} {form_kana}" if form.startswith("{") else f"{form_kana} {kana_name}"
    domain = "-".join(part.lower() for part in (town_latin, brand_latin, trade_latin) if part)
    return CompanyName(form.format(f"{town}{brand}{trade}"), latin, kana, f"{domain}.example")


def person(rng: random.Random) -> PersonName:
    """Invent a person; Japanese letters use 様 whatever the sex, so the title is always known."""
    family, family_latin = rng.choice(_FAMILIES)
    given, given_latin = rng.choice(_GIVEN)
    return PersonName(family, given, "様", f"{family_latin}.{given_latin}")


def address(rng: random.Random) -> Address:
    """Invent an address in one of Japan's business towns."""
    region, city, post, area, towns = rng.choice(_PLACES)
    town = rng.choice(towns.split())
    floor = f" {rng.choice(_BUILDINGS)}ビル{rng.randrange(2, 15)}階" if rng.random() < 0.6 else ""
    street = f"{town}{rng.randrange(1, 6)}-{rng.randrange(1, 25)}-{rng.randrange(1, 20)}{floor}"
    local = "####-####" if len(area) == 1 else ("###-####" if len(area) == 2 else "##-####")
    phone = f"+81 {area} {digits(rng, '@' + local[1:]).replace('-', ' ')}"
    mobile = digits(rng, "+81 90 #### ####")
    return Address(street, city, region, f"{post}-{digits(rng, '00##')}", "Asia/Tokyo", phone, mobile)


JAPAN: Final = Naming(company, person, address)
