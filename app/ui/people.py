"""How a person at a customer is called on screen: with the honorific of their language, never guessing their sex."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.portfolio.account.rows import ContactRow
    from app.services.portfolio.people import ContactLine


def spoken(person: ContactLine | ContactRow) -> str:
    """Return the name as one would address it: ``田中 一郎 様``, ``王经理``, ``Lic. Gómez``."""
    language = (person.language or "").split("_")[0].split("-")[0]
    if language == "ja":
        full = " ".join(part for part in (person.family, person.given) if part) or person.name
        return full if full.endswith("様") else f"{full} 様"
    if language == "zh" and person.family and person.job_title and len(person.job_title) <= 4:
        return f"{person.family}{person.job_title}"
    if person.title and not person.name.startswith(person.title):
        return f"{person.title} {person.name}"
    return person.name
