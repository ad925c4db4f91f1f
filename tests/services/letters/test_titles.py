"""The titles of the trade, whole; several contain another, so only whole strings are compared."""

from __future__ import annotations

import pytest

from app.services.letters.wording.catalogue import open_catalogue
from tests.services.letters.sampling import has_texts

TITLES = {
    "ja_JP": (
        "お支払期日のご案内",
        "お支払いのご確認のお願い",
        "お支払いのお願い（再度のご案内）",
        "督促状",
        "催告書",
    ),
    "zh_Hans_CN": ("付款提醒函", "逾期付款提醒函", "催款函（第二次）", "催款函（正式）", "最后催款通知书"),
    "zh_Hant_TW": ("付款到期通知", "付款提醒通知", "貨款催收通知（第二次）", "催款函", "最後催告通知"),
    "es_ES": (
        "Aviso de próximo vencimiento",
        "Recordatorio de pago",
        "Segundo aviso de pago",
        "Requerimiento de pago",
        "Último requerimiento de pago",
    ),
    "es_MX": (
        "Aviso de próximo vencimiento",
        "Recordatorio de pago",
        "Segundo aviso de cobranza",
        "Requerimiento de pago",
        "Último requerimiento extrajudicial de pago",
    ),
    "pt_BR": (
        "Lembrete de vencimento",
        "Lembrete de pagamento",
        "Segundo aviso de cobrança",
        "Carta de cobrança",
        "Notificação extrajudicial",
    ),
    "pt_PT": (
        "Aviso de vencimento",
        "Lembrete de pagamento",
        "2.º aviso de cobrança",
        "Interpelação para pagamento",
        "Última interpelação para pagamento",
    ),
    "en_US": (
        "Upcoming payment reminder",
        "Payment reminder",
        "Second notice: past-due account",
        "Demand for payment",
        "Final notice before further action",
    ),
    "en_GB": (
        "Payment due reminder",
        "Payment reminder",
        "Second reminder: overdue account",
        "Formal demand for payment",
        "Letter before action",
    ),
}


@pytest.mark.parametrize("locale", [locale for locale in TITLES if has_texts(locale)])
def test_titles_are_those_of_the_trade(locale):
    catalogue = open_catalogue(locale)
    assert tuple(catalogue.text(f"title.{stage}") for stage in range(5)) == TITLES[locale]
