"""Invented companies, people and places of thirteen countries, in their own scripts and forms."""

from __future__ import annotations

from typing import Final

from app.services.demo.names.chinese import CHINA, TAIWAN
from app.services.demo.names.english import BRITAIN, CANADA, SINGAPORE, UNITED_STATES
from app.services.demo.names.japan import JAPAN
from app.services.demo.names.parts import Address, CompanyName, Naming, PersonName, plain
from app.services.demo.names.portuguese import BRAZIL, PORTUGAL
from app.services.demo.names.spanish import ARGENTINA, COLOMBIA, MEXICO, SPAIN

NAMING: Final[dict[str, Naming]] = {
    "JP": JAPAN,
    "CN": CHINA,
    "TW": TAIWAN,
    "SG": SINGAPORE,
    "ES": SPAIN,
    "MX": MEXICO,
    "CO": COLOMBIA,
    "AR": ARGENTINA,
    "BR": BRAZIL,
    "PT": PORTUGAL,
    "US": UNITED_STATES,
    "CA": CANADA,
    "GB": BRITAIN,
}

__all__ = ["NAMING", "Address", "CompanyName", "Naming", "PersonName", "plain"]
