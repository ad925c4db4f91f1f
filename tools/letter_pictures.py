"""Take the pictures of letters that the README and the guide show: one per language, of the demo portfolio.

    python -m tools.letter_pictures            into docs/letters
    python -m tools.letter_pictures DIR        elsewhere

The demo of a fixed day is made in a folder of its own and thrown away, so the same program takes the same pictures.
Each is the page as it prints, with a hair line around it, in sixteen greys.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from app.services.unit_of_work import Store
from tools.screenshots import PASSPHRASE, ROOT

DAY: Final = "2026-10-30"
PIXELS_PER_INCH: Final = 80
#: The letter of each locale; together they show every stage but the first.
STAGES: Final = {
    "ja_JP": 1,
    "zh_Hans_CN": 3,
    "zh_Hant_TW": 2,
    "es_ES": 2,
    "es_MX": 1,
    "pt_BR": 1,
    "pt_PT": 3,
    "en_US": 2,
    "en_GB": 4,
}
_FEW: Final = range(2, 5)


def make_demo(store: Path) -> None:
    """Make the portfolio whose letters are shown."""
    env = {**os.environ, "PYTHONUTF8": "1", "COLLECTIONS_DESK_PASSPHRASE": PASSPHRASE}
    command = [sys.executable, str(ROOT / "main.py"), "demo", "--store", str(store), "--as-of", DAY]
    subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)


def pages(store: Path) -> Iterator[tuple[str, bytes]]:
    """Write one letter per locale and return its only page as PNG."""
    from datetime import date

    from app.clock import SystemClock
    from app.services.dates import load_days
    from app.services.letters.desk import preview_letter
    from app.services.letters.dunning.by_hand import letter_by_hand
    from app.services.preferences import load_settings
    from app.services.stores import open_writing

    with open_writing(store, SystemClock(), PASSPHRASE) as opened:
        for locale, stage in STAGES.items():
            for number in accounts(opened.store, locale.rsplit("_", 1)[1]):
                with opened.store.write("pictures") as uow:
                    days = load_days(uow.session, date.fromisoformat(DAY), "Asia/Tokyo")
                    settings = load_settings(uow.session)
                    letter = letter_by_hand(uow, number, days, settings, stage=stage, locale=locale)
                    preview = preview_letter(uow.session, letter.id, ppi=PIXELS_PER_INCH)
                if len(letter.claimed) in _FEW and len(preview.pages) == 1:
                    yield locale, preview.pages[0]
                    break
            else:
                raise SystemExit(f"no account of the demo has a letter on one page in {locale}")


def accounts(store: Store, country: str) -> list[str]:
    """Return the accounts of a country with a few items overdue, by number."""
    from sqlalchemy import text

    query = text(
        "SELECT a.number FROM account a JOIN item i ON i.account_id = a.id WHERE a.country = :country"
        " AND i.status IN ('open', 'part_paid', 'reopened') AND i.due_date < :day AND i.open > 0"
        " GROUP BY a.id HAVING count(*) BETWEEN :few AND :many ORDER BY a.number"
    )
    with store.read() as session:
        bounds = {"few": _FEW.start, "many": _FEW.stop - 1}
        return list(session.scalars(query, {"country": country, "day": DAY, **bounds}))


def save(page: bytes, path: Path) -> None:
    """Save a page with a line around it, in sixteen greys."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QColor, QImage, QPainter, qRgb

    image = QImage.fromData(page).convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setPen(QColor(200, 200, 200))
    painter.drawRect(0, 0, image.width() - 1, image.height() - 1)
    painter.end()
    greys = [qRgb(17 * step, 17 * step, 17 * step) for step in range(16)]
    image.convertToFormat(QImage.Format.Format_Indexed8, greys, Qt.ImageConversionFlag.ThresholdDither).save(str(path))


def main(argv: list[str]) -> int:
    """Take the pictures."""
    folder = Path(argv[0]).resolve() if argv else ROOT / "docs" / "letters"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        store = Path(scratch) / "demo.db"
        make_demo(store)
        for locale, page in pages(store):
            save(page, folder / f"{locale}.png")
    print(f"{len(STAGES)} pictures in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
