"""Exports of Japanese and Chinese systems."""

from __future__ import annotations

from datetime import date, timedelta

from tests.builders.shapes.shape import AS_OF, Shape, padded

#: number, customer's code, name, day, days to pay, net of tax
BILLS = (
    ("202604-101", "000120", "㈱北斗電機", date(2026, 4, 30), 30, 100_000),
    ("202604-102", "000121", "南風商事株式会社", date(2026, 4, 30), 31, 250_000),
    ("202605-101", "000120", "㈱北斗電機", date(2026, 5, 31), 30, 1_000_000),
    ("202605-103", "000122", "ﾄｳﾖｳ化成", date(2026, 5, 31), 60, 48_000),
)


def freee() -> Shape:
    """Invoices with a status; one is paid."""
    head = ["請求書番号", "取引先名", "件名", "請求日", "お支払期限", "小計", "消費税", "合計金額", "ステータス"]
    rows = [
        [
            number,
            name,
            "部品代",
            f"{day:%Y/%m/%d}",
            f"{day + timedelta(days):%Y/%m/%d}",
            f"{net:,}",
            f"{net // 10:,}",
            f"{net * 11 // 10:,}",
            "入金済" if number == "202604-102" else "入金待ち",
        ]
        for number, _, name, day, days, net in BILLS
    ]
    return Shape(
        [head, *rows],
        {"JPY": 110_000 + 1_100_000 + 52_800},
        {"item": 3, "skipped": 1},
        1,
        {
            "number": "請求書番号",
            "name": "取引先名",
            "document_date": "請求日",
            "due_date": "お支払期限",
            "net": "小計",
            "tax": "消費税",
            "original": "合計金額",
            "status": "ステータス",
        },
        "freee-invoices",
        {"currency": "JPY"},
        aside={"settled": 1},
    )


def money_forward_lines() -> Shape:
    """Lines of invoices: the number repeats, the invoice's total stands in every line beside the line's own."""
    head = [
        "請求書番号",
        "取引先コード",
        "取引先名称",
        "請求日",
        "お支払期限",
        "品名",
        "単価",
        "数量",
        "金額",
        "消費税額",
        "請求金額",
        "入金ステータス",
    ]
    rows = []
    for number, code, name, day, days, net in BILLS:
        parts = [net // 4, net - net // 4]
        for n, part in enumerate(parts):
            rows.append(
                [
                    number,
                    code,
                    name,
                    f"{day:%Y/%m/%d}",
                    f"{day + timedelta(days):%Y/%m/%d}",
                    f"品目{n}",
                    f"{part // 2:,}",
                    "2",
                    f"{part:,}",
                    f"{part // 10:,}",
                    f"{net * 11 // 10:,}",
                    "未入金",
                ]
            )
    total = sum(net * 11 // 10 for *_, net in BILLS)
    return Shape(
        [head, *rows],
        {"JPY": total},
        {"item": 4, "skipped": 4},
        1,
        {
            "number": "請求書番号",
            "account": "取引先コード",
            "name": "取引先名称",
            "original": "請求金額",
            "tax": "消費税額",
            "unit_price": "単価",
            "quantity": "数量",
        },
        "money-forward-invoices",
        {"currency": "JPY"},
        aside={"line": 4},
    )


def yayoi() -> Shape:
    """得意先元帳風 list of open balances per invoice, with the era's dates and a total row."""
    head = [
        "得意先コード",
        "得意先名",
        "伝票番号",
        "伝票日付",
        "回収予定日",
        "請求金額",
        "入金額",
        "売掛残高",
        "担当者",
    ]
    rows = []
    left = 0
    for number, code, name, day, days, net in BILLS:
        due = day + timedelta(days)
        whole, paid = net * 11 // 10, 50_000 if net == 250_000 else 0
        left += whole - paid
        rows.append(
            [
                code,
                name,
                number,
                f"令和{day.year - 2018}年{day.month}月{day.day}日",
                f"R{due.year - 2018}.{due.month}.{due.day}",
                f"{whole:,}",
                f"{paid:,}" if paid else "",
                f"{whole - paid:,}",
                "岡本",
            ]
        )
    rows.append(["", "合計", "", "", "", "", "", f"{left:,}", ""])
    title = [["得意先別売掛残高一覧表"], ["集計日:2026年6月17日"], ["(単位:円)"]]
    return Shape(
        padded([*title, head, *rows]),
        {"JPY": left},
        {"item": 4, "total": 1},
        4,
        {
            "account": "得意先コード",
            "name": "得意先名",
            "number": "伝票番号",
            "document_date": "伝票日付",
            "due_date": "回収予定日",
            "original": "請求金額",
            "paid": "入金額",
            "open": "売掛残高",
        },
        "yayoi-uriage",
        own={"JPY": left},
        as_of=(AS_OF, "stated"),
    )


#: code, name, document, day, days, currency, amount, open
RECEIVABLES = (
    ("C0101", "上海长江机电有限公司", "AR202604001", date(2026, 4, 10), 45, "CNY", 56_500.0, 56_500.0),
    ("C0101", "上海长江机电有限公司", "AR202605007", date(2026, 5, 6), 45, "CNY", 11_300.0, 1_300.0),
    ("C0204", "苏州晨光电子有限公司", "AR202605011", date(2026, 5, 20), 30, "CNY", 8_888.8, 8_888.8),
    ("C0310", "深圳市前海贸易公司", "AR202606002", date(2026, 6, 2), 60, "CNY", 120_000.0, 120_000.0),
)


def yonyou() -> Shape:
    """用友: a title, the unit's name, headings, a subtotal per customer and the total."""
    head = [
        "客户编码",
        "客户名称",
        "单据类型",
        "单据编号",
        "单据日期",
        "到期日",
        "币种",
        "应收金额",
        "余额",
        "账龄",
        "业务员",
    ]
    rows: list[list] = [["应收账款明细表"], ["单位:上海绿能电子有限公司", "", "", "截止日期:2026-06-17"], head]
    for code in dict.fromkeys(row[0] for row in RECEIVABLES):
        mine = [row for row in RECEIVABLES if row[0] == code]
        for _, name, number, day, days, _, whole, left in mine:
            due = day + timedelta(days)
            rows.append(
                [
                    code,
                    name,
                    "销售专用发票",
                    number,
                    f"{day}",
                    f"{due}",
                    "人民币",
                    f"{whole:,.2f}",
                    f"{left:,.2f}",
                    str(max((AS_OF - due).days, 0)),
                    "王芳",
                ]
            )
        rows.append(
            [
                code,
                "小计",
                "",
                "",
                "",
                "",
                "",
                f"{sum(row[6] for row in mine):,.2f}",
                f"{sum(row[7] for row in mine):,.2f}",
                "",
                "",
            ]
        )
    rows.append(
        [
            "合计",
            *[""] * 6,
            f"{sum(row[6] for row in RECEIVABLES):,.2f}",
            f"{sum(row[7] for row in RECEIVABLES):,.2f}",
            "",
            "",
        ]
    )
    rows.append(["制表人:王芳", *[""] * 6, "打印日期:2026-06-18", "", "", ""])
    total = round(sum(row[7] for row in RECEIVABLES) * 100)
    return Shape(
        padded(rows),
        {"CNY": total},
        {"item": 4, "total": 4, "skipped": 1},
        3,
        {
            "account": "客户编码",
            "name": "客户名称",
            "number": "单据编号",
            "document_date": "单据日期",
            "due_date": "到期日",
            "currency": "币种",
            "original": "应收金额",
            "open": "余额",
            "days_overdue": "账龄",
            "sales_rep": "业务员",
        },
        "yonyou-receivables",
        own={"CNY": total},
        as_of=(AS_OF, "stated"),
        aside={"footer": 1},
    )


def kingdee() -> Shape:
    """金蝶: the amounts not yet received in the local currency, contract numbers, terms in words."""
    head = [
        "往来单位编码",
        "往来单位",
        "单据编号",
        "业务日期",
        "收款到期日",
        "币别",
        "价税合计",
        "已核销金额",
        "尚未收款金额(本位币)",
        "过期天数",
        "收款条件",
        "销售员",
    ]
    rows = [
        [
            code,
            name,
            number,
            day,
            day + timedelta(days),
            "人民币",
            whole,
            round(whole - left, 2),
            left,
            float(max((AS_OF - day - timedelta(days)).days, 0)),
            f"月结{days}天",
            "李强",
        ]
        for code, name, number, day, days, _, whole, left in RECEIVABLES
    ]
    total = round(sum(row[7] for row in RECEIVABLES) * 100)
    return Shape(
        [head, *rows],
        {"CNY": total},
        {"item": 4},
        1,
        {
            "account": "往来单位编码",
            "name": "往来单位",
            "number": "单据编号",
            "due_date": "收款到期日",
            "currency": "币别",
            "original": "价税合计",
            "paid": "已核销金额",
            "terms": "收款条件",
        },
        "kingdee-receivables",
        as_of=(AS_OF, "derived"),
    )
