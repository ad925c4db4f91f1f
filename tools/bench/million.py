"""A million open items: at the same cost a row as 100,000, and in no more memory than calamine needs to read them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from tools.bench import Row
from tools.bench._syncing import ROWS, child, make_file

_TIMES: Final = 10


def run() -> list[Row]:
    """Measure calamine's own read of the large file, then a first sync of each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, large = folder / "small.xlsx", folder / "large.xlsx"
        make_file(small)
        make_file(large, rows=_TIMES * ROWS)
        stores = [folder / part for part in ("one", "two", "three")]
        for store in stores:
            store.mkdir()
        read = child("rows", large, folder)
        few = min((child("sync", small, store) for store in stores[:2]), key=lambda run: float(run["wall"]))
        many = child("sync", large, stores[2])
    if many["new"] != _TIMES * ROWS:
        raise RuntimeError("the sync did not do what is measured")
    wall, cpu = (many[name] / few[name] / _TIMES for name in ("wall", "cpu"))
    took = f"{many['wall']:.1f} s, calamine alone {read['wall']:.1f} s; of CPU {cpu:.2f} x"
    sizes = f"{many['reader']:.0f} MB, calamine alone {read['own']:.0f} MB"
    return [
        Row("1,000,000 rows, per row to 100,000", wall, 1.2, "x", many["cpu"], took),
        Row("its reader's memory, to calamine's own", many["reader"] / read["own"], 1.2, "x", note=sizes),
        Row("the program itself with 1,000,000 rows", many["own"], 500, "MB"),
    ]
