"""The demonstration's selling company as a company.toml: bank details in each currency, words in each language."""

from __future__ import annotations

from datetime import date
from typing import Final

from app.services import check_digits as check
from app.services.demo.countries import RATES

COMPANY_ZONE: Final = "Asia/Tokyo"
_HEAD: Final = """\
# The company of the demonstration. Everything in it is invented; the check digits are right.
country = "JP"
base_currency = "USD"
time_zone = "{zone}"
tax_ids = {{ JP = "T{corporate}", BR = "{cnpj}", MX = "{rfc}", CO = "{nit}", AR = "{cuit}", ES = "{cif}" }}
phone = "+81 3 6205 1180"
email = "ar@midori-electric.example"

[names]
default = "Midori Electric Co., Ltd."
ja = "株式会社みどり電機"
zh_Hans = "绿电机株式会社"
zh_Hant = "綠電機股份有限公司"

[addresses]
default = ["1-2-3 Marunouchi", "Chiyoda-ku, Tokyo 100-0005", "JAPAN"]
ja = ["〒100-0005 東京都千代田区丸の内1-2-3", "みどりビル8階"]
zh_Hans = ["日本东京都千代田区丸之内1-2-3", "邮编 100-0005"]
zh_Hant = ["日本東京都千代田區丸之內1-2-3", "郵遞區號 100-0005"]
es = ["1-2-3 Marunouchi, Chiyoda-ku", "Tokio 100-0005", "JAPÓN"]
pt_BR = ["1-2-3 Marunouchi, Chiyoda-ku", "Tóquio 100-0005", "JAPÃO"]
pt_PT = ["1-2-3 Marunouchi, Chiyoda-ku", "Tóquio 100-0005", "JAPÃO"]

[signatories.default]
name = "Keiko Sato"
role = "Head of Credit Control"
[signatories.ja]
name = "佐藤 恵子"
role = "債権管理部長"
[signatories.zh_Hans]
name = "佐藤惠子"
role = "信用管理部经理"
[signatories.zh_Hant]
name = "佐藤惠子"
role = "信用管理部經理"
[signatories.es]
name = "Keiko Sato"
role = "Directora de Crédito y Cobranza"
[signatories.es_ES]
name = "Keiko Sato"
role = "directora de Gestión de Cobros"
[signatories.pt]
name = "Keiko Sato"
role = "Diretora de Crédito e Cobrança"
"""
_TAIL: Final = """
[consequences]
default = ["hold", "legal"]

[targets]
calls = 25
contacts = 10
promises = 6
promised = "150000.00"
"""
_IBAN_ES: Final = "0999", "0001", "0123456789"


def company_toml(day: date) -> str:
    """Return the file's text; ``day`` is the date of the exchange rates."""
    head = _HEAD.format(
        zone=COMPANY_ZONE,
        corporate=check.make_jp_corporate("010401099887"),
        cnpj=check.format_cnpj(check.make_cnpj("487201930001")),
        rfc=check.make_rfc("MEL180312QA"),
        nit=check.make_nit("901455207"),
        cuit=check.make_cuit("3071455207") or "",
        cif=check.make_cif("A", "1455207"),
    )
    rates = "".join(f'{currency} = "{rate}"\n' for currency, rate in RATES.items())
    banks = "".join(f"\n[[banks]]\n{_table(bank)}" for bank in _banks())
    return f"{head}{banks}\n[rates]\ndate = {day.isoformat()}\n{rates}{_TAIL}"


def _table(values: dict[str, str]) -> str:
    return "".join(f'{key} = "{value}"\n' for key, value in values.items())


def _banks() -> list[dict[str, str]]:
    """Return one account per currency; the banks do not exist, the check digits are right."""
    entity, office, account = _IBAN_ES
    spain = f"{entity}{office}{check.spanish_control(entity + office, account)}{account}"
    holder = "Midori Electric Co., Ltd."
    asia = [
        _bank("JPY", "JP", bank="みどり野銀行", branch="丸の内支店", account_type="普通", account="1234567",
              holder="カ）ミドリデンキ"),
        _bank("CNY", "CN", bank="东海示范银行上海分行", account="310066001018150099887", bank_code="999290000018",
              holder="绿电机（上海）有限公司"),
        _bank("TWD", "TW", bank="臺北示範商業銀行", branch="信義分行", bank_code="999", account="012345678901",
              holder="綠電機股份有限公司"),
        _bank("SGD", "SG", bank="Straits Example Bank Ltd", branch="Raffles Place", bank_code="9999",
              account="0123456789", bic="STEXSGSGXXX", paynow=check.make_uen(2018, 45520), holder=holder),
    ]  # fmt: skip
    latin = [
        _bank("EUR", "ES", bank="Banco Ejemplo del Cantábrico, S.A.", iban=check.make_iban("ES", spain),
              bic="BEJCESMMXXX", holder=holder),
        _bank("MXN", "MX", bank="Banco Ejemplo de México", clabe=check.make_clabe("99918001234567890"), holder=holder),
        _bank("COP", "CO", bank="Banco Ejemplo de Colombia", account_type="Cuenta corriente", account="04812345678",
              holder=holder),
        _bank("ARS", "AR", bank="Banco Ejemplo del Plata", cbu=check.make_cbu("9990001", "0012345678901"),
              holder=holder),
        _bank("BRL", "BR", bank="Banco Exemplo S.A.", bank_code="999", agency="0123", account="45678-9",
              pix=check.make_cnpj("487201930001"), holder="Midori Electric do Brasil Ltda."),
    ]  # fmt: skip
    english = [
        _bank("USD", "US", bank="Example Harbor Bank, N.A.", routing=check.make_routing("09990001"),
              account="000123456789", account_type="Checking", bic="EXHBUS33XXX", holder=holder),
        _bank("CAD", "CA", bank="Example Bank of Canada", bank_code="999", branch="00123", account="1234567",
              bic="EXBKCATTXXX", holder=holder),
        _bank("GBP", "GB", bank="Example Bank plc", sort_code="04-99-99", account="12345678",
              iban=check.make_iban("GB", "EXMP04999912345678"), bic="EXMPGB2LXXX", holder=holder),
    ]  # fmt: skip
    return [*asia, *latin, *english]


def _bank(currency: str, country: str, **details: str) -> dict[str, str]:
    return {"currency": currency, "country": country, **details}
