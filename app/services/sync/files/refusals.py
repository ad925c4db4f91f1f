"""How a file is refused: one sentence with what, where and what to do.

The guard, which runs in the window's process, and the readers, which run in the worker, say the same things.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from app.errors import RefusedError
from app.i18n import Message, msg

SPLIT: Final = msg("Export fewer rows, or one company at a time.")
_DAMAGED: Final = msg("Export it again, or open it in your spreadsheet program and save it as .xlsx.")
_TRIM: Final = msg("Delete the empty rows and columns around the table and save the file.")


def refused(code: str, path: Path, what: Message, do: Message) -> RefusedError:
    """Return the refusal of a file."""
    return RefusedError(code, what, where=msg("File {file}.", file=path.name), do=do)


def damaged(path: Path) -> RefusedError:
    """Return the refusal of a file that stops in the middle or holds nonsense."""
    return refused("file_damaged", path, msg("The file is damaged or was cut off."), _DAMAGED)


def not_in(path: Path, encoding: str, line: int) -> RefusedError:
    """Return the refusal of a text that is not written in the encoding that was said."""
    return RefusedError(
        "encoding_wrong",
        msg("The text is not written in {encoding}: its letters cannot be read in it.", encoding=encoding),
        where=msg("File {file}, line {line}.", file=path.name, line=line),
        do=msg("Say another encoding with {option}, or leave it to the program.", option="--encoding"),
    )


def locked(path: Path) -> RefusedError:
    """Return the refusal of a file that another program holds."""
    return refused(
        "file_locked",
        path,
        msg("The file is open in another program, or this computer does not allow reading it."),
        msg("Close it there and try again."),
    )


def encrypted(path: Path) -> RefusedError:
    """Return the refusal of a file behind a password."""
    return refused(
        "file_encrypted",
        path,
        msg("The file is protected with a password."),
        msg("Open it in your spreadsheet program, remove the password and save it."),
    )


def wrong_kind(path: Path, kind: str) -> RefusedError:
    """Return the refusal of a file that is no spreadsheet we read."""
    return refused(
        "wrong_kind_of_file",
        path,
        msg("This is not a spreadsheet but a file of kind {kind}.", kind=kind)
        if kind
        else msg("This is not a spreadsheet."),
        msg("Export the list as .xlsx, .xls or .csv."),
    )


def packed(path: Path, kind: str) -> RefusedError:
    """Return the refusal of an archive: what is in it may be a spreadsheet."""
    return refused(
        "wrong_kind_of_file",
        path,
        msg("This is not a spreadsheet but a file of kind {kind}.", kind=kind),
        msg("Unpack it and choose a file in it."),
    )


def far_corner(path: Path, cell: str) -> RefusedError:
    """Return the refusal of a sheet that spans far more cells than it holds."""
    return refused(
        "far_corner",
        path,
        msg("Cell {cell} lies so far from the table that the sheet cannot be read.", cell=cell),
        _TRIM,
    )


def bomb(path: Path, size: int) -> RefusedError:
    """Return the refusal of a file that would unpack to far more than it seems."""
    return refused(
        "zip_bomb", path, msg("The file would unpack to {n} MB, far more than its size.", n=size // 1024**2), SPLIT
    )


def entities(path: Path) -> RefusedError:
    """Return the refusal of XML that defines its own abbreviations, as no spreadsheet does and traps do."""
    return refused(
        "xml_entities",
        path,
        msg("The file defines abbreviations of its own, as malicious files do, and is not read."),
        _DAMAGED,
    )
