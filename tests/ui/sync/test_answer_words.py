"""Whatever decides something about a file has words, wherever it stands."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from app.enums import SyncKind
from app.services.sync.options import AS_OF, DECIDING
from app.ui.sync import answers
from app.ui.sync.answers import answer, asked, decided

ROOT = Path(answers.__file__).resolve().parents[3]


def asked_in_the_program():
    """Return every option that a question names as a plain text."""
    for path in (ROOT / "app" / "services" / "sync").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Question":
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant):
                    yield first.value


def test_whatever_is_asked_has_words():
    options = set(asked_in_the_program())
    assert {"--date-order", "--gl-account", "--tax"} <= options
    assert [option for option in sorted(options) if asked(option) == option] == []


@pytest.mark.parametrize("one", DECIDING, ids=lambda one: one.option)
def test_every_option_that_decides_how_a_file_is_read_has_words(one):
    assert asked(one.option) != one.option
    value = "2026-10-30" if one is AS_OF else "said"
    assert not decided(one.field, value).startswith((one.field, one.option))


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("scope", "full", "Scope: everything open: what is missing is closed"),
        ("currency", "USD", "Currency of the amounts: USD"),
        ("date_order", "dmy", "Order of the dates: day, month, year"),
        ("tax", "included", "Tax in the sales: included"),
        ("rates_per", "unit", "Direction of the rate: base currency for one unit of the other"),
        ("gl_accounts", "1100,1200", "Receivables accounts: 1100, 1200"),
        ("renumbered", "no", "New numbers: no: they are others"),
        ("names", "leave", "Accounts by name: no, do not tie them"),
        ("older", True, "Older than the data: yes"),
        ("own_total", "take", "The file's own total: the rows count, not that total"),
        ("kind", "open-items", "What the file holds: Open items"),
        ("as_of", "2026-10-30", "As of: Fri 30 Oct 2026"),
        ("control_total", {"USD": 128050}, "Control total: 1,280.50 USD"),
    ],
)
def test_what_was_decided_is_told_in_words(name, value, told):
    assert decided(name, value) == told


def test_no_answer_borrows_the_words_of_another_question():
    assert answer("--sheet", "sales") == "sales"
    assert answer("--sheet", "*") == "all of them together"
    assert answer("--gl-account", "full") == "full"
    assert answer("--currency", "take") != answer("own-total", "take")


def test_every_kind_of_file_has_words_where_it_is_asked():
    assert all(answer("--kind", kind.value) != kind.value for kind in SyncKind)
