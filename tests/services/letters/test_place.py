"""The city of the dateline: read out of address lines, or none at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.models.company import Company
from app.services.letters.content import build_content
from app.services.letters.production.place import place_of, places_of
from app.services.letters.production.sender import sender_of
from tests.builders.letters import letter_request
from tests.services.letters.sampling import only, sample


@pytest.mark.parametrize(
    ("country", "lines", "city"),
    [
        ("ES", ["Calle de Alcalá, 45", "28014 Madrid"], "Madrid"),
        ("ES", ["Calle de Alcalá, 45, 28014 Madrid, España"], "Madrid"),
        ("ES", ["Pol. Ind. Las Mercedes, nave 3", "28108 Alcobendas (Madrid)", "ESPAÑA"], "Alcobendas"),
        ("ES", ["Triana, 12", "35002 LAS PALMAS DE GRAN CANARIA"], "Las Palmas de Gran Canaria"),
        ("ES", ["Rambla, 1", "08902 L'Hospitalet de Llobregat"], "L'Hospitalet de Llobregat"),
        ("MX", ["Av. Reforma 222, Col. Juárez", "06600 Ciudad de México"], "Ciudad de México"),
        ("MX", ["Av. Reforma 222, Col. Juárez", "06600 Cuauhtémoc, CDMX"], "Ciudad de México"),
        ("MX", ["Av. Reforma 222", "C.P. 06600, Ciudad de México"], "Ciudad de México"),
        ("MX", ["Av. Constitución 400", "64000 Monterrey, N.L.", "MÉXICO"], "Monterrey"),
        ("MX", ["Col. Centro, Av. Ciudad de México 28", "44100 Guadalajara, Jal."], "Guadalajara"),
        ("BR", ["Av. Paulista, 1000 – 5º andar", "01310-100 São Paulo – SP"], "São Paulo"),
        ("BR", ["Av. Paulista, 1000 – Bela Vista – São Paulo – SP", "CEP 01310-100"], "São Paulo"),
        ("BR", ["Rua XV de Novembro, 50", "Curitiba - PR, 80020-310"], "Curitiba"),
        ("PT", ["Avenida da Boavista, n.º 100", "4100-001 Porto"], "Porto"),
        ("PT", ["Rua Garrett, 5", "1200-203 LISBOA", "PORTUGAL"], "Lisboa"),
        ("JP", ["1-2-3 Marunouchi, Chiyoda-ku", "Tokio 100-0005", "JAPÓN"], "Tokio"),
        ("JP", ["1-2-3 Marunouchi, Chiyoda-ku", "Tóquio 100-0005", "JAPÃO"], "Tóquio"),
        ("JP", ["1-1 Honcho", "Kawasaki-shi, Kanagawa 210-0007"], "Kawasaki"),
        ("US", ["350 Fifth Avenue, Suite 1200", "New York, NY 10118", "USA"], "New York"),
        ("CA", ["1 Front Street West", "Toronto ON M5J 2X5"], "Toronto"),
        ("GB", ["12 Leadenhall Street", "London EC3V 1LP"], "London"),
        ("SG", ["8 Marina Boulevard", "Singapore 018981"], "Singapore"),
        ("DE", ["Hauptstraße 5", "D-10115 Berlin"], "Berlin"),
        ("NL", ["Damrak 1", "1012 LG Amsterdam"], "Amsterdam"),
        ("AR", ["Av. Córdoba 1234", "C1055AAB Buenos Aires"], "Buenos Aires"),
        ("CO", ["Carrera 7 # 71-21, Of. 902", "110231 Bogotá, D. C."], "Bogotá"),
    ],
)
def test_the_city_stands_beside_the_postal_code(country, lines, city):
    assert place_of(lines, country) == city


@pytest.mark.parametrize(
    ("country", "lines"),
    [
        ("ES", []),
        ("ES", ["Calle de Alcalá, 45"]),  # no code, no city
        ("ES", ["Apartado de Correos 28014"]),
        ("ES", ["28014 Madrid", "08001 Barcelona"]),  # two cities
        ("ES", ["Calle Mayor, 12", "28014"]),
        ("MX", ["Av. Ciudad de México 28, Col. Centro", "Guadalajara, Jalisco"]),  # a street of that name
        ("JP", ["1-1 Honcho", "Kanagawa 210-0007"]),  # a prefecture
        ("JP", ["〒100-0005 東京都千代田区丸の内1-2-3", "みどりビル8階"]),
        ("AR", ["Rosario 500", "5501 Godoy Cruz"]),  # a street that has a city's name
        ("GB", ["Foundry Way", "Surrey GU1 1AA"]),  # a county
        ("US", ["12345 Main Street", "Springfield"]),  # a street's number is no code
        ("PT", ["1200-203"]),
        ("KE", ["PO Box 12345", "00100 Nairobi"]),  # a country whose addresses are not read
    ],
)
def test_a_city_that_the_lines_do_not_tell_is_not_guessed(country, lines):
    assert place_of(lines, country) == ""


def test_a_letter_is_never_dated_from_the_city_of_another_address():
    places = places_of({"default": ("28014 Madrid",), "es": ("Apartado 12",)}, "ES")
    assert places == {"default": "Madrid", "es": ""}
    request = letter_request("es_ES", 1, 1)
    blank = build_content(replace(request, sender=replace(request.sender, places=places)))
    assert "Madrid," not in blank.text_of("date")


def test_a_branch_in_the_locales_country_gives_its_own_city():
    addresses = {"default": ("Chiyoda-ku, Tokyo 100-0005",), "es_MX": ("Av. Reforma 222", "06600 Ciudad de México")}
    assert places_of(addresses, "JP") == {"default": "Tokyo", "es_MX": "Ciudad de México"}
    assert places_of({"es": ("28013 Madrid",)}, "JP") == {"es": ""}  # Spain's code or Mexico's: not told


def test_the_companys_own_address_gives_the_place():
    company = Company(country="BR", addresses={"default": ["Av. Paulista, 1000", "01310-100 São Paulo – SP"]})
    assert sender_of(company).places == {"default": "São Paulo"}


_DATELINES = {
    "es_ES": "Madrid, 5 de marzo de 2026",
    "es_MX": "Ciudad de México, 5 de marzo de 2026",
    "pt_BR": "São Paulo, 5 de março de 2026.",
    "pt_PT": "Porto, 5 de março de 2026",
}


@pytest.mark.parametrize("locale", sorted(_DATELINES))
@pytest.mark.parametrize("known", [True, False])
def test_the_dateline_names_the_city_or_the_date_alone(locale, known):
    request = letter_request(locale, 0, 2, items=1)
    shift = date(2026, 3, 5) - request.date
    lines = tuple(replace(line, due_date=line.due_date + shift) for line in request.lines)
    sender = request.sender if known else replace(request.sender, places={"default": ""})
    page = sample(replace(request, date=date(2026, 3, 5), lines=lines, sender=sender)).page
    whole = _DATELINES[locale]
    wanted = whole if known else whole.split(", ")[1]
    assert wanted in [line.strip() for line in page.lines]


@only("ja", "zh", "en")
def test_no_city_stands_before_the_date_elsewhere(letters):
    for one in letters:
        block = one.content.parts("date")
        city = one.request.sender.places["default"]
        assert not city or all(city not in date_block.text for date_block in block)
