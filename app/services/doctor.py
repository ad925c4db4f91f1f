"""What the program stands on here: versions, store, keyring, fonts per locale; what is missing and how to get it."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app import VERSION, i18n
from app.clock import Clock
from app.errors import AppError, MachineError
from app.i18n import Message, msg
from app.services import security, stores
from app.services.letters.locales import BUILT
from app.services.letters.rendering.fonts import body_families, font_file, head_families
from app.services.letters.wording.catalogue import open_catalogue

#: Packages whose versions matter when somebody asks for help.
_PACKAGES: Final = (
    "PySide6-Essentials", "SQLAlchemy", "alembic", "sqlcipher3", "cryptography", "keyring", "Babel", "typst",
    "python-calamine", "openpyxl", "XlsxWriter", "pandas", "holidays",
)  # fmt: skip
#: Less free space than this is worth a word: a sync keeps a copy of what it changes.
_FREE_BYTES: Final = 500_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        code: stable, in snake case; ``fonts_ja_JP`` for a locale.
        ok: nothing needs to be done.
        text: what was found.
        fix: how to get what is missing, None where nothing is.
    """

    code: str
    ok: bool
    text: Message
    fix: Message | None = None


def examine(store: Path, clock: Clock, passphrase: str | None) -> tuple[Finding, ...]:
    """Look at the machine and at one store; nothing is written, and a missing store is no fault.

    Args:
        store: the store that is meant.
        clock: the program's clock.
        passphrase: opens a passphrase store; without it the store is not looked into.
    """
    found = [_program(), *_packages(), *_catalogues(), *_fonts(), _zones()]
    found += [_keyring(store, passphrase), _store(store, clock, passphrase), _room(store)]
    return tuple(found)


def _program() -> Finding:
    """Tell the program's, Python's and the system's version."""
    text = msg(
        "Collections Desk {version} on Python {python}, {system}.",
        version=VERSION,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
    )
    return Finding("program", ok=True, text=text)


def _packages() -> Iterator[Finding]:
    """Tell the packages' versions, and the one combination that is known to abort."""
    for name in _PACKAGES:
        code = f"package_{name}"
        try:
            found = version(name)
        except PackageNotFoundError:
            text = msg("The package {name} is missing.", name=name)
            yield Finding(code, ok=False, text=text, fix=msg("Run python3 dev.py setup."))
            continue
        text = msg("{name} {version}.", name=name, version=found)
        if name.startswith("PySide6") and _aborts(found):
            fix = msg("Use PySide6 before 6.12, or Python 3.12 or later: this pair ends the program by itself.")
            yield Finding(code, ok=False, text=text, fix=fix)
        else:
            yield Finding(code, ok=True, text=text)


def _aborts(qt: str) -> bool:
    """Tell whether this Qt loses a reference at every signal on this Python (6.12 on 3.11 does)."""
    return tuple(int(part) for part in qt.split(".")[:2]) >= (6, 12) and sys.version_info < (3, 12)


def _catalogues() -> Iterator[Finding]:
    """Check that every language of the interface is compiled."""
    for code, name in i18n.LANGUAGES.items():
        there = code == "en" or (i18n.RESOURCES / "i18n" / code / "LC_MESSAGES" / "app.mo").exists()
        yield Finding(
            f"language_{code}",
            ok=there,
            text=msg("Interface in {language}.", language=name)
            if there
            else msg("The interface's words in {language} are not compiled.", language=name),
            fix=None if there else msg("Run python3 dev.py setup."),
        )


def _fonts() -> Iterator[Finding]:
    """Check that every letter locale has its texts and its faces."""
    for locale in BUILT:
        try:
            open_catalogue(locale)
            families = [*body_families(locale), *head_families(locale)]
            for family in families:
                font_file(family)
        except AppError as error:
            yield Finding(f"fonts_{locale}", ok=False, text=error.message, fix=msg("Run python3 dev.py setup."))
            continue
        text = msg("Letters in {locale}: texts and fonts are there ({font}).", locale=locale, font=families[0])
        yield Finding(f"fonts_{locale}", ok=True, text=text)


def _zones() -> Finding:
    """Check that time zones are known: opening hours and days depend on them."""
    try:
        ZoneInfo("America/Sao_Paulo")
    except ZoneInfoNotFoundError:
        return Finding(
            "zones",
            ok=False,
            text=msg("The time zones of the world are not known here."),
            fix=msg("Run python3 dev.py setup."),
        )
    return Finding("zones", ok=True, text=msg("Time zones are known."))


def _keyring(store: Path, passphrase: str | None) -> Finding:
    """Check the keyring service; a store with a passphrase, or a passphrase for a new one, needs none."""
    try:
        name = security.keyring_name()
    except MachineError as error:
        needed = _mode(store, passphrase) is security.KeyMode.KEYRING
        text = error.message if needed else msg("There is no keyring service; with a passphrase none is needed.")
        return Finding("keyring", ok=not needed, text=text, fix=error.do if needed else None)
    return Finding("keyring", ok=True, text=msg("Keyring service: {name}.", name=name))


def _mode(store: Path, passphrase: str | None) -> security.KeyMode:
    """Return where the store's key is, or where a new store's would be."""
    try:
        if stores.exists(store):
            return security.read_key_file(security.key_path(store)).mode
    except AppError:
        pass  # told by the store's own finding
    return security.KeyMode.PASSPHRASE if passphrase else security.KeyMode.KEYRING


def _store(store: Path, clock: Clock, passphrase: str | None) -> Finding:
    """Open the store for reading."""
    try:
        if not stores.exists(store):
            return Finding("store", ok=True, text=msg("There is no store yet ({path}).", path=str(store)))
        with stores.open_reading(store, clock, passphrase) as opened:
            text = msg("The store opens ({path}, key: {mode}).", path=str(store), mode=opened.key.mode.value)
            return Finding("store", ok=True, text=text)
    except AppError as error:
        return Finding("store", ok=False, text=error.message, fix=error.do)


def _room(store: Path) -> Finding:
    """Check that the store's folder can be written and has room."""
    folder = next((place for place in (store.parent, *store.parent.parents) if place.exists()), Path())
    if not os.access(folder, os.W_OK):
        return Finding(
            "folder",
            ok=False,
            text=msg("The folder {path} cannot be written.", path=str(folder)),
            fix=msg("Allow writing to the folder, or choose another place."),
        )
    free = shutil.disk_usage(folder).free
    text = msg("{free} MB are free in {path}.", free=free // 1_000_000, path=str(folder))
    if free < _FREE_BYTES:
        return Finding("folder", ok=False, text=text, fix=msg("Free some space and try again."))
    return Finding("folder", ok=True, text=text)
