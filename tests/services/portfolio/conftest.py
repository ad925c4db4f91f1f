from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from app.services.dates import Days, load_days
from app.services.unit_of_work import Store
from tests.builders.ledger import DAY, Ledger


@pytest.fixture
def ledger(store: Store) -> Callable:
    """A context that commits what the ledger adds."""

    @contextmanager
    def write(day: date = DAY) -> Iterator[Ledger]:
        with store.write() as uow:
            yield Ledger(uow.session, uow.now, day)
            uow.commit()

    return write


@pytest.fixture
def days(store: Store) -> Callable[..., Days]:
    """The two clocks of the store on a day."""

    def read(day: date = DAY, zone: str = "Asia/Tokyo") -> Days:
        with store.read() as session:
            return load_days(session, day, zone)

    return read
