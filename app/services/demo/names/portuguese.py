"""Names of companies, people and places in Brazil and Portugal, each in its own spelling."""

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


@dataclass(frozen=True, slots=True)
class _Country:
    """What differs between Brazil and Portugal; a place is city, region, postcode, zone, phone."""

    trades: tuple[str, ...]
    names: tuple[str, ...]
    forms: tuple[str, ...]
    places: tuple[tuple[str, ...], ...]
    streets: tuple[str, ...]
    families: tuple[str, ...]
    people: tuple[tuple[str, ...], tuple[str, ...]]
    titles: tuple[str, str]
    mobile: str


_BR: Final = _Country(
    words(
        "Comércio|Indústria|Distribuidora|Transportadora|Metalúrgica|Alimentos|Embalagens|Têxtil|Química|Materiais|"
        "Tecnologia|Equipamentos|Construtora|Papelaria|Ferragens|Autopeças|Laticínios|Móveis|Calçados|Cerâmica"
    ),
    words(
        "Boa Vista|Rio Verde|Serra Azul|Ipê Amarelo|Santa Luzia|Aroeira|Três Marias|Vale do Sol|São Bento|Jacarandá|"
        "Pedra Branca|Cachoeira|Horizonte|Bandeirantes|Nova Aliança|Monte Claro|Pinheiral|Campo Belo|Guarani|Tangará|"
        "Maracatu|Sabiá|Araucária|Beira Mar|Mantiqueira|Ouro Fino|Bela Cruz|Piratininga"
    ),
    words("Ltda.|Ltda.|Ltda.|Ltda.|S.A.|S/A|Ltda. ME"),
    table(
        """
São Paulo|SP|01###-000|America/Sao_Paulo|+55 11 3### ####
Campinas|SP|130##-###|America/Sao_Paulo|+55 19 3### ####
Rio de Janeiro|RJ|200##-###|America/Sao_Paulo|+55 21 2### ####
Belo Horizonte|MG|301##-###|America/Sao_Paulo|+55 31 3### ####
Curitiba|PR|800##-###|America/Sao_Paulo|+55 41 3### ####
Porto Alegre|RS|900##-###|America/Sao_Paulo|+55 51 3### ####
Joinville|SC|892##-###|America/Sao_Paulo|+55 47 3### ####
Salvador|BA|400##-###|America/Bahia|+55 71 3### ####
Recife|PE|500##-###|America/Recife|+55 81 3### ####
Fortaleza|CE|600##-###|America/Fortaleza|+55 85 3### ####
Goiânia|GO|740##-###|America/Sao_Paulo|+55 62 3### ####
Manaus|AM|690##-###|America/Manaus|+55 92 3### ####
"""
    ),
    words(
        "Rua das Acácias, @## – Centro|Av. Presidente Vargas, 1### – 1@º andar – Centro|"
        "Rua XV de Novembro, @## – Centro|Av. Brasil, @### – Distrito Industrial|"
        "Rodovia dos Bandeirantes, km @# – Galpão @|Rua Sete de Setembro, 1## – Sala @0@"
    ),
    words(
        "Silva|Souza|Oliveira|Santos|Pereira|Lima|Carvalho|Ferreira|Almeida|Costa|Ribeiro|Barbosa|Araújo|Cardoso|Rocha|"
        "Teixeira|Moreira|Nogueira|Batista|Freitas"
    ),
    (
        words("João|Paulo|Rafael|Marcelo|Eduardo|Rodrigo|Thiago|Fábio|Gustavo|Leandro|Bruno|André"),
        words("Maria|Fernanda|Juliana|Camila|Patrícia|Aline|Renata|Luciana|Beatriz|Vanessa|Letícia|Simone"),
    ),
    ("Sr.", "Sra."),
    "9#### ####",
)
_PT: Final = _Country(
    words(
        "Comércio|Indústria|Distribuição|Transportes|Metalomecânica|Alimentar|Embalagens|Têxteis|Química|Materiais|"
        "Tecnologias|Equipamentos|Construções|Papelaria|Ferragens|Peças Auto|Lacticínios|Mobiliário|Calçado|Cortiças"
    ),
    words(
        "Serra da Lua|Ribeira Nova|Monte Alvo|Quinta do Vale|Atlântica|Vale da Pedra|Rosa dos Ventos|Mar Alto|"
        "Casa Velha|"
        "Ponte Nova|Foz Clara|Sobreiro|Lusa Mar|Oliveirinha|Santa Comba Nova|Moinho do Rio|Pinhal Novo|"
        "Estrela do Norte|"
        "Barca Velha do Sul|Castelinho|Fonte Fria|Torre do Mar"
    ),
    words(", Lda.|, Lda.|, Lda.|, Lda.|, S.A.|, Unipessoal Lda."),
    table(
        """
Lisboa||1###-0##|Europe/Lisbon|+351 21# ### ###
Porto||4###-0##|Europe/Lisbon|+351 22# ### ###
Braga||4700-###|Europe/Lisbon|+351 253 ### ###
Aveiro||3800-###|Europe/Lisbon|+351 234 ### ###
Coimbra||3000-###|Europe/Lisbon|+351 239 ### ###
Leiria||2400-###|Europe/Lisbon|+351 244 ### ###
Setúbal||2900-###|Europe/Lisbon|+351 265 ### ###
Faro||8000-###|Europe/Lisbon|+351 289 ### ###
Funchal||9000-###|Atlantic/Madeira|+351 291 ### ###
"""
    ),
    words(
        "Rua do Comércio, n.º @#|Avenida da Liberdade, n.º 1##, @.º Esq.|Zona Industrial, Lote @#|"
        "Rua de Santa Catarina, n.º @##|Praça da República, n.º #@|Estrada Nacional 1, km 2@#"
    ),
    words(
        "Sousa|Ferreira|Pereira|Oliveira|Santos|Carvalho|Rodrigues|Martins|Lopes|Marques|Gomes|Ribeiro|Pinto|Teixeira|"
        "Correia|Mendes|Nunes|Vieira|Cardoso|Matos"
    ),
    (
        words("João|Pedro|Rui|Nuno|Tiago|Miguel|António|Luís|Hugo|Francisco|Bruno|Vasco"),
        words("Maria|Ana|Catarina|Inês|Sofia|Joana|Marta|Teresa|Cristina|Helena|Rita|Susana"),
    ),
    ("Dr.|Eng.|Sr.", "Dra.|Eng.ª|Sra."),
    "+351 91# ### ###",
)


def _company(country: _Country, rng: random.Random, _city: str, rare: bool) -> CompanyName:  # noqa: FBT001
    """Invent a company: a name, a trade, a legal form; ``rare`` adds a family."""
    name, trade = rng.choice(country.names), rng.choice(country.trades)
    first = " & ".join(rng.sample(country.families, 2)) if rng.random() < 0.25 else name
    if rare:
        first = f"{first} {rng.choice(country.families)}"
    joined = f"{first} {trade}" if country is _PT or rng.random() < 0.6 else f"{trade} {first}"
    form = rng.choice(country.forms)
    full = f"{joined}{form}" if form.startswith(",") else f"{joined} {form}"
    return CompanyName(full, full, "", f"{plain(joined)}.example")


def _person(country: _Country, rng: random.Random) -> PersonName:
    woman = rng.random() < 0.5
    given = rng.choice(country.people[woman])
    middle, family = rng.sample(country.families, 2)
    title = title_for(rng, *country.titles, woman=woman)
    return PersonName(
        f"{middle} {family}" if rng.random() < 0.4 else family, given, title, f"{plain(given)}.{plain(family)}"
    )


def _address(country: _Country, rng: random.Random) -> Address:
    city, region, post, zone, phone = rng.choice(country.places)
    street = digits(rng, rng.choice(country.streets))
    mobile = digits(rng, country.mobile)
    if country is _BR:  # mobile numbers carry the area code of their town
        mobile = f"{phone[:6]} {mobile}"
    return Address(street, city, region, digits(rng, post), zone, digits(rng, phone), mobile)


def _naming(country: _Country) -> Naming:
    return Naming(partial(_company, country), partial(_person, country), partial(_address, country))


BRAZIL: Final = _naming(_BR)
PORTUGAL: Final = _naming(_PT)
