"""Tables of the store, its engine and its migrations."""

from app.models.account import Account, Contact
from app.models.activity import Activity, ActivityAccount, ActivityItem
from app.models.audit import AuditEvent, AuditHead
from app.models.base import Base
from app.models.company import Company, ExchangeRate, Setting
from app.models.dispute import Dispute, DisputeItem, Pause
from app.models.facts import HeldOrder, PoBalance, PortalEntry, SalesMonth, TrialBalance
from app.models.item import Item
from app.models.letter import Letter, LetterFile, LetterHeld, LetterItem, LetterRun
from app.models.promise import Instalment, Judgement, Promise, PromiseItem
from app.models.receipt import Receipt, ReceiptApplication
from app.models.snapshot import Snapshot, WorklistRow
from app.models.sync import SyncChange, SyncRun
from app.models.task import Task

__all__ = [
    "Account",
    "Activity",
    "ActivityAccount",
    "ActivityItem",
    "AuditEvent",
    "AuditHead",
    "Base",
    "Company",
    "Contact",
    "Dispute",
    "DisputeItem",
    "ExchangeRate",
    "HeldOrder",
    "Instalment",
    "Item",
    "Judgement",
    "Letter",
    "LetterFile",
    "LetterHeld",
    "LetterItem",
    "LetterRun",
    "Pause",
    "PoBalance",
    "PortalEntry",
    "Promise",
    "PromiseItem",
    "Receipt",
    "ReceiptApplication",
    "SalesMonth",
    "Setting",
    "Snapshot",
    "SyncChange",
    "SyncRun",
    "Task",
    "TrialBalance",
    "WorklistRow",
]
