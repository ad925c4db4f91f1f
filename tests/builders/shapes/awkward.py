"""Shapes that no list names: they must come out right by the general mechanism, or ask."""

from __future__ import annotations

from tests.builders.shapes.shape import AS_OF, LEDGER, MINOR, TOTAL, Shape, by_customer, comma, padded

PLAIN = "Customer Number|Customer Name|Invoice Number|Invoice Date|Due Date|Currency|Open Amount".split("|")


def plain_row(e) -> list:
    """Return a ledger entry under ``PLAIN``."""
    return [e.account, e.name, e.number, e.start, e.due, "EUR", e.open]


def blocks_side_by_side() -> Shape:
    """A hand-made table of buckets beside the real one, with a repeated heading, longer than the real one."""
    head = [*PLAIN, "", "Customer Name", "CURRENT", "Open Amount"]
    rows = [[*plain_row(e), "", "", "", ""] for e in LEDGER]
    for row, (name, mine) in zip(rows, by_customer(), strict=False):
        row[8:11] = [name, "x", round(sum(e.open for e in mine), 2)]
    rows.append([*[""] * 8, "Total", "", TOTAL])
    rows += [[*[""] * 8, note, "", ""] for note in ("call Plover", "ask sales", "week 25")]
    return Shape(
        [head, *rows],
        {"EUR": MINOR},
        {"item": 6, "skipped": 4},
        1,
        dict(zip("account name number document_date due_date currency open".split(), PLAIN, strict=True)),
        aside={"beside": 4},
    )


def small_block_in_front() -> Shape:
    """A pivot of a few rows in front of the real table, under headings of the same row."""
    pivot = [["Customer Name", "Balance"], *([n, round(sum(e.open for e in m), 2)] for n, m in by_customer())]
    rows = [
        [*(pivot[at] if at < len(pivot) else ["", ""]), "", *row]
        for at, row in enumerate([PLAIN, *map(plain_row, LEDGER)])
    ]
    return Shape(
        rows,
        {"EUR": MINOR},
        {"item": 6},
        1,
        {"account": "Customer Number", "number": "Invoice Number", "open": "Open Amount", "name": "Customer Name"},
    )


def spacers_and_merged_cells() -> Shape:
    """A printed list: empty first column, spacer columns, headings over two rows, the customer only once."""
    upper = ["", "Customer", "", "", "Invoice", "", "Invoice", "Due", "", "Amount", ""]
    lower = ["", "Number", "", "Name", "Number", "", "Date", "Date", "", "Open", "EUR"]
    rows: list[list] = [["", "Open items of the branch"], ["", "as of 17.06.2026"], [], upper, lower]
    for name, mine in by_customer():
        for at, e in enumerate(mine):
            who = (e.account, name) if at == 0 else ("", "")
            rows.append(["", who[0], "", who[1], e.number, "", e.start, e.due, "", e.open, ""])
    rows.append(["", "Total", "", "", "", "", "", "", "", TOTAL, ""])
    return Shape(
        padded(rows),
        {"EUR": MINOR},
        {"item": 6, "total": 1},
        5,
        {
            "account": "Customer Number",
            "number": "Invoice Number",
            "document_date": "Invoice Date",
            "due_date": "Due Date",
        },
        options={"currency": "EUR"},
        own={"EUR": MINOR},
        as_of=(AS_OF, "stated"),
    )


def running_total() -> Shape:
    """A column of running totals beside the amounts, a customer's balance at its last row."""
    head = ["Account", "Invoice", "Date", "Due", "Amount", "Balance"]
    rows, so_far = [], 0.0
    for e in LEDGER:
        so_far = round(so_far + e.open, 2)
        rows.append([e.account, e.number, e.start, e.due, e.open, so_far])
    return Shape(
        [head, *rows],
        {"EUR": MINOR},
        {"item": 6},
        1,
        {"account": "Account", "number": "Invoice", "original": "Amount"},
        options={"currency": "EUR"},
    )


def ages_by_column() -> Shape:
    """An aging by columns without a column for the amount: it stands under its age, and the ages add up per row."""
    head = [
        "Customer No",
        "Customer",
        "Invoice",
        "Invoice Date",
        "Due Date",
        "Not due",
        "1-30",
        "31-60",
        "61-90",
        "Over 90",
    ]
    rows = []
    for e in LEDGER:
        ages = [""] * 5
        ages[0 if e.late <= 0 else min(4, 1 + (e.late - 1) // 30)] = comma(e.open)
        rows.append([e.account, e.name, e.number, f"{e.start:%d/%m/%Y}", f"{e.due:%d/%m/%Y}", *ages])
    sums = [
        comma(sum(e.open for e in LEDGER if lo < e.late <= hi))
        for lo, hi in ((-999, 0), (0, 30), (30, 60), (60, 90), (90, 999))
    ]
    rows.append(["Total", "", "", "", "", *sums])
    return Shape(
        [head, *rows],
        {"EUR": MINOR},
        {"item": 6, "total": 1},
        1,
        {"account": "Customer No", "name": "Customer", "number": "Invoice", "due_date": "Due Date"},
        options={"currency": "EUR"},
        own={"EUR": MINOR},
    )


def repeated_per_group() -> Shape:
    """The header again above every customer, whose number and name stand in a line of their own; notes at the side."""
    head = ["Invoice", "Date", "Due", "Amount EUR", "Remark"]
    rows: list[list] = [["Open items"], ["printed 18.06.2026 by K. Sato"]]
    for name, mine in by_customer():
        rows += [[f"Customer: {mine[0].account} - {name}"], head]
        rows += [
            [e.number, e.start, e.due, e.open, "promised 500 for Friday" if at == 0 else ""]
            for at, e in enumerate(mine)
        ]
        rows += [["Sum", "", "", round(sum(e.open for e in mine), 2), ""], [""]]
    rows += [
        ["Grand total", "", "", TOTAL, ""],
        ["www.midori.example/reports"],
        ["Applied filters: company = 0100, open only"],
    ]
    return Shape(
        padded(rows),
        {"EUR": MINOR},
        {"item": 6, "total": 4, "group": 2, "skipped": 4},
        4,
        {"number": "Invoice", "document_date": "Date", "due_date": "Due", "original": "Amount EUR"},
        own={"EUR": MINOR},
        aside={"footer": 2, "heading": 2},
    )


def deep_header() -> Shape:
    """Forty lines of parameters above the table; the table's rows carry a bucket's heading between them."""
    titles: list[list] = [["Report AR-07"], ["Selection"]]
    titles += [[f"Parameter {n}", f"value {n}", "", "from", str(n)] for n in range(1, 39)]
    rows: list[list] = [[*PLAIN]]
    for label, mine in (
        ("Not due", [e for e in LEDGER if e.late <= 0]),
        ("Overdue", [e for e in LEDGER if e.late > 0]),
    ):
        rows += [[label], *map(plain_row, mine), [f"Total {label}", *[""] * 5, round(sum(e.open for e in mine), 2)]]
    rows += [["100%", *[""] * 5, "100%"]]
    return Shape(
        padded([*titles, *rows]),
        {"EUR": MINOR},
        {"item": 6, "total": 2, "group": 2, "skipped": 1},
        41,
        dict(zip("account name number document_date due_date currency open".split(), PLAIN, strict=True)),
        own={"EUR": MINOR},
        aside={"percentage": 1},
    )


def bare_total_of_an_account() -> Shape:
    """Totals above their items: the account's balance in its own row, then the items that make it up."""
    head = ["Account", "Name", "Invoice", "Invoice Date", "Due Date", "Balance EUR"]
    rows: list[list] = []
    for name, mine in by_customer():
        rows.append([mine[0].account, name, "", "", "", round(sum(e.open for e in mine), 2)])
        rows += [[e.account, name, e.number, e.start, e.due, e.open] for e in mine]
    return Shape(
        [head, ["", "", "", "", "", TOTAL], *rows],
        {"EUR": MINOR},
        {"item": 6, "total": 4},
        1,
        {"account": "Account", "name": "Name", "number": "Invoice", "open": "Balance EUR"},
        own={"EUR": MINOR},
    )


def ages_inside_customers() -> Shape:
    """Groups in groups: the customer, its ages, then the items; the ages are nobody's names."""
    rows: list[list] = [["", "Invoice", "Date", "Due date", "Amount"]]
    for name, mine in by_customer():
        rows.append([name])
        for at, e in enumerate(mine):
            rows += [["", ("Current", "1 - 30 days")[at % 2]], ["", e.number, e.start, e.due, e.open]]
        rows.append([f"Total {name}", "", "", "", round(sum(e.open for e in mine), 2)])
    rows.append(["TOTAL", "", "", "", TOTAL])
    return Shape(
        padded(rows),
        {"EUR": MINOR},
        {"item": 6, "total": 4, "group": 9},
        1,
        {"number": "Invoice", "original": "Amount"},
        options={"currency": "EUR"},
        own={"EUR": MINOR},
        accounts=frozenset(e.name for e in LEDGER),
    )


def counter_shares_and_remarks() -> Shape:
    """A counter headed "No", a share of the whole beside the amounts, remarks, a blank row under the header."""
    head = ["No", "Customer", "Inv", "Date", "Due", "Balance EUR", "% of total", "Remarks"]
    rows = [
        [float(n), e.name, e.number, e.start, e.due, e.open, e.open / TOTAL, "see 12.5" if n == 2 else ""]
        for n, e in enumerate(LEDGER, start=1)
    ]
    return Shape(
        [head, [""] * 8, *rows, [""] * 8, ["", "", "", "", "Total", TOTAL, 1.0, ""]],
        {"EUR": MINOR},
        {"item": 6, "total": 1},
        1,
        {"number": "Inv", "name": "Customer", "open": "Balance EUR"},
        own={"EUR": MINOR},
    )


def ages_with_one_heading_missing() -> Shape:
    """The first age has no heading: with it the ages add up to the total."""
    head = ["Customer", "Invoice", "Due Date", "", "1-30", "31-60", "61-90", ">90", "Total Due"]
    rows = []
    for e in LEDGER:
        ages = [""] * 5
        ages[0 if e.late <= 0 else 1 if e.late <= 30 else 2] = e.open
        rows.append([e.name, e.number, e.due, *ages, e.open])
    return Shape(
        [head, *rows],
        {"EUR": MINOR},
        {"item": 6},
        1,
        {"number": "Invoice", "open": "Total Due"},
        options={"currency": "EUR"},
    )


def summaries_above_and_below() -> Shape:
    """A summary by customer above the list and another one below it, each with headings of its own."""
    sums = [[name, round(sum(e.open for e in mine), 2)] for name, mine in by_customer()]
    above = [["Summary"], ["Customer Name", "Balance"], *sums, [""], ["Detail"]]
    below = [[""], ["Summary by customer"], ["Customer Name", "Balance"], *sums, ["Total", TOTAL]]
    return Shape(
        padded([*above, PLAIN, *map(plain_row, LEDGER), *below]),
        {"EUR": MINOR},
        {"item": 6, "total": 1, "skipped": 5},
        8,
        dict(zip("account name number document_date due_date currency open".split(), PLAIN, strict=True)),
        aside={"footer": 5},
    )


def total_above_the_header() -> Shape:
    """The total stands in a line above the headings, over the column of the amounts."""
    return Shape(
        [["", "", "", "", "", "Total", TOTAL], PLAIN, *map(plain_row, LEDGER)],
        {"EUR": MINOR},
        {"item": 6},
        2,
        {"open": "Open Amount"},
        own={"EUR": MINOR},
    )
