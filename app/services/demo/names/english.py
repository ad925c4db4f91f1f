"""Names of companies, people and places in the United States, Canada, Britain and Singapore."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import partial
from typing import Final

from app.services.demo.names.parts import (
    Address,
    CompanyName,
    Naming,
    PersonName,
    digits,
    plain,
    table,
    title_for,
    words,
)

_FIRST: Final = words(
    "Amber|Ashford|Blue|Bright|Cedar|Clear|Copper|Crown|Eagle|Elm|Ember|Fair|Falcon|Granite|Harbor|Hazel|Heron|High|"
    "Iron|Juniper|Keystone|Lake|Laurel|Maple|Marble|Meadow|Mill|North|Oak|Orchard|Pine|Prairie|Quarry|Red|River|Silver|"
    "Slate|Stone|Summit|Timber|Union|Valley|West|Willow|Winter"
)
_SECOND: Final = words(
    "Ridge|Creek|Point|Field|Gate|Light|Bridge|Brook|Hollow|Peak|Shore|Grove|Crest|Haven|Spring|Trail|Bay|Hill|Forge|"
    "Landing|Park|View|Cross|Works|Harvest"
)
_TRADES: Final = words(
    "Supply|Fabrication|Components|Logistics|Instruments|Packaging|Foods|Controls|Systems|Plastics|Industries|Tooling|"
    "Electronics|Medical|Coatings|Automation|Hydraulics|Materials|Distribution|Engineering|Textiles|Marine|Energy|"
    "Machinery|Printing"
)
_SURNAMES: Final = words(
    "Whitaker|Lowe|Harrington|Briggs|Callahan|Mercer|Thornton|Vance|Holloway|Prescott|Ellery|Radcliffe|Sutton|Barlow|"
    "Kendrick|Langley|Marsh|Norwood|Pemberton|Quinlan|Rowley|Stanfield|Tilden|Wexler|Yates|Abbott|Coleman|Drummond"
)
_MEN: Final = words(
    "James|Michael|Robert|David|Daniel|Andrew|Kevin|Brian|Thomas|Peter|Steven|Mark|Ryan|Oliver|George|Nathan"
)
_WOMEN: Final = words(
    "Jennifer|Laura|Emily|Karen|Susan|Michelle|Angela|Rebecca|Rachel|Olivia|Hannah|Claire|Nicole|Sarah|Megan|Amanda"
)
_STREETS: Final = words(
    "Industrial Parkway|Commerce Drive|Main Street|Lakeshore Road|Mill Street|Harbor Boulevard|Enterprise Way|"
    "Market Street|Railroad Avenue|Innovation Drive|Oak Avenue|Foundry Street"
)


@dataclass(frozen=True, slots=True)
class _Country:
    """What differs between the countries that write English."""

    forms: tuple[str, ...]
    places: tuple[tuple[str, ...], ...]
    titles: tuple[str, str]


_US: Final = _Country(
    words("Inc.|Inc.|Inc.|LLC|LLC|Corp.|Co.|Group, Inc."),
    table(
        """
New York|NY|100##|America/New_York|+1 212 555 01##
Newark|NJ|071##|America/New_York|+1 973 555 01##
Boston|MA|021##|America/New_York|+1 617 555 01##
Philadelphia|PA|191##|America/New_York|+1 215 555 01##
Atlanta|GA|303##|America/New_York|+1 404 555 01##
Charlotte|NC|282##|America/New_York|+1 704 555 01##
Miami|FL|331##|America/New_York|+1 305 555 01##
Cleveland|OH|441##|America/New_York|+1 216 555 01##
Chicago|IL|606##|America/Chicago|+1 312 555 01##
Dallas|TX|752##|America/Chicago|+1 214 555 01##
Houston|TX|770##|America/Chicago|+1 713 555 01##
Minneapolis|MN|554##|America/Chicago|+1 612 555 01##
Kansas City|MO|641##|America/Chicago|+1 816 555 01##
Denver|CO|802##|America/Denver|+1 303 555 01##
Salt Lake City|UT|841##|America/Denver|+1 801 555 01##
Phoenix|AZ|850##|America/Phoenix|+1 602 555 01##
Seattle|WA|981##|America/Los_Angeles|+1 206 555 01##
Portland|OR|972##|America/Los_Angeles|+1 503 555 01##
San Jose|CA|951##|America/Los_Angeles|+1 408 555 01##
Los Angeles|CA|900##|America/Los_Angeles|+1 213 555 01##
"""
    ),
    ("Mr.", "Ms."),
)
_CA: Final = _Country(
    words("Inc.|Ltd.|Ltd.|Corp.|Limited"),
    table(
        """
Toronto|ON|M5V #A#|America/Toronto|+1 416 555 01##
Mississauga|ON|L5B #C#|America/Toronto|+1 905 555 01##
Ottawa|ON|K1P #B#|America/Toronto|+1 613 555 01##
Calgary|AB|T2P #H#|America/Edmonton|+1 403 555 01##
Edmonton|AB|T5J #N#|America/Edmonton|+1 780 555 01##
Vancouver|BC|V6B #K#|America/Vancouver|+1 604 555 01##
Winnipeg|MB|R3C #X#|America/Winnipeg|+1 204 555 01##
Halifax|NS|B3J #R#|America/Halifax|+1 902 555 01##
"""
    ),
    ("Mr.", "Ms."),
)
_GB: Final = _Country(
    words("Ltd|Ltd|Ltd|Limited|Limited|PLC"),
    table(
        """
London||EC2A #AB|Europe/London|+44 20 7946 0###
London||SE1 #LT|Europe/London|+44 20 7946 0###
Birmingham||B3 #HJ|Europe/London|+44 121 496 0###
Manchester||M2 #PW|Europe/London|+44 161 496 0###
Leeds||LS1 #DR|Europe/London|+44 113 496 0###
Bristol||BS1 #QF|Europe/London|+44 117 496 0###
Sheffield||S1 #GF|Europe/London|+44 114 496 0###
Glasgow||G2 #DH|Europe/London|+44 141 496 0###
Edinburgh||EH3 #EG|Europe/London|+44 131 496 0###
Cardiff||CF10 #AL|Europe/London|+44 29 2018 0###
"""
    ),
    ("Mr", "Ms"),
)
_SG: Final = _Country(
    words("Pte. Ltd.|Pte. Ltd.|Pte. Ltd.|Pte. Ltd.|Ltd."),
    table(
        """
Singapore||0489##|Asia/Singapore|+65 6### ####
Singapore||0681##|Asia/Singapore|+65 6### ####
Singapore||1190##|Asia/Singapore|+65 6### ####
Singapore||4087##|Asia/Singapore|+65 6### ####
Singapore||5291##|Asia/Singapore|+65 6### ####
Singapore||6292##|Asia/Singapore|+65 6### ####
"""
    ),
    ("Mr", "Ms"),
)
_GB_STREETS: Final = words("High Street|Mill Lane|Victoria Road|Foundry Road|Park Row|Quay Street|Station Road")
_SG_STREETS: Final = words(
    "Ubi Avenue|Tuas South Street|Jurong East Street|Changi Business Park Central|Kallang Way|Toa Payoh Lorong|"
    "Woodlands Loop|Pasir Panjang Road"
)
_SG_BRANDS: Final = words(
    "Merlion|Straits|Temasek Row|Kallang|Tanjong|Raffles Quay|Sentosa Bay|Nanyang|Orchid|Lion Gate|Marina|Peninsula|"
    "Equator|Sunda|Bukit|Selat"
)
_SG_PEOPLE: Final = table(
    "Tan|Wei Ming|m\nLim|Hui Ling|f\nLee|Jun Hao|m\nNg|Siew Mei|f\nWong|Kah Wai|m\nGoh|Pei Shan|f\nChua|Boon Keng|m\n"
    "Koh|Li Ting|f\nOng|Zhi Hao|m\nTeo|Xiu Wen|f\nRajan|Priya|f\nKumar|Arun|m\nRahman|Nurul|f\nIsmail|Faizal|m\n"
    "Nair|Deepa|f\nYeo|Cheng Huat|m\nSim|Jia Hui|f\nPillai|Suresh|m"
)


def _named(first: str, trade: str, form: str) -> CompanyName:
    name = f"{first} {trade} {form}"
    return CompanyName(name, name, "", f"{plain(first)}-{plain(trade)}.example")


def _company(country: _Country, rng: random.Random, _city: str, rare: bool) -> CompanyName:  # noqa: FBT001
    """Invent a company: two words or two families, a trade, a legal form."""
    if rng.random() < 0.25:
        one, other = rng.sample(_SURNAMES, 2)
        first = f"{one} & {other}"
    else:
        first = f"{rng.choice(_FIRST)} {rng.choice(_SECOND)}"
    if rare:
        first = f"{rng.choice(_SURNAMES)} {first}"
    return _named(first, rng.choice(_TRADES), rng.choice(country.forms))


def _company_sg(rng: random.Random, _city: str, rare: bool) -> CompanyName:  # noqa: FBT001
    """Invent a company of Singapore."""
    first = rng.choice(_SG_BRANDS) + (f" {rng.choice(_SECOND)}" if rng.random() < 0.5 else "")
    if rare:
        first = f"{rng.choice(_SG_PEOPLE)[0]} {first} {rng.choice(_FIRST)}"
    return _named(first, rng.choice(_TRADES), rng.choice(_SG.forms))


def _person(country: _Country, rng: random.Random) -> PersonName:
    woman = rng.random() < 0.5
    given, family = rng.choice(_WOMEN if woman else _MEN), rng.choice(_SURNAMES)
    return PersonName(family, given, title_for(rng, *country.titles, woman=woman), f"{plain(given)}.{plain(family)}")


def _person_sg(rng: random.Random) -> PersonName:
    family, given, sex = rng.choice(_SG_PEOPLE)
    return PersonName(family, given, title_for(rng, *_SG.titles, woman=sex == "f"), f"{plain(given)}.{plain(family)}")


def _address(country: _Country, rng: random.Random) -> Address:
    city, region, post, zone, phone = rng.choice(country.places)
    street = f"{rng.randrange(10, 4900)} {rng.choice(_STREETS)}"
    suite = f", Suite {rng.randrange(100, 980)}" if country is not _GB and rng.random() < 0.4 else ""
    return Address(street + suite, city, region, digits(rng, post), zone, digits(rng, phone), digits(rng, phone))


def _address_gb(rng: random.Random) -> Address:
    place = _address(_GB, rng)
    street = f"{rng.randrange(1, 240)} {rng.choice(_GB_STREETS)}"
    return Address(street, place.city, "", place.postcode, place.zone, place.phone, digits(rng, "+44 7700 900###"))


def _address_sg(rng: random.Random) -> Address:
    city, region, post, zone, phone = rng.choice(_SG.places)
    street = f"{rng.randrange(1, 90)} {rng.choice(_SG_STREETS)} {rng.randrange(1, 9)}"
    unit = f"#{rng.randrange(1, 20):02d}-{rng.randrange(1, 60):02d}"
    return Address(
        f"{street}, {unit}", city, region, digits(rng, post), zone, digits(rng, phone), digits(rng, "+65 9### ####")
    )


UNITED_STATES: Final = Naming(partial(_company, _US), partial(_person, _US), partial(_address, _US))
CANADA: Final = Naming(partial(_company, _CA), partial(_person, _CA), partial(_address, _CA))
BRITAIN: Final = Naming(partial(_company, _GB), partial(_person, _GB), _address_gb)
SINGAPORE: Final = Naming(_company_sg, _person_sg, _address_sg)
