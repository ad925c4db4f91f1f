"""The table of holidays that the program ships, written from the pinned holiday package.

    python -m tools.holiday_table    write resources/calendars/holidays.json

The package takes almost half a second to import, and the first view has to be there before that. Countries and years
outside the table are still asked of the package.
"""

from __future__ import annotations

import json
from typing import Any, Final

from app.services.calendars import TABLE, tabulate

#: The markets of the policy.
COUNTRIES: Final = "AR BR CA CN CO ES GB JP MX PT SG TW US".split()
YEARS: Final = range(2024, 2033)


def table() -> dict[str, Any]:
    """Return the table as the package has it now."""
    return {country: {str(year): tabulate(country, year) for year in YEARS} for country in COUNTRIES}


def text() -> str:
    """Return the table as it is written: a line per country and year."""
    lines = []
    for country, years in table().items():
        inner = ",\n".join(
            f"  {json.dumps(year)}: {json.dumps(value, ensure_ascii=False, sort_keys=True)}"
            for year, value in years.items()
        )
        lines.append(f"{json.dumps(country)}: {{\n{inner}\n}}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    TABLE.write_text(text(), encoding="utf-8")
