"""The text of mark-up files: pages and XML say which encoding they are in, and are not always right."""

from __future__ import annotations

import re
from typing import Final

from app.services.sync.files.plain import wide
from app.services.sync.files.text import decode

_HEAD: Final = 4096
_SAID: Final = re.compile(
    rb"<\?xml[^>]*?\bencoding=[\"']([\w.:-]+)|<meta[^>]*?\bcharset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE
)
#: Names by which pages call an encoding, and the wider one that their writers mean.
_MEANT: Final = {
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932",
    "ms932": "cp932", "ms_kanji": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030",
    "x-gbk": "gb18030", "big5": "cp950", "x-x-big5": "cp950", "ks_c_5601-1987": "cp949", "euc-kr": "cp949",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "iso8859-1": "cp1252",
    "unicode": "utf-16",
}  # fmt: skip


def markup_text(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Return the text of a page or an XML file, its encoding and the encodings that fitted as well.

    A mark in front decides, then whether it is UTF-8, then what the file says, then what its letters say.

    Raises:
        DamagedError: no encoding yields text.
    """
    if wide(data) or data.startswith(b"\xef\xbb\xbf"):
        return decode(data)
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        pass
    said = _SAID.search(data[:_HEAD])
    name = (said.group(1) or said.group(2)).decode("ascii", "replace").casefold() if said else ""
    if name and not name.startswith(("utf", "unicode")):
        try:
            return data.decode(_MEANT.get(name, name)), name, ()
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(data)
