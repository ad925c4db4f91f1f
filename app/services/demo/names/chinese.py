"""Names of companies, people and places in mainland China and Taiwan, each in its own characters."""

from __future__ import annotations

import random
from typing import Final

from app.services.demo.names.parts import Address, CompanyName, Naming, PersonName, digits, table, title_for, words

#: First and second characters of a trade name, simplified, traditional, and the reading.
_FIRST: Final = table(
    """
云|雲|Yun
瑞|瑞|Rui
恒|恆|Heng
鼎|鼎|Ding
博|博|Bo
嘉|嘉|Jia
宏|宏|Hong
晨|晨|Chen
泰|泰|Tai
锦|錦|Jin
卓|卓|Zhuo
浩|浩|Hao
新|新|Xin
景|景|Jing
凯|凱|Kai
远|遠|Yuan
"""
)
_SECOND: Final = table(
    """
峰|峰|feng
达|達|da
源|源|yuan
盛|盛|sheng
航|航|hang
信|信|xin
利|利|li
辉|輝|hui
洲|洲|zhou
联|聯|lian
涛|濤|tao
创|創|chuang
丰|豐|feng
越|越|yue
"""
)
_TRADES: Final = table(
    """
贸易|貿易|Trading
电子科技|電子科技|Electronics
机械设备|機械|Machinery
化工|化工|Chemical
纺织|紡織|Textile
医疗器械|醫療器材|Medical Devices
物流|物流|Logistics
包装材料|包裝材料|Packaging
食品|食品|Foods
建筑材料|建材|Building Materials
自动化设备|自動化|Automation
新能源|綠能|Energy
光电|光電|Optoelectronics
汽车零部件|汽車零件|Auto Parts
信息技术|資訊|Information Technology
精密模具|精密模具|Precision Tooling
仪器仪表|儀器|Instruments
塑胶制品|塑膠|Plastics
五金|五金|Hardware
照明|照明|Lighting
"""
)
_CN_FORMS: Final = ("有限公司",) * 8 + ("股份有限公司", "有限责任公司")
_TW_FORMS: Final = ("股份有限公司",) * 6 + ("有限公司",) * 4
_CN_CITIES: Final = table(
    """
上海|Shanghai|上海市|浦东新区 徐汇区 闵行区 嘉定区|20|21
北京|Beijing|北京市|朝阳区 海淀区 大兴区|10|10
深圳|Shenzhen|广东省|南山区 宝安区 龙岗区|518|755
广州|Guangzhou|广东省|天河区 黄埔区 番禺区|510|20
苏州|Suzhou|江苏省|工业园区 吴中区 昆山市|215|512
杭州|Hangzhou|浙江省|滨江区 余杭区 萧山区|310|571
宁波|Ningbo|浙江省|鄞州区 北仑区|315|574
南京|Nanjing|江苏省|江宁区 建邺区|210|25
成都|Chengdu|四川省|高新区 武侯区|610|28
武汉|Wuhan|湖北省|洪山区 江夏区|430|27
天津|Tianjin|天津市|滨海新区 西青区|30|22
青岛|Qingdao|山东省|黄岛区 崂山区|266|532
厦门|Xiamen|福建省|湖里区 集美区|361|592
东莞|Dongguan|广东省|松山湖 长安镇|523|769
大连|Dalian|辽宁省|甘井子区 金州区|116|411
"""
)
_CN_ROADS: Final = words(
    "世纪大道|科技路|人民路|创新大道|工业南路|软件园路|金海路|中山北路|长江路|迎宾大道|华泰路|光明路"
)
_CN_PREFIX: Final = ("中", "华", "东", "南", "金", "海", "天", "明")
_TW_PREFIX: Final = ("中", "華", "東", "南", "金", "海", "天", "明")
_PREFIX_READ: Final = ("Zhong", "Hua", "Dong", "Nan", "Jin", "Hai", "Tian", "Ming")
_CN_FAMILIES: Final = table(
    "王|wang\n李|li\n张|zhang\n刘|liu\n陈|chen\n杨|yang\n赵|zhao\n黄|huang\n周|zhou\n吴|wu\n徐|xu\n孙|sun\n马|ma\n朱|zhu\n"
    "胡|hu\n郭|guo\n何|he\n林|lin\n高|gao\n罗|luo\n郑|zheng\n梁|liang\n谢|xie\n宋|song\n唐|tang\n许|xu\n韩|han\n冯|feng"
)
_CN_GIVEN: Final = table(
    "伟|wei|m\n强|qiang|m\n磊|lei|m\n建国|jianguo|m\n志明|zhiming|m\n海涛|haitao|m\n鹏|peng|m\n俊杰|junjie|m\n文博|wenbo|m\n"
    "宇航|yuhang|m\n芳|fang|f\n敏|min|f\n静|jing|f\n丽华|lihua|f\n晓燕|xiaoyan|f\n雪梅|xuemei|f\n婷婷|tingting|f\n欣怡|xinyi|f\n"
    "玉兰|yulan|f\n佳慧|jiahui|f"
)
_TW_CITIES: Final = table(
    """
台北|Taipei|台北市|中正區 信義區 內湖區 南港區|10|2
新北|New Taipei|新北市|板橋區 新莊區 汐止區|22|2
桃園|Taoyuan|桃園市|中壢區 龜山區 蘆竹區|33|3
新竹|Hsinchu|新竹市|東區 北區|30|3
台中|Taichung|台中市|西屯區 大里區 南屯區|40|4
台南|Tainan|台南市|永康區 安南區|71|6
高雄|Kaohsiung|高雄市|前鎮區 楠梓區 三民區|80|7
彰化|Changhua|彰化縣|彰化市 員林市|50|4
"""
)
_TW_ROADS: Final = words(
    "忠孝東路一段|信義路五段|民生東路三段|復興南路二段|中山路|工業一路|科園路|文心路二段|成功路四段|中正路|"
    "光復路一段|建國二路"
)
_TW_FAMILIES: Final = table(
    "陳|chen\n林|lin\n黃|huang\n張|chang\n李|lee\n王|wang\n吳|wu\n劉|liu\n蔡|tsai\n楊|yang\n許|hsu\n鄭|cheng\n謝|hsieh\n"
    "洪|hung\n郭|kuo\n邱|chiu\n曾|tseng\n廖|liao\n賴|lai\n徐|hsu\n周|chou\n葉|yeh\n蘇|su\n莊|chuang"
)
_TW_GIVEN: Final = table(
    "志豪|chihhao|m\n建宏|chienhung|m\n俊傑|chunchieh|m\n家豪|chiahao|m\n冠宇|kuanyu|m\n宗翰|tsunghan|m\n明哲|mingche|m\n"
    "承翰|chenghan|m\n淑芬|shufen|f\n美玲|meiling|f\n雅婷|yating|f\n怡君|yichun|f\n佳穎|chiaying|f\n惠雯|huiwen|f\n"
    "詩涵|shihhan|f\n欣儀|hsinyi|f"
)


def _brand(rng: random.Random, form: int, rare: bool) -> tuple[str, str]:  # noqa: FBT001
    """Return a trade name in simplified (0) or traditional (1) characters with its reading."""
    first, second = rng.choice(_FIRST), rng.choice(_SECOND)
    text, read = first[form] + second[form], first[2] + second[2]
    if not rare:
        return text, read
    at = rng.randrange(len(_PREFIX_READ))
    return (_CN_PREFIX, _TW_PREFIX)[form][at] + text, _PREFIX_READ[at] + read.lower()


def company_cn(rng: random.Random, town: str, rare: bool) -> CompanyName:  # noqa: FBT001
    """Invent a mainland company: town, trade name, trade, legal form."""
    city = next(row for row in _CN_CITIES if row[0] in town)
    brand, read = _brand(rng, 0, rare)
    trade = rng.choice(_TRADES)
    latin = f"{city[1]} {read} {trade[2]} Co., Ltd."
    domain = f"{read}-{trade[2].split()[0]}-{city[1]}".lower()
    return CompanyName(f"{city[0]}{brand}{trade[0]}{rng.choice(_CN_FORMS)}", latin, "", f"{domain}.example")


def company_tw(rng: random.Random, town: str, rare: bool) -> CompanyName:  # noqa: FBT001
    """Invent a Taiwanese company: trade name, trade, legal form, seldom a town."""
    city = next(row for row in _TW_CITIES if row[0] in town) if rare or rng.random() < 0.15 else None
    brand, read = _brand(rng, 1, rare)
    trade = rng.choice(_TRADES)
    latin = f"{city[1] + ' ' if city else ''}{read} {trade[2]} Co., Ltd."
    place = city[1].replace(" ", "") if city else ""
    domain = "-".join(part for part in (read, trade[2].split()[0], place) if part).lower()
    local = f"{city[0] if city else ''}{brand}{trade[1]}{rng.choice(_TW_FORMS)}"
    return CompanyName(local, latin, "", f"{domain}.example")


def person_cn(rng: random.Random) -> PersonName:
    """Invent a person of the mainland."""
    family, given = rng.choice(_CN_FAMILIES), rng.choice(_CN_GIVEN)
    title = title_for(rng, "先生|经理", "女士", woman=given[2] == "f")
    return PersonName(family[0], given[0], title, f"{given[1]}.{family[1]}")


def person_tw(rng: random.Random) -> PersonName:
    """Invent a Taiwanese person."""
    family, given = rng.choice(_TW_FAMILIES), rng.choice(_TW_GIVEN)
    title = title_for(rng, "先生|經理", "小姐|女士", woman=given[2] == "f")
    return PersonName(family[0], given[0], title, f"{given[1]}.{family[1]}")


def address_cn(rng: random.Random) -> Address:
    """Invent a mainland address: district, road, number, floor."""
    name, _, region, districts, post, area = rng.choice(_CN_CITIES)
    floor = f"{rng.randrange(2, 30)}层" if rng.random() < 0.7 else ""
    street = f"{rng.choice(districts.split())}{rng.choice(_CN_ROADS)}{rng.randrange(8, 1900)}号{floor}"
    postcode = post + digits(rng, "0##0"[-(6 - len(post)) :])
    phone = f"+86 {area} {digits(rng, '@### ####')}"
    mobile = digits(rng, "+86 13# #### ####")
    return Address(street, f"{name}市", "" if name in region else region, postcode, "Asia/Shanghai", phone, mobile)


def address_tw(rng: random.Random) -> Address:
    """Invent a Taiwanese address: district, road with its section, number, floor."""
    _, _, city, districts, post, area = rng.choice(_TW_CITIES)
    street = f"{rng.choice(districts.split())}{rng.choice(_TW_ROADS)}{rng.randrange(1, 420)}號{rng.randrange(2, 16)}樓"
    phone = f"+886 {area} {digits(rng, '@### ####' if area in {'2', '4'} else '@## ####')}"
    mobile = digits(rng, "+886 9## ### ###")
    return Address(street, city, "", f"{post}{digits(rng, '#')}", "Asia/Taipei", phone, mobile)


CHINA: Final = Naming(company_cn, person_cn, address_cn)
TAIWAN: Final = Naming(company_tw, person_tw, address_tw)
