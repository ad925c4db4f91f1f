"""Questions about what goes on under another name, answered in the window."""

from __future__ import annotations

from sqlalchemy import select

from app.models.account import Account
from tests.ui.sync.test_sync_view import FIRST, SECOND, put


def test_a_customer_under_a_new_number_is_asked_about_once_and_goes_on(view, store, tmp_path):
    view.take([str(put(tmp_path / "open-1.csv", FIRST))])
    view.desk.actions.trigger("sync.apply")
    view.take([str(put(tmp_path / "open-2.csv", [row.replace("C2,", "K-200,") for row in SECOND]))])
    fields = view.side.questions._fields
    assert [one.question.option for one, _field in fields] == ["--renumbered"]
    assert not view.desk.actions.action("sync.apply").isEnabled()
    fields[0][1].choose("yes")
    view.side.questions._answer()
    assert not view.side.asking()
    view.desk.actions.trigger("sync.apply")
    with store.read() as session:
        assert sorted(session.scalars(select(Account.number))) == ["C1", "K-200"]
