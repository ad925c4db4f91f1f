"""The text of a bank's statement: its formats leave open how letters are written, so that names of payers tell it."""

from __future__ import annotations

import re
from typing import Final

from app.i18n import msg, nmsg
from app.services.sync.answers import answered_before, as_before
from app.services.sync.bank import model
from app.services.sync.files.decoding import Decoded, decode
from app.services.sync.files.encodings import LOST, encoding_of, read_in, reread, whole
from app.services.sync.files.plain import from_wide, wide, with_plain_ends
from app.services.sync.model import Notice, Question, QuestionsError, ReadOptions
from app.services.sync.options import ENCODING

#: What OFX says of itself: a code page by its number, or a name.
_CHARSET: Final = re.compile(rb"CHARSET\s*:\s*([\w-]+)|<\?xml[^>]*?\bencoding=[\"']([\w.:-]+)")
_HEAD: Final = 2048
_MARK: Final = b"\xef\xbb\xbf"
#: Words between the marks of a statement that hold letters beyond ASCII.
_WORDS: Final = re.compile(r"[^?<>:;,/|\n]*[^\x00-\x7f][^?<>:;,/|\n]*")
_SHOWN: Final = 40
_OFFERED: Final = 6


def read_text(data: bytes, container: str, file: str, options: ReadOptions) -> tuple[str, str, list[Notice]]:
    """Return the lines of a statement as one string with plain line ends, its encoding, and what is to be said of it.

    Args:
        data: the file.
        container: its format.
        file: its name.
        options: what the collector decided.

    Raises:
        QuestionsError: names of payers fit several encodings, and nobody has said before which one is right.
        OtherEncodingError: it is not written in the encoding that was said.
    """
    read = _said_itself(data, container, options) or decode(data, options.encoding)
    told: list[Notice] = []
    if read.doubts and options.encoding is None:
        question = _question(read)
        said = answered_before(options, model.LAYOUTS[container], [question] if question else [])
        if said and said[ENCODING.option] in read.readings:
            read = Decoded(read_in(data, said[ENCODING.option]), said[ENCODING.option])
            told.append(as_before(said))
        elif question:
            raise QuestionsError(file, (question,))
    if lost := read.text.count(LOST):
        what = nmsg(
            "One character cannot be read and is shown as �.",
            "{n} characters cannot be read and are shown as �.",
            lost,
        )
        told.append(Notice("characters_lost", what))
    return with_plain_ends(read.text), read.encoding, told


def _said_itself(data: bytes, container: str, options: ReadOptions) -> Decoded | None:
    """Return a text in the encoding that a mark in front says, or its header where nobody else does.

    A statement that was damaged on its way is read as far as it goes: its balances tell what is missing.
    """
    if encoding := wide(data):
        return Decoded(from_wide(data, encoding), encoding)
    if data.startswith(_MARK):
        return Decoded(data.decode("utf-8-sig", "replace"), "utf-8")
    found = _CHARSET.search(data[:_HEAD]) if container == model.OFX and options.encoding is None else None
    if found is None or whole(data, "utf-8") is not None:  # banks name a code page and write UTF-8
        return None
    said = (found.group(1) or found.group(2)).decode("ascii", "replace")
    name = encoding_of(f"cp{said}" if said.isdigit() else said)
    text = None if name is None or name.startswith("utf") else whole(data, name)
    return None if text is None or name is None else Decoded(text, name)


def _question(read: Decoded) -> Question | None:
    """Ask with the first words that another encoding reads otherwise; None where all read alike."""
    for found in _WORDS.finditer(read.text):
        words = " ".join(found.group().split())[-_SHOWN:]
        samples: dict[str, str] = {}
        for encoding in read.readings:
            sample = reread(words, read.encoding, encoding)
            if sample and sample not in samples.values():
                samples[encoding] = sample
        others = [one for one in read.doubts if one in samples]
        if others:
            row = read.text.count("\n", 0, found.start()) + 1
            what = msg(
                "The file does not say in which encoding its text is written, and more than one fits: “{one}” in row "
                "{row} is “{other}” in another one. Say which of them reads right.",
                one=words, row=row, other=samples[others[0]],
            )  # fmt: skip
            choices = tuple(samples)[:_OFFERED]
            return Question(ENCODING.option, None, what, choices, tuple(samples[one] for one in choices))
    return None
