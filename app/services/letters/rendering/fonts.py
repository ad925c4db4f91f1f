"""The fonts of letters: the locale's own face first, every other only for a character the first one lacks.

They come with the program as packages; system fonts and those inside Typst are never used, so a letter looks the
same on every machine. For a character without a glyph Typst prints an
empty box and says nothing: the cmap is asked before.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from app.services.letters.refusals import missing_font, missing_glyph

#: Family as Typst names it → package and file.
_FILES: Final[dict[str, tuple[str, str]]] = {
    "Noto Serif JP": ("pylopdf_fonts_jp", "NotoSerifJP-Regular.otf"),
    "Noto Sans JP": ("pylopdf_fonts_jp", "NotoSansJP-Regular.otf"),
    "Noto Serif SC": ("pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf"),
    "Noto Sans SC": ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"),
    "Noto Serif TC": ("pylopdf_fonts_zh_tw", "NotoSerifTC-Regular.otf"),
    "Noto Sans TC": ("pylopdf_fonts_zh_tw", "NotoSansTC-Regular.otf"),
    "Noto Sans": ("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf"),
}
_SCRIPTS: Final = {"ja_JP": "JP", "zh_Hans_CN": "SC", "zh_Hant_TW": "TC"}
#: Characters that place text and need no glyph.
_UNSEEN: Final = frozenset("\n\t\u2060\u200b")


def body_families(locale: str) -> tuple[str, ...]:
    """Return the families of a letter's body in the order in which they are asked for a glyph."""
    own = _SCRIPTS.get(locale)
    if own is None:
        return ("Noto Sans", "Noto Sans JP", "Noto Sans SC", "Noto Sans TC")
    others = tuple(f"Noto Serif {script}" for script in ("JP", "SC", "TC") if script != own)
    return (f"Noto Serif {own}", *others, "Noto Sans")


def head_families(locale: str) -> tuple[str, ...]:
    """Return the families of titles and table heads."""
    return tuple(name.replace("Serif", "Sans") for name in body_families(locale))


@lru_cache(maxsize=16)
def font_file(family: str) -> Path:
    """Return the file of a family.

    Raises:
        LetterRefusedError: it is not installed.
    """
    package, name = _FILES[family]
    spec = find_spec(package)
    path = Path(spec.origin).parent / name if spec and spec.origin else None
    if path is None or not path.is_file():
        raise missing_font(family)
    return path


def folders() -> tuple[Path, ...]:
    """Return the folders that hold all letter fonts.

    Raises:
        LetterRefusedError: a font is not installed.
    """
    return tuple(dict.fromkeys(font_file(family).parent for family in _FILES))


@lru_cache(maxsize=16)
def _characters(family: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # 45 ms at import

    with TTFont(font_file(family), lazy=True) as font:
        return frozenset(font.getBestCmap())


def unprintable(text: str, families: Iterable[str]) -> str:
    """Return the characters of a text that none of the families can draw, each once, in order."""
    wanted = dict.fromkeys(char for char in text if char not in _UNSEEN)
    for family in families:
        if not wanted:
            break
        known = _characters(family)
        wanted = {char: None for char in wanted if ord(char) not in known}
    return "".join(wanted)


def check_glyphs(text: str, locale: str) -> None:
    """Check that every character of a letter can be printed in its body and in its heads.

    Raises:
        LetterRefusedError: a character has no glyph in any of our fonts.
    """
    lost = unprintable(text, body_families(locale)) or unprintable(text, head_families(locale))
    if lost:
        raise missing_glyph(" ".join(f"{char} (U+{ord(char):04X})" for char in lost))
