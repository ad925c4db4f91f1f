"""What public holiday tables do not say: bank holidays, time zones by place, days without letters.

Easter offsets are days from Easter Sunday. Sources in words: Japan's Banking Act enforcement order (banks closed from
31 December to 3 January), Febraban's calendar (Brazil: Carnival Monday and Tuesday, Corpus Christi), the Mexican
banking commission's yearly list, the national collective agreements of banks in Spain and Portugal.
"""

from __future__ import annotations

from typing import Final

#: Categories of the holiday package to add to ``public``, by country.
CATEGORIES: Final[dict[str, tuple[str, ...]]] = {
    "AR": ("bank",),
    "CA": ("government",),
    "CL": ("bank",),
    "JP": ("bank",),
    "KR": ("bank",),
}
#: Where the country as a whole has fewer days than its business centre keeps.
SUBDIVISIONS: Final[dict[str, str]] = {"GB": "ENG"}

#: Fixed days (month, day) on which banks are closed besides public holidays.
BANK_DAYS: Final[dict[str, tuple[tuple[int, int, str], ...]]] = {
    "BR": ((12, 31, "Feriado bancário"),),
    "JP": ((1, 2, "年始"), (1, 3, "年始"), (12, 31, "年末")),
    "MX": ((11, 2, "Día de Muertos"), (12, 12, "Día del Empleado Bancario")),
}
#: The same, counted from Easter Sunday.
EASTER_DAYS: Final[dict[str, tuple[tuple[int, str], ...]]] = {
    "BR": ((-48, "Carnaval"), (-47, "Carnaval"), (60, "Corpus Christi")),
    "ES": ((-3, "Jueves Santo"),),
    "MX": ((-3, "Jueves Santo"), (-2, "Viernes Santo")),
    "PT": ((-47, "Carnaval"),),
}

#: Countries that keep Holy Thursday and Good Friday without letters.
HOLY_WEEK: Final = frozenset("ES PT MX CO AR BR CL PE EC UY PY BO VE CR PA GT HN SV NI DO PR".split())
#: Days without letters, (month, day) to (month, day), by country; "" is everyone.
NO_LETTERS: Final[dict[str, tuple[tuple[int, int, int, int], ...]]] = {
    "": ((12, 24, 12, 31), (1, 1, 1, 1)),
    "JP": ((4, 29, 5, 5), (8, 13, 8, 16), (12, 29, 12, 31), (1, 1, 1, 4)),
    "CN": ((10, 1, 10, 7),),
}
#: Countries where demands (stages 3 and 4) rest in August.
AUGUST: Final = frozenset({"ES", "PT"})
#: Days from Lunar New Year's Eve on without letters.
LUNAR_NEW_YEAR: Final[dict[str, int]] = {"CN": 7, "TW": 7}

#: The zone of a country's business centre.
ZONES: Final[dict[str, str]] = dict(
    pair.split("=")
    for pair in (
        "AE=Asia/Dubai AR=America/Argentina/Buenos_Aires AT=Europe/Vienna AU=Australia/Sydney "
        "BE=Europe/Brussels BG=Europe/Sofia BO=America/La_Paz BR=America/Sao_Paulo CA=America/Toronto "
        "CH=Europe/Zurich CL=America/Santiago CN=Asia/Shanghai CO=America/Bogota CR=America/Costa_Rica "
        "CZ=Europe/Prague DE=Europe/Berlin DK=Europe/Copenhagen DO=America/Santo_Domingo "
        "EC=America/Guayaquil EE=Europe/Tallinn EG=Africa/Cairo ES=Europe/Madrid FI=Europe/Helsinki "
        "FR=Europe/Paris GB=Europe/London GR=Europe/Athens GT=America/Guatemala HK=Asia/Hong_Kong "
        "HN=America/Tegucigalpa HR=Europe/Zagreb HU=Europe/Budapest ID=Asia/Jakarta IE=Europe/Dublin "
        "IL=Asia/Jerusalem IN=Asia/Kolkata IS=Atlantic/Reykjavik IT=Europe/Rome JP=Asia/Tokyo "
        "KE=Africa/Nairobi KR=Asia/Seoul KW=Asia/Kuwait LT=Europe/Vilnius LU=Europe/Luxembourg "
        "LV=Europe/Riga MA=Africa/Casablanca MO=Asia/Macau MX=America/Mexico_City MY=Asia/Kuala_Lumpur "
        "NG=Africa/Lagos NI=America/Managua NL=Europe/Amsterdam NO=Europe/Oslo NZ=Pacific/Auckland "
        "PA=America/Panama PE=America/Lima PH=Asia/Manila PL=Europe/Warsaw PR=America/Puerto_Rico "
        "PT=Europe/Lisbon PY=America/Asuncion QA=Asia/Qatar RO=Europe/Bucharest RS=Europe/Belgrade "
        "RU=Europe/Moscow SA=Asia/Riyadh SE=Europe/Stockholm SG=Asia/Singapore SI=Europe/Ljubljana "
        "SK=Europe/Bratislava SV=America/El_Salvador TH=Asia/Bangkok TR=Europe/Istanbul TW=Asia/Taipei "
        "UA=Europe/Kyiv US=America/New_York UY=America/Montevideo VE=America/Caracas VN=Asia/Ho_Chi_Minh "
        "ZA=Africa/Johannesburg"
    ).split()
)

#: Zones of places away from the business centre: words as they stand in addresses, without accents, lower case.
#: Two-letter words are states or provinces and count only as a word in capitals.
PLACES: Final[dict[str, dict[str, str]]] = {
    "US": {
        "America/Chicago": (
            "AL|AR|IL|IA|KS|LA|MN|MS|MO|NE|ND|OK|SD|TN|TX|WI|chicago|houston|dallas|austin|san antonio|"
            "minneapolis|milwaukee|st. louis|kansas city|new orleans|nashville|memphis|oklahoma city|texas|illinois|"
            "wisconsin|minnesota|missouri|tennessee|louisiana|alabama|iowa|omaha"
        ),
        "America/Denver": "CO|MT|NM|UT|WY|ID|denver|salt lake city|albuquerque|boise|colorado|utah|montana|el paso",
        "America/Phoenix": "AZ|phoenix|tucson|scottsdale|arizona",
        "America/Los_Angeles": (
            "CA|NV|OR|WA|los angeles|san francisco|san diego|san jose|seattle|portland, or|las vegas|sacramento|"
            "oakland|palo alto|california|nevada|oregon"
        ),
        "America/Anchorage": "AK|anchorage|alaska",
        "Pacific/Honolulu": "HI|honolulu|hawaii",
    },
    "CA": {
        "America/Vancouver": "BC|vancouver|victoria|burnaby|surrey|british columbia",
        "America/Edmonton": "AB|calgary|edmonton|alberta",
        "America/Regina": "SK|regina|saskatoon|saskatchewan",
        "America/Winnipeg": "MB|winnipeg|manitoba",
        "America/Halifax": "NS|NB|PE|halifax|moncton|nova scotia|new brunswick",
        "America/St_Johns": "NL|st. john's|newfoundland",
    },
    "MX": {
        "America/Tijuana": "BC|tijuana|mexicali|baja california",
        "America/Hermosillo": "hermosillo|sonora",
        "America/Mazatlan": "mazatlan|culiacan|sinaloa|la paz|nayarit",
        "America/Ciudad_Juarez": "ciudad juarez|cd. juarez",
        "America/Cancun": "cancun|quintana roo|playa del carmen",
    },
    "BR": {
        "America/Manaus": "AM|RR|RO|manaus|porto velho|boa vista|amazonas",
        "America/Cuiaba": "MT|MS|cuiaba|campo grande|mato grosso",
        "America/Rio_Branco": "AC|rio branco",
    },
    "ES": {"Atlantic/Canary": "las palmas|santa cruz de tenerife|tenerife|canarias|lanzarote|fuerteventura"},
    "PT": {
        "Atlantic/Azores": "ponta delgada|azores|acores|angra do heroismo",
        "Atlantic/Madeira": "funchal|madeira",
    },
    "CL": {"America/Punta_Arenas": "punta arenas|magallanes"},
    "EC": {"Pacific/Galapagos": "galapagos"},
    "CN": {"Asia/Urumqi": "urumqi|乌鲁木齐"},
    "AU": {
        "Australia/Perth": "WA|perth",
        "Australia/Adelaide": "SA|adelaide",
        "Australia/Darwin": "NT|darwin",
        "Australia/Brisbane": "QLD|brisbane|gold coast|queensland",
        "Australia/Hobart": "TAS|hobart|tasmania",
    },
    "ID": {"Asia/Makassar": "bali|denpasar|makassar", "Asia/Jayapura": "jayapura|papua"},
    "RU": {
        "Asia/Yekaterinburg": "yekaterinburg|екатеринбург",
        "Asia/Novosibirsk": "novosibirsk|новосибирск",
        "Asia/Vladivostok": "vladivostok|владивосток",
    },
}

#: What files write into a time zone column besides IANA names.
ZONE_WORDS: Final[dict[str, str]] = {
    "jst": "Asia/Tokyo",
    "est": "America/New_York",
    "edt": "America/New_York",
    "et": "America/New_York",
    "eastern": "America/New_York",
    "cst": "America/Chicago",
    "cdt": "America/Chicago",
    "central": "America/Chicago",
    "mst": "America/Denver",
    "mdt": "America/Denver",
    "mountain": "America/Denver",
    "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
    "pt": "America/Los_Angeles",
    "pacific": "America/Los_Angeles",
    "bst": "Europe/London",
    "gmt": "Europe/London",
    "wet": "Europe/Lisbon",
    "cet": "Europe/Madrid",
    "cest": "Europe/Madrid",
    "sgt": "Asia/Singapore",
    "hkt": "Asia/Hong_Kong",
    "art": "America/Argentina/Buenos_Aires",
    "brt": "America/Sao_Paulo",
    "cot": "America/Bogota",
    "utc": "UTC",
    "z": "UTC",
}
#: Abbreviations that mean another place in another country.
ZONE_WORDS_AT: Final[dict[tuple[str, str], str]] = {
    ("CN", "cst"): "Asia/Shanghai",
    ("TW", "cst"): "Asia/Taipei",
    ("MX", "cst"): "America/Mexico_City",
    ("CA", "est"): "America/Toronto",
    ("CA", "et"): "America/Toronto",
    ("CA", "eastern"): "America/Toronto",
    ("CA", "pst"): "America/Vancouver",
    ("CA", "pacific"): "America/Vancouver",
    ("PT", "pt"): "Europe/Lisbon",
    ("DE", "cet"): "Europe/Berlin",
    ("FR", "cet"): "Europe/Paris",
    ("IT", "cet"): "Europe/Rome",
}
