"""What must hold for every promise, whatever the customer pays and whenever the files come."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.enums import PromiseStatus
from app.money import split_even
from app.services.calls.promises.judging.rules import judge
from tests.builders.promises import MADE, exactly, fell, five, invoice, june, ledger, paid, promise, through

S = PromiseStatus
#: Where a line may go when files bring later days; a reversal is told apart.
ONWARD = {
    S.OPEN: {S.OPEN, S.AWAITING_DATA, S.KEPT, S.PARTLY_KEPT, S.BROKEN, S.KEPT_LATE},
    S.AWAITING_DATA: {S.AWAITING_DATA, S.KEPT, S.PARTLY_KEPT, S.BROKEN, S.KEPT_LATE},
    S.KEPT: {S.KEPT},
    S.PARTLY_KEPT: {S.PARTLY_KEPT, S.KEPT_LATE},
    S.BROKEN: {S.BROKEN, S.KEPT_LATE},
    S.KEPT_LATE: {S.KEPT_LATE},
}
OPENS = {"INV-1": 70_000, "INV-2": 30_000}


class Book(RuleBasedStateMachine):
    """A customer who pays, a bank that takes back, a ledger that shows it sooner or later, and a promise."""

    @initialize(parts=st.integers(1, 4), every=st.integers(1, 9))
    def promised(self, parts, every):
        days = [june(12) + timedelta(days=every * place) for place in range(parts)]
        self.promise = promise(
            *split_even(100_000, parts), due=days, ends=[day + timedelta(days=2) for day in days], covers=OPENS
        )
        self.day, self.order = MADE, 1
        self.payments, self.moves, self.shown = [], [], dict.fromkeys(OPENS, 0)
        self.seen = self.judge()

    def ledger(self, payments=None):
        items = [
            invoice(name, amount, open=amount - self.shown[name], closed=self.shown[name] == amount)
            for name, amount in OPENS.items()
        ]
        return ledger(*items, payments=self.payments if payments is None else payments, movements=self.moves)

    def judge(self, **facts):
        return judge(self.ledger(**facts), [self.promise], through(self.day, self.day), exactly)

    def applied(self, name):
        return sum(p.amount for p in self.payments if p.item == name and p.reversed_on is None)

    @rule(name=st.sampled_from(sorted(OPENS)), share=st.integers(1, 100), wait=st.integers(1, 6))
    def money_comes(self, name, share, wait):
        """A file through a later day brings a receipt of that day."""
        owed = OPENS[name] - max(self.applied(name), self.shown[name])
        self.day += timedelta(days=wait)
        self.order += 1
        amount = owed * share // 100
        if amount:
            number = f"R-{self.order}"
            self.payments.append(paid(amount, self.day, item=name, order=self.order, number=number))
        self.refined()

    @rule(wait=st.integers(1, 6))
    def nothing_comes(self, wait):
        """Days pass and the files bring nothing."""
        self.day += timedelta(days=wait)
        self.refined()

    @rule(name=st.sampled_from(sorted(OPENS)))
    def the_ledger_shows_it(self, name):
        """An open-items file of the same day lowers the item by what the receipts say."""
        rest = self.applied(name) - self.shown[name]
        if rest > 0:
            self.order += 1
            self.moves.append(fell(rest, self.day - timedelta(days=1), self.day, item=name, order=self.order))
            self.shown[name] += rest
        self.refined()

    @precondition(lambda self: any(p.reversed_on is None for p in self.payments))
    @rule(data=st.data(), reflected=st.booleans())
    def the_bank_takes_back(self, data, reflected):
        """A receipt is reversed; the ledger may or may not show it yet."""
        place = data.draw(st.sampled_from([i for i, p in enumerate(self.payments) if p.reversed_on is None]))
        taken = replace(self.payments[place], reversed_on=self.day)
        self.payments[place] = taken
        back = min(taken.amount, self.shown[taken.item])
        if reflected and back:
            self.order += 1
            self.moves.append(fell(-back, None, self.day, item=taken.item, order=self.order))
            self.shown[taken.item] -= back
        before, self.seen = self.seen, self.judge()
        for line, found in self.seen.items():
            assert found.received <= before[line].received or before[line].received_late

    def refined(self):
        before, self.seen = self.seen, self.judge()
        for line, found in self.seen.items():
            assert found.status in ONWARD[before[line].status]
            if before[line].status not in {S.OPEN, S.AWAITING_DATA}:
                assert found.received == before[line].received

    @invariant()
    def judging_twice_changes_nothing(self):
        assert self.judge() == self.seen

    @invariant()
    def the_order_of_the_facts_does_not_matter(self):
        assert self.judge(payments=self.payments[::-1]) == self.seen

    @invariant()
    def no_money_counts_twice(self):
        counted = sum(found.received + found.received_late for found in self.seen.values())
        assert counted <= sum(max(self.applied(name), self.shown[name]) for name in OPENS)
        assert sum(found.due_under for found in self.seen.values()) == self.promise.amount

    @invariant()
    def a_line_reads_as_its_money(self):
        for found in self.seen.values():
            assert 0 <= found.received <= found.due_under
            assert (found.status == S.KEPT) == (found.received == found.due_under)
            if found.status == S.BROKEN:
                assert not found.received


TestBook = Book.TestCase
TestBook.settings = settings(max_examples=60, stateful_step_count=12)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 40_000)), max_size=6), st.randoms())
def test_the_order_of_money_within_a_day_does_not_matter(sums, random):
    payments = [
        paid(amount, june(14) + timedelta(days=day // 3), number=f"R-{place}")
        for place, (day, amount) in enumerate(sums)
    ]
    shuffled = [replace(payment, number=f"R-{place}") for place, payment in enumerate(payments)]
    random.shuffle(shuffled)
    first = judge(ledger(payments=payments), [promise()], through(june(30)), five)["P1.0"]
    again = judge(ledger(payments=shuffled), [promise()], through(june(30)), five)["P1.0"]
    assert first == again


@given(st.integers(1, 10**9), st.integers(1, 12))
def test_the_instalments_of_a_plan_add_up(total, parts):
    shares = split_even(total, parts)
    assert sum(shares) == total
    assert len(set(shares[:-1])) <= 1
    assert shares[-1] >= shares[0]


@given(st.integers(1, 5), st.integers(0, 120_000))
def test_one_payment_fills_a_plan_from_the_front(parts, amount):
    days = [june(12) + timedelta(days=place) for place in range(parts)]
    plan = promise(*split_even(100_000, parts), due=days, ends=[june(24)] * parts)
    found = judge(ledger(payments=[paid(amount, june(11))] if amount else []), [plan], through(june(30)), exactly)
    received = [found[f"P1.{place}"].received for place in range(parts)]
    assert sum(received) == min(amount, 100_000)
    full = [line.amount == got for line, got in zip(plan.lines, received, strict=True)]
    assert full == sorted(full, reverse=True)
