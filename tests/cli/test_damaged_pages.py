"""A store whose pages are damaged in the middle opens and fails later: that is the store's sentence, wherever it is."""

from __future__ import annotations

import json
import shutil

import pytest

from app.driver import PAGE
from tests.cli.conftest import execute

#: Pages that are damaged, as shares of the store; among them are pages of items, of accounts and of indexes.
SHARES = (0.15, 0.3, 0.45, 0.6, 0.75, 0.9)


@pytest.fixture
def damaged(inputs, demo_folder):
    """Gives a way to damage one page of a demo store, somewhere between its beginning and its end."""

    def damage(share):
        shutil.copytree(demo_folder, inputs, dirs_exist_ok=True)
        store = inputs / "desk.db"
        data = bytearray(store.read_bytes())
        start = int(len(data) // PAGE * share) * PAGE + 500
        data[start : start + 100] = bytes(100)
        store.write_bytes(data)

    return damage


@pytest.mark.parametrize(
    "argv",
    [("aging",), ("worklist",), ("account", "2100101"), ("promises",), ("dunning", "--dry-run"), ("backup", "b"),
     ("dunning",), ("daily", "--out", "x.xlsx"), ("letters", "--out", "letters", "--format", "txt")],
    ids=" ".join,
)  # fmt: skip
def test_damage_that_a_query_finds_is_the_stores(inputs, damaged, capsys, argv):
    for share in SHARES:
        damaged(share)
        status = execute(inputs, *argv, "--json")
        document = json.loads(capsys.readouterr().out)
        if status == 4:
            assert document["error"]["code"] == "store_unreadable"
            assert document["error"]["where"] == "Store: desk.db."
        else:
            assert (status, document.get("error", {}).get("code")) in {(0, None), (3, "no_run")}


def test_damage_is_told_even_where_the_store_opens(inputs, damaged, capsys):
    found = set()
    for share in SHARES:
        damaged(share)
        for argv in (("doctor",), ("aging",), ("worklist",), ("account", "2100101")):
            status = execute(inputs, *argv, "--json")
            document = json.loads(capsys.readouterr().out)
            if argv == ("doctor",):
                opens = next(row["ok"] for row in document["findings"] if row["code"] == "store")
            elif opens:
                found.add(status)
    assert found == {0, 4}
