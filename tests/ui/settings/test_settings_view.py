"""The settings room: what is typed is checked, kept and used."""

from __future__ import annotations

import pytest

from app.i18n import msg
from app.services.company import get_company
from app.services.preferences import load_settings
from app.services.security import key_path, with_passphrase, write_key_file
from app.ui.main_window import MainWindow, Parts
from app.ui.settings.view import KEYS
from app.ui.view import Place, ViewSpec
from tests.builders.ledger import Ledger

SPEC = ViewSpec("settings", msg("Settings"), "settings", "app.ui.settings.view:SettingsView", rail="bottom")


@pytest.fixture
def view(desk, store, qtbot):
    write_key_file(key_path(store.path), with_passphrase("01M653D9T03SG3QFAHNMZ0F000", store.key, "first words"))
    window = MainWindow(desk, Parts(views=(SPEC,)))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    window.open(Place("settings"))
    made = window.host.current()
    made.window_kept = window
    return made


def company(store):
    with store.read() as session:
        return get_company(session)


def policy(store):
    with store.read() as session:
        return load_settings(session)


def fill(view):
    fields = view.company._fields
    typed = {
        "name": "Midori Electric Inc.",
        "country": "us",
        "base": "usd",
        "zone": "America/New_York",
        "phone": "+1 212 555 0100",
        "signatory": "Keiko Sato",
        "role": "Head of Credit",
    }
    for key, text in typed.items():
        fields[key].setText(text)
    fields["address"].setPlainText("1 Main Street\nNew York, NY 10001")
    for key, text in {"currency": "usd", "country": "us", "bank": "First Bank", "routing": "021000021",
                      "account": "123456789", "holder": "Midori Electric Inc."}.items():  # fmt: skip
        view.company._bank[key].setText(text)
    view.company._keep_bank()
    view.company._steps["hold"].setChecked(True)


def test_a_company_is_typed_checked_and_kept(view, store):
    fill(view)
    view.company.save()
    facts = company(store)
    assert (facts.names["default"], facts.country, facts.base_currency) == ("Midori Electric Inc.", "US", "USD")
    assert facts.addresses["default"] == ("1 Main Street", "New York, NY 10001")
    assert [bank.routing for bank in facts.banks] == ["021000021"]
    assert facts.consequences["default"] == ("hold",)


def test_wrong_check_digits_are_refused_and_change_nothing(view, store):
    fill(view)
    view.company._bank["routing"].setText("021000022")
    view.company._keep_bank()
    view.company.save()
    assert company(store) is None


def test_what_the_page_does_not_show_stays(view, store):
    with store.write() as uow:
        Ledger(uow.session, uow.now).company(names={"default": "Midori", "ja": "株式会社みどり電機"}, country="US")
        uow.commit()
    view.load()
    view.company._fields["phone"].setText("+1 212 555 0111")
    view.company.save()
    assert company(store).names["ja"] == "株式会社みどり電機"
    assert company(store).phone == "+1 212 555 0111"


def test_the_policy_shows_its_example_and_is_kept(view, store):
    view.show_key("policy")
    view.policy.market.choose("MX")
    assert "reminder" in view.policy._example.text()
    view.policy._days[1].setText("4")
    view.policy.save()
    assert policy(store).market("MX").stages[1].n == 4
    assert policy(store).market("US").stages[1].n == 5


@pytest.mark.parametrize(("field", "text"), [(1, "soon"), (1, "-5"), (2, "2")])
def test_a_policy_that_cannot_be_is_refused_at_its_field(view, store, field, text):
    view.policy.market.choose("US")
    view.policy._days[field].setText(text)
    view.policy.save()
    assert policy(store).market("US").stages[1].n == 5


def test_points_and_cadence_are_kept_and_go_back(view, store):
    view.points._numbers["BROKEN"].setText("55")
    view.points.save()
    assert policy(store).points["BROKEN"] == 55
    view.cadence._numbers["b1_30.0"].setText("6")
    view.cadence.save()
    assert policy(store).cadence["b1_30"][0] == 6
    view.points._numbers["BROKEN"].setText("many")
    view.points.save()
    assert policy(store).points["BROKEN"] == 55


def test_the_collector_keeps_to_plain_characters(view, store):
    view.collector._code.setText("K/S 7")
    view.collector._name.setText("Keiko Sato")
    view.collector._numbers["calls"].setText("30")
    view.collector.save()
    settings = policy(store)
    assert (settings.collector_code, settings.collector_name, settings.targets.calls) == ("KS7", "Keiko Sato", 30)


def test_the_passphrase_is_changed_only_with_the_old_one(view, store):
    security = view.security
    for field, text in ((security._old, "wrong"), (security._new, "second words"), (security._again, "second words")):
        field.setText(text)
    security._change()
    before = key_path(store.path).read_bytes()
    security._old.setText("first words")
    security._change()
    assert key_path(store.path).read_bytes() != before


def test_a_backup_is_written(view, store, tmp_path):
    view.security._first.setText("backup words")
    view.security._second.setText("backup words")
    view.security.write_backup(str(tmp_path / "copy.backup"))
    assert (tmp_path / "copy.backup").stat().st_size > 1000


def test_every_page_opens_by_its_key(view):
    for place, key in enumerate(KEYS):
        view.show_key(key)
        assert view._stack.currentIndex() == place
