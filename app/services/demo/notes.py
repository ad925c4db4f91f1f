"""What a collector writes down after a call, in the language the call was held in."""

from __future__ import annotations

from typing import Final

from app.enums import Outcome

NOTES: Final[dict[str, dict[Outcome, str]]] = {
    "ja": {
        Outcome.PTP: "経理のご担当者様より、下記期日にお振込みいただけるとのこと。",
        Outcome.PLAN: "資金繰りの都合で分割をご希望。3回払いで合意。",
        Outcome.CB: "会議中とのこと。あらためてお電話するお約束。",
        Outcome.NOINV: "請求書が届いていないとのこと。写しをメールで再送。",
        Outcome.DISP: "数量の相違について購買部で確認中。回答待ち。",
        Outcome.PIPE: "社内承認済み、次回の支払処理に含まれるとのこと。",
        Outcome.PAID: "先週振込済みとのこと。振込明細を送っていただく。",
        Outcome.INFO: "残高明細の送付をご依頼。本日メールで送付。",
        Outcome.GATE: "代表電話の方が取り次がず。直通番号を確認する。",
        Outcome.NOPO: "注文番号の記載がないため処理できないとのこと。",
        Outcome.OURCR: "返品分の赤伝票を待ってから支払うとのこと。",
        Outcome.EMAIL: "請求書一覧を添えてお支払予定日を照会。",
    },
    "zh_Hans": {
        Outcome.PTP: "财务确认将于约定日期付款。",
        Outcome.PLAN: "客户资金紧张，商定分三期付款。",
        Outcome.CB: "负责人在开会，约定时间再联系。",
        Outcome.NOINV: "客户称未收到发票，已重新发送扫描件。",
        Outcome.DISP: "采购部对价格有异议，正在核对合同。",
        Outcome.PIPE: "已通过审批，列入下一次付款计划。",
        Outcome.PAID: "客户称上周已付款，请其提供银行回单。",
        Outcome.INFO: "客户需要对账单，今日发送。",
        Outcome.GATE: "前台不转接，需要核实直线电话。",
        Outcome.NOPO: "缺少采购订单号，对方无法入账。",
        Outcome.OURCR: "等待我方红字发票后付款。",
        Outcome.EMAIL: "发送逾期清单并询问付款日期。",
    },
    "zh_Hant": {
        Outcome.PTP: "財務確認將於約定日期匯款。",
        Outcome.PLAN: "客戶資金週轉不易，同意分三期付款。",
        Outcome.CB: "承辦人會議中，約定時間再聯絡。",
        Outcome.NOINV: "客戶表示未收到發票，已補寄電子檔。",
        Outcome.DISP: "採購對數量有疑義，正在核對出貨單。",
        Outcome.PIPE: "已簽核，排入下一次付款作業。",
        Outcome.PAID: "客戶表示上週已匯款，請提供匯款單據。",
        Outcome.INFO: "客戶需要對帳單，今日寄出。",
        Outcome.GATE: "總機不轉接，需確認分機號碼。",
        Outcome.NOPO: "缺採購單號，對方無法請款。",
        Outcome.OURCR: "等候我方折讓單後付款。",
        Outcome.EMAIL: "寄送逾期明細並詢問付款日期。",
    },
    "en": {
        Outcome.PTP: "Payables confirmed the transfer for the day agreed.",
        Outcome.PLAN: "Cash is tight until the quarter closes; agreed on three instalments.",
        Outcome.CB: "In a meeting; asked us to call again at the time agreed.",
        Outcome.NOINV: "Says the invoice never arrived. Copy sent by mail.",
        Outcome.DISP: "Purchasing is checking a short delivery; waiting for their claim form.",
        Outcome.PIPE: "Approved and in the next payment run.",
        Outcome.PAID: "Says it was paid last week; will send the remittance advice.",
        Outcome.INFO: "Wants a statement of account first; sent today.",
        Outcome.GATE: "Switchboard does not put us through; find a direct line.",
        Outcome.NOPO: "No purchase order number on the invoice, so it cannot be posted.",
        Outcome.OURCR: "Waits for our credit memo for the returned goods.",
        Outcome.EMAIL: "Sent the list of overdue invoices and asked for a payment date.",
    },
    "es": {
        Outcome.PTP: "Administración confirma la transferencia para la fecha acordada.",
        Outcome.PLAN: "Falta de liquidez; acordamos tres pagos.",
        Outcome.CB: "Está en una reunión; pide que llamemos a la hora acordada.",
        Outcome.NOINV: "No les consta la factura. Copia enviada por correo.",
        Outcome.DISP: "Compras revisa una diferencia de precio; esperamos su respuesta.",
        Outcome.PIPE: "Autorizada, entra en la próxima corrida de pagos.",
        Outcome.PAID: "Dice que pagó la semana pasada; enviará el comprobante.",
        Outcome.INFO: "Pide primero un estado de cuenta; enviado hoy.",
        Outcome.GATE: "En recepción no pasan la llamada; buscar el número directo.",
        Outcome.NOPO: "Sin orden de compra no pueden registrar la factura.",
        Outcome.OURCR: "Espera nuestra nota de crédito por la devolución.",
        Outcome.EMAIL: "Enviada la relación de facturas vencidas; se pide fecha de pago.",
    },
    "pt": {
        Outcome.PTP: "O financeiro confirma o pagamento na data combinada.",
        Outcome.PLAN: "Dificuldade de caixa; combinamos três parcelas.",
        Outcome.CB: "Está em reunião; pediu para ligar no horário combinado.",
        Outcome.NOINV: "Não localizam a fatura. Segunda via enviada por e-mail.",
        Outcome.DISP: "Compras verifica uma divergência de quantidade; aguardamos retorno.",
        Outcome.PIPE: "Aprovado, entra no próximo lote de pagamentos.",
        Outcome.PAID: "Diz que pagou na semana passada; vai enviar o comprovante.",
        Outcome.INFO: "Pede primeiro o extrato; enviado hoje.",
        Outcome.GATE: "A recepção não transfere a chamada; procurar o número direto.",
        Outcome.NOPO: "Sem número do pedido não conseguem registrar a fatura.",
        Outcome.OURCR: "Aguarda a nossa nota de crédito da devolução.",
        Outcome.EMAIL: "Enviada a lista de títulos vencidos; pedimos a data de pagamento.",
    },
}
#: Portugal writes some words in its own way.
PORTUGAL: Final[dict[Outcome, str]] = {
    Outcome.PTP: "A contabilidade confirma a transferência na data acordada.",
    Outcome.PLAN: "Dificuldades de tesouraria; acordámos três prestações.",
    Outcome.CB: "Está em reunião; pediu que voltássemos a ligar à hora acordada.",
    Outcome.DISP: "As compras estão a verificar uma diferença de quantidade; aguardamos resposta.",
    Outcome.PAID: "Diz que pagou na semana passada; vai enviar o comprovativo.",
    Outcome.NOINV: "Não encontram a fatura. Segunda via enviada por correio eletrónico.",
    Outcome.NOPO: "Sem o número da encomenda não conseguem registar a fatura.",
    Outcome.EMAIL: "Enviada a lista de faturas vencidas; pedimos a data de pagamento.",
}


def note_for(language: str, country: str, outcome: Outcome) -> str:
    """Return the note of an outcome, empty for attempts that reached nobody."""
    own = PORTUGAL.get(outcome) if country == "PT" else None
    return own or NOTES.get(language, NOTES["en"]).get(outcome, "")
