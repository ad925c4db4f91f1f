"""Three mornings of one source: what its first file proves of the dates is not asked on the second."""

from __future__ import annotations

HEAD = "Customer_ID,Customer_Name,Invoice_Number,Invoice_Date,Due_Date,Currency,Open_Balance"


def morning(inputs, name: str, *rows: str) -> str:
    """Write a file of open items; each row is account, number, document date, due date and open amount."""
    lines = [HEAD]
    for row in rows:
        account, number, start, due, amount = row.split()
        lines.append(f"{account},Customer {account},{number},{start},{due},USD,{amount}")
    (inputs / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return name


def warned(document) -> list[str]:
    return [one["text"] for one in document["runs"][0]["warnings"] if one["code"].startswith("proved")]


def test_three_mornings(desk, inputs):
    desk("company", "company.toml")
    small = morning(inputs, "small.csv", "C1 INV-1 03/08/2026 05/09/2026 100.00")
    assert "--date-order" in desk("sync", small, status=3)["error"]["do"]

    first = morning(inputs, "day1.csv", "C1 INV-1 03/08/2026 05/09/2026 100.00", "C1 INV-2 17/08/2026 16/09/2026 50.00")
    assert warned(desk("sync", first, "--as-of", "2026-10-27")) == []

    second = morning(inputs, "day2.csv", "C1 INV-1 03/08/2026 05/09/2026 100.00", "C1 INV-3 04/10/2026 03/11/2026 7.00")
    told = desk("sync", second, "--as-of", "2026-10-28", "--scope", "full")
    assert warned(told) == ["Days are written day first, as the file of 27 Oct 2026 proved."]
    rows = {row["number"]: row for row in desk("account", "C1")["items"]}
    assert (rows["INV-3"]["due_date"], told["runs"][0]["closed"]) == ("2026-11-03", 1)

    third = morning(inputs, "day3.csv", "C1 INV-1 08/03/2026 09/05/2026 100.00", "C1 INV-4 10/17/2026 11/16/2026 7.00")
    told = desk("sync", third, "--as-of", "2026-10-29", "--scope", "full")
    assert warned(told) == ["Days are written month first here; the file of 27 Oct 2026 proved otherwise."]
