"""Names of companies, people and places in Spain, Mexico, Colombia and Argentina."""

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

_TRADES: Final = words(
    "Distribuidora|Comercial|Industrias|Suministros|Talleres|Transportes|Construcciones|Alimentos|Textiles|Químicas|"
    "Laboratorios|Maquinaria|Ferretería|Envases|Plásticos|Aceros|Papelera|Instalaciones|Electrónica|Conservas|"
    "Herramientas|Iluminación|Refrigeración|Montajes"
)
_NAMES: Final = words(
    "El Roble|del Norte|San Marcos|La Encina|Montenegro|Hermanos Vega|Santa Clara|Los Olivos|El Mirador|La Ribera|"
    "Puerto Nuevo|Valle Verde|Tres Ríos|La Cumbre|Las Torres|El Faro|Río Claro|Monte Alto|San Telmo|La Marina|"
    "Campo Real|El Puente|Piedra Blanca|Aguas Frías|Sierra Azul|La Estrella|Bella Vista|Los Álamos|El Ciprés|"
    "Casa Grande|Peña Alta|La Alameda|Punta Arenal|Nueva Era|San Isidro|El Molino|La Fragua|Cruz del Sur"
)
_FAMILIES: Final = words(
    "García|Rodríguez|Martínez|López|González|Pérez|Sánchez|Ramírez|Torres|Flores|Rivera|Gómez|Díaz|Vargas|Castro|Ortiz|"
    "Rojas|Moreno|Herrera|Medina|Aguilar|Vega|Salazar|Núñez|Cabrera|Ibáñez|Peralta|Quintero|Acosta|Domínguez"
)
_MEN: Final = words("Carlos|Javier|Luis|Miguel|Andrés|Fernando|Ricardo|Alejandro|Jorge|Pablo|Sergio|Diego|Raúl|Gonzalo")
_WOMEN: Final = words("Laura|María|Ana|Lucía|Carmen|Patricia|Sofía|Marta|Elena|Gabriela|Daniela|Silvia|Mónica|Beatriz")


@dataclass(frozen=True, slots=True)
class _Country:
    """What differs between the countries that write Spanish.

    Attributes:
        place: name of the place, region, postcode, time zone, phone with area code.
        streets: patterns of a street; ``{name}`` is a word of its own list, # digits.
    """

    forms: tuple[str, ...]
    places: tuple[tuple[str, ...], ...]
    streets: tuple[str, ...]
    names: tuple[str, ...]
    mobile: str
    men: str
    women: str


_ES: Final = _Country(
    words(", S.L.|, S.L.|, S.L.|, S.A.|, S.A.|, S.L.U.|, S. Coop."),
    table(
        """
Madrid|Madrid|280##|Europe/Madrid|+34 91# ### ###
Barcelona|Barcelona|080##|Europe/Madrid|+34 93# ### ###
Valencia|Valencia|460##|Europe/Madrid|+34 96# ### ###
Sevilla|Sevilla|410##|Europe/Madrid|+34 954 ### ###
Zaragoza|Zaragoza|500##|Europe/Madrid|+34 976 ### ###
Bilbao|Bizkaia|480##|Europe/Madrid|+34 944 ### ###
Málaga|Málaga|290##|Europe/Madrid|+34 952 ### ###
Vigo|Pontevedra|362##|Europe/Madrid|+34 986 ### ###
Murcia|Murcia|300##|Europe/Madrid|+34 968 ### ###
Las Palmas de Gran Canaria|Las Palmas|350##|Atlantic/Canary|+34 928 ### ###
"""
    ),
    words("Calle {name}, @#|Avenida de {name}, 1##|Polígono Industrial {name}, nave @|Paseo de {name}, @#, @.º B"),
    words("Goya|Cervantes|Colón|San Fernando|Velázquez|Alcalá|Aragón|Covadonga|Zurbano"),
    "+34 6## ### ###",
    "Sr.|D.",
    "Sra.|D.ª",
)
_MX: Final = _Country(
    words(", S.A. de C.V.|, S.A. de C.V.|, S.A. de C.V.|, S. de R.L. de C.V.|, S.A.P.I. de C.V."),
    table(
        """
Ciudad de México|CDMX|06###|America/Mexico_City|+52 55 5### ####
Monterrey|Nuevo León|64###|America/Monterrey|+52 81 8### ####
Guadalajara|Jalisco|44###|America/Mexico_City|+52 33 3### ####
Puebla|Puebla|72###|America/Mexico_City|+52 222 2## ####
Querétaro|Querétaro|76###|America/Mexico_City|+52 442 2## ####
León|Guanajuato|37###|America/Mexico_City|+52 477 7## ####
Tijuana|Baja California|22###|America/Tijuana|+52 664 6## ####
Ciudad Juárez|Chihuahua|32###|America/Ciudad_Juarez|+52 656 6## ####
Mérida|Yucatán|97###|America/Merida|+52 999 9## ####
"""
    ),
    words("Av. {name} 1##, Col. Centro|Calle {name} 4##, Col. Industrial|Blvd. {name} 2###, Col. Del Valle"),
    words("Reforma|Insurgentes|Hidalgo|Juárez|Morelos|Madero|Constituyentes|Universidad|Las Américas"),
    "+52 55 4### ####",
    "Lic.|C.P.|Ing.|Sr.",
    "Lic.|C.P.|Ing.|Sra.",
)
_CO: Final = _Country(
    words("S.A.S.|S.A.S.|S.A.S.|S.A.|Ltda.|S. en C."),
    table(
        """
Bogotá, D. C.||1101##|America/Bogota|+57 601 ### ####
Medellín|Antioquia|0500##|America/Bogota|+57 604 ### ####
Cali|Valle del Cauca|7600##|America/Bogota|+57 602 ### ####
Barranquilla|Atlántico|0800##|America/Bogota|+57 605 ### ####
Cartagena|Bolívar|1300##|America/Bogota|+57 605 ### ####
Bucaramanga|Santander|6800##|America/Bogota|+57 607 ### ####
Pereira|Risaralda|6600##|America/Bogota|+57 606 ### ####
"""
    ),
    words("Carrera @ # @#-#@, Of. @0@|Calle @# # #@-@#|Avenida {name} # @#-#@|Zona Industrial {name}, bodega #@"),
    words("El Dorado|Las Américas|Boyacá|Caracas|Siberia|Puente Aranda|Suba"),
    "+57 310 ### ####",
    "Sr.|Dr.|Ing.",
    "Sra.|Dra.|Ing.",
)
_AR: Final = _Country(
    words("S.A.|S.A.|S.R.L.|S.R.L.|S.A.S.|S.A.I.C."),
    table(
        """
Ciudad Autónoma de Buenos Aires|CABA|C10##ABC|America/Argentina/Buenos_Aires|+54 11 4### ####
Córdoba|Córdoba|X5000DEF|America/Argentina/Cordoba|+54 351 4## ####
Rosario|Santa Fe|S2000GHI|America/Argentina/Cordoba|+54 341 4## ####
Mendoza|Mendoza|M5500JKL|America/Argentina/Mendoza|+54 261 4## ####
La Plata|Buenos Aires|B1900MNO|America/Argentina/Buenos_Aires|+54 221 4## ####
Mar del Plata|Buenos Aires|B7600PQR|America/Argentina/Buenos_Aires|+54 223 4## ####
San Miguel de Tucumán|Tucumán|T4000STU|America/Argentina/Tucuman|+54 381 4## ####
"""
    ),
    words("Av. {name} @###, piso @|{name} 1###|Ruta Nacional @ km @#|Av. {name} 5##"),
    words("Corrientes|Belgrano|San Martín|Rivadavia|Santa Fe|Mitre|Sarmiento|Libertador|Pueyrredón"),
    "+54 9 11 5### ####",
    "Sr.|Cdor.|Ing.",
    "Sra.|Cdra.|Ing.",
)


def _company(country: _Country, rng: random.Random, city: str, rare: bool) -> CompanyName:  # noqa: FBT001
    """Invent a company: trade, a name or two families, a legal form; ``rare`` names the town too."""
    trade = rng.choice(_TRADES)
    second = rng.choice(_NAMES) if rng.random() < 0.65 else " y ".join(rng.sample(_FAMILIES, 2))
    town = f" de {city.split(',', maxsplit=1)[0]}" if rare else ""
    if rare and rng.random() < 0.7:
        second = f"{second} {rng.choice(_FAMILIES)}"
    name = f"{trade} {second}{town}"
    domain = f"{plain(trade)}{plain(second)}{plain(town)}.example"
    form = rng.choice(country.forms)
    full = f"{name}{form}" if form.startswith(",") else f"{name} {form}"
    return CompanyName(full, full, "", domain)


def _person(country: _Country, rng: random.Random) -> PersonName:
    woman = rng.random() < 0.5
    given = rng.choice(_WOMEN if woman else _MEN)
    family, second = rng.sample(_FAMILIES, 2)
    title = title_for(rng, country.men, country.women, woman=woman)
    return PersonName(f"{family} {second}", given, title, f"{plain(given)}.{plain(family)}")


def _address(country: _Country, rng: random.Random) -> Address:
    city, region, post, zone, phone = rng.choice(country.places)
    pattern = rng.choice(country.streets)
    # In Colombia the sign before the crossing is a # of its own.
    street = digits(rng, pattern.replace(" # ", " ％ ")).replace("％", "#").replace("{name}", rng.choice(country.names))
    return Address(street, city, region, digits(rng, post), zone, digits(rng, phone), digits(rng, country.mobile))


def _naming(country: _Country) -> Naming:
    return Naming(partial(_company, country), partial(_person, country), partial(_address, country))


SPAIN: Final = _naming(_ES)
MEXICO: Final = _naming(_MX)
COLOMBIA: Final = _naming(_CO)
ARGENTINA: Final = _naming(_AR)
