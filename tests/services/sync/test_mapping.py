"""Looking at a file and correcting its columns, saving that, and what the next file of that layout gains from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.enums import SyncKind
from app.errors import RefusedError, UsageError
from app.services.rates_desk import RateChange, write_rates
from app.services.sync.desk import Answers, apply, preview
from app.services.sync.layouts.layout import Layout
from app.services.sync.layouts.saved import rename_layout, save_layout
from app.services.sync.layouts.sketch import edited, layout_from
from app.services.sync.mapping import fields_of, look_over
from app.services.sync.model import ReadOptions
from app.services.sync.run import SyncOptions, sync_files
from tests.builders.beside import orders, rates
from tests.builders.ledger import Ledger
from tests.builders.reading import read_rows
from tests.builders.rows import item_rows
from tests.builders.spreadsheets import book, text, xlsx

DAY = date(2026, 10, 30)
HEAD = ["Abnehmer", "Vorgang", "Vorgang vom", "Zahlbar", "Summe 1", "Summe 2"]
ROWS = [
    ["4711", "V-1", "01.09.2026", "01.10.2026", "1.000,50", "400,25"],
    ["4711", "V-2", "15.09.2026", "15.10.2026", "99,10", "99,10"],
    ["4712", "V-3", "20.09.2026", "20.10.2026", "12,00", "7,00"],
]
FIELDS = {"Abnehmer": "account", "Vorgang": "number", "Vorgang vom": "document_date", "Zahlbar": "due_date",
          "Summe 1": "", "Summe 2": "open"}  # fmt: skip
LAYOUT = Layout("Branch", kind=SyncKind.OPEN_ITEMS, headers=(("Abnehmer", "Vorgang", "Zahlbar", "Summe 2"),),
                fields=FIELDS, currency="EUR")  # fmt: skip


def branch(folder: Path, name: str = "branch.csv", head=HEAD, rows=ROWS, titles=0) -> Path:
    return text(folder / name, [*[["Branch Ulm"]] * titles, head, *rows], separator=";")


def save(store, layout, **options):
    with store.write() as uow:
        save_layout(uow, layout, DAY, **options)
        uow.commit()


def look(store, path, layout=None, **given):
    return look_over(store, str(path), given, layout, DAY)


def test_a_file_that_cannot_be_read_can_still_be_looked_at(store, tmp_path):
    sketch = look(store, branch(tmp_path))
    assert sketch.table is None
    assert [column.reference for column in sketch.columns] == HEAD
    assert sketch.head[0] == tuple(HEAD)
    assert sketch.columns[5].mapped.sample == ("400,25", "99,10", "7,00")
    assert "open" in sketch.columns[5].offers
    assert "due_date" in sketch.columns[3].offers
    assert "open" not in sketch.columns[1].offers


def test_closed_items_are_offered_as_what_they_are(store, tmp_path):
    head = ["Customer Number", "Invoice Number", "Due Date", "Settled Date", "Invoice Amount", "Currency"]
    rows = [["4711", f"INV-{n}", "2026-09-30", f"2026-10-0{n}", "100.00", "USD"] for n in (1, 2, 3, 4)]
    sketch = look(store, text(tmp_path / "closed.csv", [head, *rows]))
    assert sketch.kind is SyncKind.CLOSED_ITEMS
    assert sketch.kinds[0] is SyncKind.CLOSED_ITEMS
    assert len(set(sketch.kinds)) == len(sketch.kinds) == len(SyncKind)


def test_correcting_columns_one_by_one_until_it_reads(store, tmp_path):
    path = branch(tmp_path)
    sketch = look(store, path)
    headings = [column.mapped.header for column in sketch.columns]
    layout = replace(layout_from(sketch, ""), kind=SyncKind.OPEN_ITEMS, currency="EUR")
    for column in sketch.columns:
        layout = edited(layout, column, FIELDS[column.reference], headings)
    done = look(store, path, layout)
    assert (done.questions, done.refusal, done.lacks) == ((), None, ())
    assert done.table is not None
    assert done.table.totals["EUR"].net == 50635
    assert done.header_row == 1
    assert layout.headers == (("Abnehmer", "Vorgang", "Vorgang vom", "Zahlbar", "Summe 2"),)


def test_a_field_moves_from_one_column_to_another(store, tmp_path):
    path = branch(tmp_path)
    sketch = look(store, path, LAYOUT)
    headings = [column.mapped.header for column in sketch.columns]
    layout = edited(layout_from(sketch, "x"), sketch.columns[4], "open", headings)
    assert (layout.fields["Summe 1"], layout.fields["Summe 2"]) == ("open", "")
    moved = look(store, path, replace(layout, currency="EUR"))
    assert moved.table is not None
    assert moved.table.totals["EUR"].net == 111160


def test_questions_of_the_file_are_part_of_the_sketch(store, tmp_path):
    sketch = look(store, branch(tmp_path), replace(LAYOUT, currency=None))
    assert [question.option for question in sketch.questions] == ["--currency"]
    answered = look(store, tmp_path / "branch.csv", replace(LAYOUT, currency=None), **{"--currency": "CHF"})
    assert answered.table is not None
    assert answered.table.totals["CHF"].count == 3


def test_a_saved_layout_is_recognised_by_its_headings(store, tmp_path):
    save(store, LAYOUT)
    order = [5, 0, 3, 2, 1]
    shuffled = branch(tmp_path, "a.csv", [*(HEAD[at] for at in order), "Neu"], [[*(r[at] for at in order), "x"] for r in ROWS], 3)  # fmt: skip # noqa: E501
    sketch = look(store, shuffled)
    assert (sketch.layout, sketch.header_row) == ("Branch", 4)
    result = sync_files(store, [shuffled], SyncOptions(ReadOptions(day=DAY)))
    assert result.runs[0].layout == "Branch"
    assert {row["open"] for row in item_rows(store).values()} == {40025, 9910, 700}


def test_saving_and_renaming_keeps_the_items_where_they_are(store, tmp_path):
    first = branch(tmp_path, head=["Debitor", "Rechnungsnummer", "Datum", "Fälligkeit", "Betrag", "Offen"])
    sync_files(store, [first], SyncOptions(ReadOptions(day=DAY, currency="EUR")))
    sketch = look(store, first, **{"--currency": "EUR"})
    save(store, layout_from(sketch, "Branch", {"--currency": "EUR"}))
    again = text(tmp_path / "b.csv", [["Debitor", "Rechnungsnummer", "Datum", "Fälligkeit", "Betrag", "Offen"], ROWS[0]], separator=";")  # fmt: skip # noqa: E501
    with store.write() as uow:
        rename_layout(uow, "Branch", "Ulm", DAY)
        uow.commit()
    result = preview(store, [str(again)], Answers(scope="full"), DAY, "UTC")
    counts = result.runs[0].counts
    assert result.runs[0].layout == "Ulm"
    assert (counts.new, counts.unchanged, counts.closed) == (0, 1, 2)


def test_an_edited_layout_is_previewed_and_applied_without_saving_it(store, tmp_path):
    path = str(branch(tmp_path))
    answers = Answers(layouts={path: LAYOUT})
    before = preview(store, [path], answers, DAY, "UTC")
    assert before.runs[0].counts.new == 3
    apply(store, [path], answers, before.fingerprint, DAY, "UTC")
    assert len(item_rows(store)) == 3


def test_a_table_without_headings_is_read_by_letters(store, tmp_path):
    path = text(tmp_path / "bare.csv", ROWS, separator=";")
    fields = {"@A": "account", "@B": "number", "@C": "document_date", "@D": "due_date", "@F": "open"}
    layout = Layout("bare", kind=SyncKind.OPEN_ITEMS, fields=fields, header_row=0, currency="EUR")
    sketch = look(store, path, layout)
    assert sketch.table is not None
    assert (sketch.table.header_row, sketch.table.rows.item, sketch.table.totals["EUR"].net) == (0, 3, 50635)


def test_the_sheet_of_a_layout_is_chosen_and_not_asked_for(store, tmp_path):
    head = ["Account", "Invoice No", "Due Date", "Currency", "Open Amount"]
    one = [head, ["1", "A", date(2026, 9, 1), "EUR", 5.0]]
    two = [head, ["2", "B", date(2026, 9, 2), "EUR", 6.0]]
    path = book(tmp_path / "two.xlsx", {"North": one, "South": two})
    sketch = look(store, path)
    assert [question.option for question in sketch.questions] == ["--sheet"]
    assert sketch.sheets == ("North", "South")
    south = look(store, path, layout_from(look(store, path, **{"--sheet": "South"}), "South"))
    assert (south.sheet, south.questions) == ("South", ())
    save(store, layout_from(south, "South"))
    assert sync_files(store, [path], SyncOptions(ReadOptions(day=DAY))).runs[0].sheet == "South"


def test_a_layout_by_name_and_a_name_that_is_none(store, tmp_path):
    path = branch(tmp_path)
    save(store, replace(LAYOUT, headers=(("Nowhere", "To", "Be", "Seen"),), header_row=1))
    with pytest.raises(RefusedError):
        sync_files(store, [path], SyncOptions(ReadOptions(day=DAY)))
    assert sync_files(store, [path], SyncOptions(ReadOptions(day=DAY, layout="Branch"))).runs[0].counts.new == 3
    with pytest.raises(UsageError) as caught:
        sync_files(store, [path], SyncOptions(ReadOptions(day=DAY, layout="Brunch")))
    assert "Branch" in str(caught.value)
    assert "sap-fbl5n" in str(caught.value)


def test_a_file_that_is_no_table_shows_its_rows(store, tmp_path):
    path = xlsx(tmp_path / "note.xlsx", [["Dear all"], ["see you on Monday"]])
    sketch = look(store, path)
    assert (sketch.header_row, sketch.head, sketch.columns) == (None, (("Dear all",), ("see you on Monday",)), ())
    assert sketch.refusal is not None
    assert sketch.refusal.code == "no_table"


def test_every_kind_has_fields_with_names():
    nobodys = {SyncKind.CASES, SyncKind.TRIAL_BALANCE, SyncKind.RATES}
    for kind in SyncKind:
        assert "account" in dict(fields_of(kind)) or kind in nobodys


def test_a_column_that_somebody_named_is_that_one_or_none(store, tmp_path):
    save(store, LAYOUT)
    broken = branch(tmp_path, rows=[[*row[:5], "siehe Anlage"] for row in ROWS])
    sketch = look(store, broken)
    assert sketch.table is None  # the column of whole amounts does not stand in for the one that was named
    assert [column.mapped.field for column in sketch.columns][4:] == [None, None]


def test_a_saved_layout_is_found_among_rows_that_look_more_like_a_header(store, tmp_path):
    save(store, LAYOUT)
    other = [
        ["Customer Number", "Invoice No", "Due Date", "Open Amount", "", ""],
        ["1", "X", "01.01.2026", "5,00", "", ""],
    ]
    path = text(tmp_path / "two.csv", [*other, [""], HEAD, *ROWS], separator=";")
    sketch = look(store, path)
    assert (sketch.layout, sketch.header_row) == ("Branch", 4)


def test_the_editor_goes_by_the_rates_that_an_import_goes_by(store, tmp_path):
    """A list of rates does not say which way it goes; the rates known so far do."""
    path = text(tmp_path / "rates.csv", [
        ["Currency", "Rate", "Date"],
        *([code, rate, "2026-10-29"] for code, rate in (("USD", "0.92"), ("GBP", "1.15"), ("CHF", "1.04"))),
    ])  # fmt: skip
    with store.write() as uow:
        Ledger(uow.session, uow.now).company(country="DE", base_currency="EUR")
        uow.commit()
    assert [question.option for question in look(store, path).questions] == ["--rates-per"]
    typed = tuple(RateChange(code, DAY, Decimal(rate)) for code, rate in (("USD", "0.93"), ("GBP", "1.16")))
    with store.write() as uow:
        write_rates(uow, typed, DAY, "UTC")
        uow.commit()
    read = sync_files(store, [path], SyncOptions(ReadOptions(day=DAY)), dry_run=True)
    sketch = look(store, path)
    assert (sketch.questions, read.questions, sketch.refusal) == ((), (), None)


def spans(read):
    return {column.field: (column.first, column.last) for column in read.table.columns if column.first is not None}


def test_the_mapping_shows_the_least_and_the_greatest_of_amounts_numbers_and_days():
    head = ["Customer", "Invoice No", "Due Date", "Days Past Due", "Original Amount", "Open Amount", "Currency"]
    rows = [
        head,
        ["C1", "N1", "2026-05-01", 61, 1000.5, 900.25, "EUR"],
        ["C2", "N2", "2026-06-01", 30, -7.0, -7.0, "EUR"],
        ["C2", "N3", "2026-06-21", 10, 12, "", "EUR"],
        ["Total", "", "", "", 1005.5, 893.25, "EUR"],
    ]
    found = spans(read_rows(rows))
    assert found["due_date"] == ("2026-05-01", "2026-06-21")
    assert found["days_overdue"] == ("30", "61")
    assert (found["original"], found["open"]) == (("-7.00", "1000.50"), ("-7.00", "900.25"))


def test_least_and_greatest_are_whole_amounts_whatever_their_currencies():
    head = ["Customer", "Invoice No", "Due Date", "Open Amount", "Currency"]
    rows = [head, ["C1", "N1", "2026-05-01", 110000, "JPY"], ["C2", "N2", "2026-06-01", 12.5, "EUR"]]
    assert spans(read_rows(rows))["open"] == ("12.50", "110000")


@pytest.mark.parametrize(
    ("rows", "field", "ends"),
    [
        (orders(("SO-1", "C1", "5000.00", "2026-06-10"), ("SO-2", "C1", "7.5", "2026-06-11")), "order_amount",
         ("7.50", "5000.00")),
        (rates(("EUR", "USD", "1", "1.0832"), ("JPY", "USD", "100", "0.6421")), "rate", ("0.6421", "1.0832")),
        ([["Sales incl. VAT in EUR"], ["Customer", "Jan 2026", "Feb 2026"], ["C1", 5, 6], ["C2", 7, ""]], "monthly",
         ("6.00", "6.00")),
        ([["Receipt No", "Customer No", "Payment Date", "Amount received"], ["R1", "C1", "2026-05-01", 5],
          ["R2", "C1", "2026-05-02", 7.5]], "receipt_amount", ("5.00", "7.50")),
        ([["Customer No", "Name", "Street", "Credit Limit", "Currency"], ["C1", "A", "x", 100, "EUR"],
          ["C2", "B", "y", 20, "EUR"]], "credit_limit", ("20.00", "100.00")),
    ],
)  # fmt: skip
def test_every_kind_shows_least_and_greatest(rows, field, ends):
    assert spans(read_rows(rows, default_currency="USD", currency="EUR"))[field] == ends


def test_columns_of_a_sheet_that_was_put_together_are_corrected_and_kept(store, tmp_path):
    head = ["得意先コード", "得意先名", "伝票番号", "請求年", "月", "日", "備考", "残高(円)", "残高(USD)"]
    rows = [[f"{n % 3:04}", f"甲{n % 3}", f"S-{n}", 8, 9, 5 + n, f"PO{n}", *((1000 + n, "") if n % 2 else ("", 20.5))]
            for n in range(6)]  # fmt: skip
    below = [[], ["入金一覧"], ["入金日", "得意先コード", "入金番号", "入金額", "通貨"]]
    below += [[f"2026/10/0{n}", "0001", f"N-{n}", 5000 + n, "JPY"] for n in range(1, 4)]
    path = book(tmp_path / "meisai.xlsx", {"売掛": [head, *rows, *below]})
    sketch = look(store, path)
    assert sketch.table is not None
    net = {currency: total.net for currency, total in sketch.table.totals.items()}
    assert net == {"JPY": 3009, "USD": 6150}
    headings = [column.mapped.header for column in sketch.columns]
    at = headings.index("備考")
    layout = edited(layout_from(sketch, "Meisai"), sketch.columns[at], "po", headings)
    done = look(store, path, layout)
    assert done.table is not None
    assert {currency: total.net for currency, total in done.table.totals.items()} == net
    assert (done.table.rows.rejected, done.table.set_aside) == (0, sketch.table.set_aside)
    assert "po" in {column.mapped.field for column in done.columns}
    save(store, layout)
    again = look(store, path)
    assert again.table is not None
    assert (again.table.layout, {currency: total.net for currency, total in again.table.totals.items()}) == (
        "Meisai",
        net,
    )
    seen = preview(store, [str(path)], Answers(by_file={str(path): {"--layout": "Meisai"}}), DAY, "UTC")
    assert {currency: total.net for currency, total in seen.runs[0].totals.items()} == net
