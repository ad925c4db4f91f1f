"""The fields that tables of each kind may have, the likelier ones first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.enums import SyncKind
from app.services.sync.facts import shapes

_ITEM_FIELDS: Final = """
    account name number series instalment type special_gl item_status document_date posting_date due_date due_date_moved
    expected_date currency local_currency original open local_open aged debit credit sign paid days_overdue
    days_to_settle bucket po order_number sales_rep collector terms disputed dispute_reason status clearing_date
    paid_date text clearing_document company_code dunning_level last_dunned portal_status contact_name email phone
    mobile country language territory tier parent credit_limit limit_currency risk_class tax_id gl_account assignment
    tax net year_month method name_latin name_kana blocked street city postal_code quantity unit_price other_date
    other_amount
"""
_CUSTOMER_FIELDS: Final = """
    account name name_latin name_kana street street2 city region postal_code country language currency territory tier
    parent terms credit_limit limit_currency risk_class sales_rep collector time_zone portal tax_id phone mobile email
    contact_name contact_role department job_title blocked company_code status text
"""
_RECEIPT_FIELDS: Final = """
    account payer receipt_number receipt_date value_date receipt_amount unapplied applied method remittance
    paid_invoice bank currency local_currency local_open debit credit sign company_code type gl_account posting_date
    status
"""
_CASE_FIELDS: Final = """
    case_number account name subject case_status opened_date case_closed_date owner reason case_amount currency number
    text company_code contact_name
"""
FIELDS: Final[Mapping[SyncKind, tuple[str, ...]]] = {
    SyncKind.OPEN_ITEMS: tuple(_ITEM_FIELDS.split()),
    SyncKind.CUSTOMERS: tuple(_CUSTOMER_FIELDS.split()),
    SyncKind.RECEIPTS: tuple(_RECEIPT_FIELDS.split()),
    SyncKind.CASES: tuple(_CASE_FIELDS.split()),
    **shapes.FIELDS,
}
