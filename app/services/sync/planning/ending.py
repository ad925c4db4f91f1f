"""The end of an import: why each item is gone, and when the others were last seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from app.enums import ItemStatus, Scope, SyncKind
from app.i18n import nmsg
from app.money import Money
from app.services.sync.planning import kin, reissued
from app.services.sync.planning.batch import Batch, GoneItem
from app.services.sync.planning.closing import explain
from app.services.sync.planning.evidence import NEAR, Arrived, Evidence, Gone, UsedCredit, Verdict
from app.services.sync.planning.kinds.items import Group, ItemPlan, group_of
from app.services.sync.planning.kinds.receipts import PlannedReceipt
from app.services.sync.planning.match import ID_AT, StoredItem
from app.services.sync.planning.plan import Change, FilePlan
from app.services.sync.planning.renumbered import OPTION, YES
from app.services.sync.planning.twins import Sum, told_again, twins
from app.services.sync.values.references import invoice_key
from app.services.sync.writing.apply import Seen
from app.settings import Settings

#: Money further away from a day has nothing to do with it, nor has what tells of the same money again.
_AROUND: Final = 6 * NEAR

# ------------------------------------------------------------------------------------------------ why it is gone


def close_gone(batch: Batch, settings: Settings) -> None:
    """Explain what is gone and plan its closing; then look again at what was closed without explanation."""
    _share_the_day(batch)
    new = _new_receipts(batch)
    proofs = batch.closed.proofs if batch.closed is not None else {}
    unproved = [gone for gone in batch.gone if gone.item.id not in proofs]
    accounts = {gone.item.account_id for gone in unproved}
    covered = _covered_through(batch)
    since = min((date.fromisoformat(gone.item.last_seen) for gone in unproved), default=date.max)
    arrived = batch.stored.arrived(accounts, _before(since)) if accounts else []
    _settle_names(batch, [*arrived, *new])
    _tell_twins(batch, new)
    together = [*arrived, *(receipt for receipt in new if receipt.account_id in accounts)]
    again = told_again(map(_sum, together))
    fallen, fallen_paid = _fallen(batch, new)
    evidence = Evidence(
        arrived=[receipt for receipt in together if receipt.id not in again],
        used=_used_credits(batch),
        fallen=fallen,
        fallen_paid=fallen_paid,
        covered_through=covered,
        spent=batch.stored.spent_receipts(accounts) if arrived else frozenset(),
        tolerance=settings.tolerance,
    )
    verdicts = explain([_gone(gone.item, gone.file.as_of) for gone in unproved], evidence)
    for gone in batch.gone:
        proof = proofs.get(gone.item.id)
        if proof is None:
            verdict = verdicts[gone.item.id]
            _plan_closing(batch, gone, verdict, {"closed_on": gone.file.as_of.isoformat()})
        else:
            beside = {"closed_on": proof.closed_on, "clearing": proof.clearing, "days_late": proof.days_late}
            _plan_closing(batch, gone, Verdict(proof.status, proof.why), beside)
    used_up = frozenset(receipt for verdict in verdicts.values() for receipt in verdict.receipts)
    again_gone = Evidence(arrived=new, covered_through=covered, spent=used_up, tolerance=settings.tolerance)
    _look_again(batch, again_gone)
    _tell_short(batch, verdicts)
    _ask_reissued(batch, verdicts, together)


def _ask_reissued(batch: Batch, verdicts: Mapping[str, Verdict], money: Sequence[Arrived]) -> None:
    """Ask about documents that seem to go on under other numbers, or say what was said of them.

    Raises:
        NumbersFound: somebody said that whatever is found does; everything is to be planned again.
    """
    files = batch.open_files
    if not files or any(asked.option == OPTION for _, asked in batch.questions):
        return
    reissued.tell_settled(batch.choices.documents, files[-1])
    fresh = [pair for plan in batch.items.values() for pairs in plan.fresh.values() for pair in pairs]
    gone = [_missing(one.item, verdicts.get(one.item.id), money) for one in batch.gone] if fresh else []
    if not gone:
        return
    accounts = {record: account.facts[0] for record, account in batch.accounts.by_id.items()}
    found = reissued.reissued(gone, fresh, accounts, kin.hung(batch.stored, [one.item.id for one in batch.gone]))
    hung = [one for one in found if one.hung]
    if hung and batch.choices.renumbered == YES and not batch.choices.documents:
        raise reissued.NumbersFound(documents=hung)
    if hung and batch.choices.renumbered is None:
        batch.questions.append((files[-1], reissued.question(hung)))
        found = [one for one in found if not one.hung]
    reissued.tell_apart(found, files[-1])


def _missing(item: StoredItem, verdict: Verdict | None, money: Sequence[Arrived]) -> reissued.Gone:
    """Return a document that is gone, with the money that names it; one without a verdict was proved to be cleared."""
    if verdict is None:
        return reissued.Gone(item, paid=True, money=None)
    key = invoice_key(item.number)
    named = [receipt.named[key] for receipt in money if receipt.account_id == item.account_id and key in receipt.named]
    return reissued.Gone(item, verdict.status is ItemStatus.PAID, sum(named))


def _plan_closing(batch: Batch, gone: GoneItem, verdict: Verdict, beside: Mapping[str, object]) -> None:
    """Plan that an item is closed, and count it."""
    item, counts = gone.item, gone.file.counts
    after: dict[str, Any] = {
        "status": verdict.status.value,
        "open": 0,
        "last_seen": item.last_seen,
        "closed_why": verdict.why.to_json(),
        **beside,
    }
    before = {name: getattr(item, name) for name in after}
    if verdict.receipts:
        after["receipts"] = list(verdict.receipts)
    batch.changes.put(Change("item", item.id, item.account_id, gone.file.run_id, "closed", before, after))
    match verdict.status:
        case ItemStatus.PAID:
            counts.paid += 1
        case ItemStatus.CREDITED:
            counts.credited += 1
        case ItemStatus.VANISHED:
            counts.vanished += 1
        case _:
            counts.no_cash_data += 1


def _gone(item: StoredItem, on: date, stood_at: int | None = None) -> Gone:
    amount = item.open if stood_at is None else stood_at
    seen = date.fromisoformat(item.last_seen)
    return Gone(item.id, item.account_id, item.number, item.kind, item.currency, item.original, amount, seen, on)


def _share_the_day(batch: Batch) -> None:
    """A receipts file given together with a full open-items file speaks through that file's day.

    A day that the receipts file states itself stays.
    """
    full = [file.as_of for file in batch.files if file.scope is Scope.FULL and not file.older]
    for file in batch.files:
        if file.kind in {SyncKind.RECEIPTS, SyncKind.CLOSED_ITEMS}:
            file.coverage = file.table.coverage or file.as_of
            if full and file.kind is SyncKind.RECEIPTS and file.table.as_of_from != "stated":
                file.coverage = max(file.coverage, *full)


def _covered_through(batch: Batch) -> date | None:
    """Return the last day of which receipts or closed items speak, those of this batch included."""
    days = [file.coverage for file in batch.files if file.coverage is not None]
    stored = batch.stored.covered_through()
    return max([*days, stored] if stored is not None else days, default=None)


def _new_receipts(batch: Batch) -> list[Arrived]:
    """Return the receipts of this batch as evidence."""
    return [
        _arrived(receipt, receipt.account_id, source)
        for source, plan in batch.receipts.items()
        for receipt in plan.new
        if receipt.account_id is not None and receipt.facts["reversed_on"] is None
    ]


def _arrived(receipt: PlannedReceipt, account: str, source: str) -> Arrived:
    applied: dict[str, int] = {}
    for numbers, amount in receipt.applications:
        for number in numbers:
            key = invoice_key(number)
            applied[key] = applied.get(key, 0) + amount
    named = {invoice_key(number): receipt.facts["amount"] for number in receipt.names}
    seen = date.fromisoformat(receipt.first_seen)
    return Arrived(
        receipt.id,
        receipt.number,
        account,
        receipt.facts["currency"],
        receipt.facts["amount"],
        seen if receipt.day is None else date.fromisoformat(receipt.day),
        seen,
        bool(receipt.facts["is_cash"]),
        {**named, **applied},
        loose=frozenset(named.keys() - applied.keys()),
        source=source,
    )


def _settle_names(batch: Batch, receipts: Iterable[Arrived]) -> None:
    """Let receipts name only what is an item of their account: a text is full of other numbers."""
    loose = [receipt for receipt in receipts if receipt.loose]
    items = batch.numbered({key for receipt in loose for key in receipt.loose}) if loose else {}
    for receipt in loose:
        owned = {key for key in receipt.loose if any(i.account_id == receipt.account_id for i in items.get(key, ()))}
        receipt.named = {
            key: amount for key, amount in receipt.named.items() if key in owned or key not in receipt.loose
        }
        receipt.loose = frozenset()


def _tell_twins(batch: Batch, new: list[Arrived]) -> None:
    """Say that money may have been told of twice, by the bank and by another source; it is kept apart, counted once."""
    stored = _stored_beside(batch, new)
    told = len(twins(map(_sum, [*stored, *new])) & {receipt.id for receipt in new})
    files = [file for file in batch.files if file.kind is SyncKind.RECEIPTS]
    if told and files:
        text = nmsg(
            "{n} receipt may be money that another source tells of too (account, amount and five days agree): "
            "both are kept, the money counts once.",
            "{n} receipts may be money that another source tells of too (account, amount and five days agree): "
            "all are kept, the money counts once.",
            told,
        )
        files[-1].warn("told_by_two_sources", text)


def _stored_beside(batch: Batch, new: Sequence[Arrived]) -> list[Arrived]:
    """Return the receipts of the store that some new ones may tell again."""
    if not new:
        return []
    first = min(receipt.day for receipt in new)
    return batch.stored.arrived({receipt.account_id for receipt in new}, _before(first))


def _before(day: date) -> date:
    """Return from when on money counts for a day, with what may tell of that money too a few days before."""
    return day - _AROUND if day > date.min + _AROUND else date.min


def _not_told_before(stored: Iterable[Arrived], new: Iterable[Arrived]) -> list[Arrived]:
    """Leave out money that another source has told of, unless it names now what it pays."""
    again = told_again(map(_sum, new))
    once = [receipt for receipt in new if receipt.id not in again]
    before = twins(map(_sum, [*stored, *once]))
    return [receipt for receipt in once if receipt.named or receipt.id not in before]


def _sum(receipt: Arrived) -> Sum:
    about = (receipt.account_id, receipt.currency, receipt.amount, receipt.day)
    return Sum(receipt.id, receipt.source, *about, tells=bool(receipt.named))


def _used_credits(batch: Batch) -> list[UsedCredit]:
    """Return the credits that this batch shows as used: gone, or smaller than before."""
    found = [
        UsedCredit(
            gone.item.id, gone.item.number, gone.item.account_id, gone.item.currency, gone.item.kind, -gone.item.open
        )
        for gone in batch.gone
        if gone.item.open < 0
    ]
    for plan in batch.items.values():
        for item, now in plan.touched:
            if item.open < 0 and item.open < now <= 0:
                used = now - item.open
                found.append(UsedCredit(item.id, item.number, item.account_id, item.currency, item.kind, used))
    return found


#: Minor units by account and currency.
_Sums = dict[tuple[str, str], int]


def _fallen(batch: Batch, new: Iterable[Arrived]) -> tuple[_Sums, _Sums]:
    """Return how much open items lost without going, and how much of it new money explains that names them."""
    money: dict[tuple[str, str, str], int] = defaultdict(int)
    for receipt in new:
        for key, amount in receipt.named.items():
            money[receipt.account_id, receipt.currency, key] += amount
    lost: _Sums = defaultdict(int)
    paid: _Sums = defaultdict(int)
    for plan in batch.items.values():
        for item, now in plan.touched:
            if item.open > now >= 0:
                lost[item.account_id, item.currency] += item.open - now
                named = money.get((item.account_id, item.currency, invoice_key(item.number)), 0) if money else 0
                paid[item.account_id, item.currency] += min(named, item.open - now)
    return lost, paid


def _tell_short(batch: Batch, verdicts: Mapping[str, Verdict]) -> None:
    """Say which items are gone though the money that names them is less than was open."""
    short: dict[str, tuple[FilePlan, list[tuple[int, GoneItem]]]] = {}
    for gone in batch.gone:
        rest = verdicts[gone.item.id].short if gone.item.id in verdicts else 0
        if rest:
            short.setdefault(gone.file.run_id, (gone.file, []))[1].append((rest, gone))
    for file, found in short.values():
        rest, first = max(found, key=lambda one: (one[0], one[1].item.number))
        text = nmsg(
            "{n} item is gone though the money that names it is less than was open: nothing explains {rest} of "
            "{number}.",
            "{n} items are gone though the money that names them is less than was open: nothing explains {rest} of "
            "{number}, and the like.",
            len(found),
            rest=Money(rest, first.item.currency),
            number=first.item.number,
        )
        file.warn("paid_short", text)


def _look_again(batch: Batch, evidence: Evidence) -> None:
    """Explain items that were closed without explanation, now that this batch brings money or covers their day."""
    files = [file for file in batch.files if file.coverage is not None]
    covered, new = evidence.covered_through, evidence.arrived
    if not files or covered is None:
        return
    since = min(file.covers_from or file.coverage or file.as_of for file in files)
    payers = {receipt.account_id for receipt in new}
    new = _not_told_before(_stored_beside(batch, new), new)
    items = batch.stored.closed_unexplained(payers, since, covered)
    items = [item for item in items if item.last_run_id not in batch.run_ids and not _is_planned(batch, item)]
    if not items:
        return
    stood = batch.stored.stood_at([item.id for item in items])
    gone = [_gone(item, date.fromisoformat(item.closed_on or item.last_seen), stood.get(item.id)) for item in items]
    verdicts = explain(gone, replace(evidence, arrived=new))
    file = files[-1]
    for item, was in zip(items, gone, strict=True):
        verdict = verdicts[item.id]
        explained = verdict.status in {ItemStatus.PAID, ItemStatus.CREDITED}
        alarming = verdict.status is ItemStatus.VANISHED and item.status == ItemStatus.NO_CASH_DATA.value
        if explained or (alarming and since <= was.on):
            after: dict[str, Any] = {"status": verdict.status.value, "closed_why": verdict.why.to_json()}
            if verdict.receipts:
                after["receipts"] = list(verdict.receipts)
            before = {"status": item.status, "closed_why": item.closed_why}
            same = {"open": item.open, "last_seen": item.last_seen}
            change = Change("item", item.id, item.account_id, file.run_id, "explained", before | same, after | same)
            batch.changes.put(change)
            batch.later.append(item)
    if batch.later:
        text = nmsg(
            "{n} item that was closed before is explained or missed now that the receipts cover its day.",
            "{n} items that were closed before are explained or missed now that the receipts cover their day.",
            len(batch.later),
        )
        file.warn("explained_later", text)


def _is_planned(batch: Batch, item: StoredItem) -> bool:
    return batch.changes.get("item", item.id) is not None


# ------------------------------------------------------------------------------------------------ last seen


def last_seen(batch: Batch) -> list[Seen]:
    """Return how the day moves on which open items were last seen, in groups that were last seen together."""
    found: list[Seen] = []
    going = {gone.item.id for gone in batch.gone}
    for plan in batch.items.values():
        if any(not file.older for file in plan.files):
            found += _seen_of(batch, plan, going)
    return found


def _seen_of(batch: Batch, plan: ItemPlan, going: set[str]) -> list[Seen]:
    file = plan.files[-1]
    day = file.as_of.isoformat()
    shown: dict[Group, list[str]] = defaultdict(list)
    shown.update((group, ids) for group, ids in plan.shown.items() if group[0] < day)
    others: set[Group] = set()
    for raw in plan.every():
        record, group = raw[ID_AT], group_of(raw)
        if group[0] >= day:
            continue
        if record in plan.matched:
            if batch.changes.get("item", record) is None:
                shown[group].append(record)
        elif record not in going:
            others.add(group)
    whole = max((group for group in shown if group not in others), key=lambda one: len(shown[one]), default=None)
    return [
        Seen(file.run_id, plan.source, day, *group, None if group == whole else ids)
        for group, ids in sorted(shown.items())
    ]
