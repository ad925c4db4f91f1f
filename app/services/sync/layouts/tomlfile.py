"""Layouts as TOML: written for a colleague, read with every mistake named, shipped in the same form."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from app.enums import SyncKind
from app.errors import RefusedError
from app.i18n import Message, msg
from app.money import is_currency
from app.services.sync.layouts import load
from app.services.sync.layouts.headings import fields
from app.services.sync.layouts.layout import IGNORED, MANY, Layout
from app.services.sync.values.text import heading_key, plain

_SYSTEMS: Final = Path(__file__).resolve().parent / "systems"
#: No layout is larger; what is, is no layout.
_LARGEST: Final = 1 << 20
_LONGEST_NAME: Final = 60
#: The names under which tables without a layout are known begin so.
PLAIN: Final = "plain-"
_KEYS: Final = (
    "name", "title", "kind", "headers", "fields", "source", "sheet", "header_row", "decimal", "date_order", "currency",
    "settled", "credit_series", "types",
)  # fmt: skip
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": tuple(kind.value for kind in SyncKind),
    "decimal": ("point", "comma"),
    "date_order": ("dmy", "mdy", "ymd"),
    "credit_series": ("letter",),
}
_DO: Final = msg("Correct the line, or export the layout again where it came from.")


@lru_cache(maxsize=1)
def shipped() -> tuple[Layout, ...]:
    """Return the layouts of known systems, by name."""
    return tuple(_shipped(path) for path in sorted(_SYSTEMS.glob("*.toml")))


def _shipped(path: Path) -> Layout:
    return _layout(tomllib.loads(path.read_text(encoding="utf-8")), path.name, shipped=True)


def read_layout(path: Path) -> Layout:
    """Read a layout from a file.

    Raises:
        RefusedError: it cannot be read, is no TOML or no layout; the sentence says what and where.
    """
    where = msg("File {file}.", file=path.name)
    try:
        if path.stat().st_size > _LARGEST:
            raise _refused("layout_file", msg("This is no layout: it is larger than a layout can be."), path.name)
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise RefusedError("file_missing", msg("There is no such file."), where, msg("Check its name.")) from None
    except OSError as error:
        what = msg("The file cannot be read: {why}.", why=error.strerror or "")
        raise RefusedError("layout_file", what, where, msg("Close it in other programs, then try again.")) from error
    except UnicodeDecodeError:
        raise _refused("layout_file", msg("The file is not UTF-8 text."), path.name) from None
    return parse_layout(text, path.name)


def parse_layout(text: str, file: str) -> Layout:
    """Read a layout from its text.

    Raises:
        RefusedError: it is no TOML or no layout; the sentence says what and where.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _refused("layout_file", msg("This is no TOML: {why}.", why=str(error)), file) from error
    return _layout(document, file)


def _layout(document: Mapping[str, Any], file: str, *, shipped: bool = False) -> Layout:
    """Check a layout's document and return what it says."""
    unknown = sorted(set(document) - set(_KEYS))
    if unknown:
        raise _refused("layout_key", msg("A layout has no {key}.", key=unknown[0]), file)
    for key, choices in _CHOICES.items():
        if key in document and document[key] not in choices:
            what = msg("{key} is one of {choices}, not {value}.", key=key, choices=", ".join(choices), value=_said(document[key]))  # fmt: skip # noqa: E501
            raise _refused("layout_value", what, file)
    kind = document.get("kind")
    layout = Layout(
        name=_text(document, "name", file),
        title=_text(document, "title", file),
        kind=None if kind is None else SyncKind(kind),
        headers=_headers(document, file),
        fields=_fields(document, file),
        source=_text(document, "source", file),
        sheet=_text(document, "sheet", file),
        header_row=_row(document, file),
        decimal=document.get("decimal"),
        date_order=document.get("date_order"),
        currency=_currency(document, file),
        settled=_texts(document, "settled", file),
        credit_series=document.get("credit_series", ""),
        types=_types(document, file),
        shipped=shipped,
    )
    check_layout(layout, file)
    return layout


def check_layout(layout: Layout, file: str = "") -> None:
    """Refuse a layout that cannot be used: without a name or columns, or with two columns for one field.

    Raises:
        RefusedError: what is wrong, with what to do.
    """
    name = plain(layout.name)
    if not name:
        raise _refused("layout_name", msg("The layout has no name."), file, msg("Give it a name."))
    if len(name) > _LONGEST_NAME or not name.isprintable() or ":" in name + layout.source:
        what = msg("{name} cannot be a layout's name.", name=name[:_LONGEST_NAME])
        do = msg("Use at most {n} characters on one line, without a colon.", n=_LONGEST_NAME)
        raise _refused("layout_name", what, file, do)
    if not layout.fields and not layout.headers:
        raise _refused("layout_columns", msg("The layout names no columns."), file)
    for reference, wanted in layout.fields.items():
        if wanted != IGNORED and wanted not in fields():
            what = msg("Column {column}: there is no field {field}.", column=reference, field=wanted)
            raise _refused("layout_field", what, file)
    if not layout.shipped:
        _once(layout, file)


def _once(layout: Layout, file: str) -> None:
    """Refuse two columns of one file for one field; of several sets of headings each is a file of its own."""
    every = set(map(heading_key, layout.fields))
    several = [set(map(heading_key, heads)) for heads in layout.headers] if len(layout.headers) > 1 else [every]
    for keys in several:
        seen: dict[str, str] = {}
        for reference, wanted in layout.fields.items():
            if wanted in MANY or heading_key(reference) not in keys:
                continue
            if seen.setdefault(wanted, reference) != reference:
                what = msg("Columns {one} and {other} cannot both be {field}.", one=seen[wanted], other=reference, field=wanted)  # fmt: skip # noqa: E501
                raise _refused("layout_twice", what, file)


def to_toml(layout: Layout) -> str:
    """Return a layout as the text of its file."""
    lines = ["# A layout for Collections Desk: which column of an export is which field."]
    lines += [f"{key} = {_quoted(value)}" for key, value in _values(layout)]
    if layout.headers:
        sets = ",\n".join(f"    [{', '.join(map(_quoted, heads))}]" for heads in layout.headers)
        lines.append(f"headers = [\n{sets},\n]")
    for table, pairs in (("fields", layout.fields), ("types", layout.types)):
        if pairs:
            lines.append(f"[{table}]")
            lines += [f"{_quoted(key)} = {_quoted(value)}" for key, value in pairs.items()]
    return "\n".join(lines) + "\n"


def document_of(layout: Layout) -> dict[str, Any]:
    """Return a layout as plain values, as its file has them."""
    return tomllib.loads(to_toml(layout))


def layout_of(document: Mapping[str, Any]) -> Layout:
    """Return the layout of plain values that ``document_of`` gave."""
    return _layout(document, "")


def _values(layout: Layout) -> list[tuple[str, Any]]:
    """Return what a layout fixes, in the order in which it is written."""
    pairs = (
        ("name", layout.name), ("title", layout.title), ("kind", None if layout.kind is None else layout.kind.value),
        ("source", layout.source), ("sheet", layout.sheet), ("header_row", layout.header_row),
        ("decimal", layout.decimal), ("date_order", layout.date_order), ("currency", layout.currency),
        ("settled", list(layout.settled)), ("credit_series", layout.credit_series),
    )  # fmt: skip
    return [(key, value) for key, value in pairs if value not in (None, "", [])]


def _quoted(value: Any) -> str:
    """Write a text, a number or a list of texts; TOML takes JSON's escapes, but not a bare DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _said(value: Any) -> str:
    return str(value)[:60]


def _refused(code: str, what: Message, file: str, do: Message = _DO) -> RefusedError:
    return RefusedError(code, what, msg("File {file}.", file=file) if file else None, do)


def _text(document: Mapping[str, Any], key: str, file: str) -> str:
    value = document.get(key, "")
    if not isinstance(value, str):
        raise _refused("layout_value", msg("{key} is a text, not {value}.", key=key, value=_said(value)), file)
    return plain(value)


def _texts(document: Mapping[str, Any], key: str, file: str) -> tuple[str, ...]:
    values = document.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        what = msg("{key} is a list of texts, not {value}.", key=key, value=_said(values))
        raise _refused("layout_value", what, file)
    return tuple(values)


def _row(document: Mapping[str, Any], file: str) -> int | None:
    value = document.get("header_row")
    if value is None or (type(value) is int and 0 <= value <= 1_048_576):
        return value
    what = msg("{key} is a row number, not {value}.", key="header_row", value=_said(value))
    raise _refused("layout_value", what, file)


def _currency(document: Mapping[str, Any], file: str) -> str | None:
    value = document.get("currency")
    if value is None or (isinstance(value, str) and is_currency(value)):
        return value
    raise _refused("layout_value", msg("{code} is not an ISO 4217 currency.", code=_said(value)), file)


def _headers(document: Mapping[str, Any], file: str) -> tuple[tuple[str, ...], ...]:
    sets = document.get("headers", [])
    if not isinstance(sets, list) or not all(isinstance(heads, list) for heads in sets):
        what = msg("{key} is a list of lists of headings.", key="headers")
        raise _refused("layout_value", what, file)
    found = tuple(_texts({"headers": heads}, "headers", file) for heads in sets)
    if any(not heads or not all(map(heading_key, heads)) for heads in found):
        raise _refused("layout_headers", msg("A set of headings is empty, or one of its headings is."), file)
    return found


def _fields(document: Mapping[str, Any], file: str) -> dict[str, str]:
    pairs = document.get("fields", {})
    if not isinstance(pairs, dict) or not all(isinstance(value, str) for value in pairs.values()):
        raise _refused("layout_value", msg("fields is a table of columns with the field of each."), file)
    return dict(pairs)


def _types(document: Mapping[str, Any], file: str) -> dict[str, str]:
    pairs = document.get("types", {})
    groups = tuple(load("words")["types"])
    if not isinstance(pairs, dict) or not all(value in groups for value in pairs.values()):
        what = msg("types is a table of document types with one of {choices} for each.", choices=", ".join(groups))
        raise _refused("layout_value", what, file)
    return dict(pairs)
