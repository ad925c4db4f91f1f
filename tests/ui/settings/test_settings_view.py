"""The settings room: what is typed is checked, kept and used."""

from __future__ import annotations

from datetime import date

import pytest

from app.services.company import get_company
from app.services.letters.production.sender import consequences_of
from app.services.letters.request import Signatory
from app.services.portfolio.rates import load_rates
from app.services.preferences import load_settings
from app.services.rates_desk import keep_rates
from app.services.security import key_path
from app.ui.settings.view import KEYS

#: The day of the tests' clock.
MADE = date(2026, 10, 30)
TOML = """
country = "US"
base_currency = "USD"
time_zone = "America/New_York"
[names]
default = "Midori Electric Inc."
[rates]
date = 2026-10-30
EUR = "1.0832"
[targets]
calls = 12
"""


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


def fill_bank(view, **typed):
    known = {"currency": "usd", "country": "us", "bank": "First Bank", "routing": "021000021",
             "account": "123456789", "holder": "Midori Electric Inc."}  # fmt: skip
    for key, field in view.banks._bank.items():
        field.setText({**known, **typed}.get(key, ""))


def note(form, key):
    return form._notes[key].text()


def test_a_company_is_typed_checked_and_kept(view, store):
    fill(view)
    view.company.save()
    facts = company(store)
    assert (facts.names["default"], facts.country, facts.base_currency) == ("Midori Electric Inc.", "US", "USD")
    assert facts.addresses["default"] == ("1 Main Street", "New York, NY 10001")
    assert facts.signatories["default"] == Signatory("Keiko Sato", "Head of Credit")
    assert not view.company.dirty
    fill_bank(view)
    view.banks.save()
    assert [bank.routing for bank in company(store).banks] == ["021000021"]
    view.steps.boxes["default"]["hold"].setChecked(True)
    view.steps.save()
    assert company(store).consequences["default"] == ("hold",)


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("name", "", "This is needed."),
        ("country", "XX", "XX is not an ISO 3166 country."),
        ("base", "US", "US is not an ISO 4217 currency."),
        ("zone", "Asia/Edo", "Asia/Edo is not a time zone."),
        ("email", "ar at example", "ar at example is not a mail address."),
        ("signatory", "", "This is needed."),
    ],
)
def test_a_wrong_detail_is_told_under_its_field(view, store, field, text, said):
    fill(view)
    view.company._fields[field].setText(text)
    view.company.save()
    form = view.company.form if field in view.company.form else view.company.facts
    assert said in note(form, field)
    assert company(store) is None


def test_a_language_has_its_own_texts_and_shows_what_it_takes_over(known, store):
    page = known.company
    page.tongue.choose("ja")
    assert page._fields["name"].text() == "株式会社みどり電機"
    page._fields["address"].setPlainText("東京都千代田区丸の内1-2-3")
    page.tongue.choose("es_MX")
    assert page._fields["name"].placeholderText() == "Midori"
    page._fields["signatory"].setText("Keiko Sato")
    page._fields["role"].setText("Jefa de Crédito")
    page.tongue.choose("es")
    page._fields["role"].setText("Jefa")
    page.save()
    assert note(page.form, "signatory") == "This is needed."
    assert page.tongue.code() == "es"
    page._fields["role"].setText("")
    page.save()
    facts = company(store)
    assert facts.addresses["ja"] == ("東京都千代田区丸の内1-2-3",)
    assert facts.signatories["es_MX"] == Signatory("Keiko Sato", "Jefa de Crédito")
    assert "es" not in facts.signatories


def test_the_logo_is_a_picture_of_the_right_kind(known, store, tmp_path):
    page = known.company
    wrong, right = tmp_path / "logo.svg", tmp_path / "logo.png"
    wrong.write_text("<svg/>")
    right.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    page.choose_logo(str(wrong))
    page.save()
    assert "not a PNG or JPEG" in note(page.facts, "logo")
    page.choose_logo(str(right))
    page.save()
    assert (company(store).logo_name, company(store).logo) == ("logo.png", right.read_bytes())
    page._fields["phone"].setText("+1 212 555 0111")
    page.save()
    assert company(store).logo_name == "logo.png", "another change leaves it"
    page.choose_logo(None)
    page.save()
    assert company(store).logo is None


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"routing": "021000022"}, "routing", "mistyped"),
        ({"holder": ""}, "holder", "This is needed for a bank in US."),
        ({"currency": ""}, "currency", "This is needed."),
        ({"country": "ES", "iban": "ES91 2100 0418 4502 0005 1333"}, "iban", "mistyped"),
        ({"country": "BR", "pix": "16858053000189"}, "pix", "16858053000189 is mistyped."),
    ],
)
def test_a_wrong_bank_detail_is_told_under_its_field(known, store, typed, field, said):
    fill_bank(known, **typed)
    known.banks.save()
    assert said in note(known.banks.form, field)
    assert company(store).banks == ()


def test_bank_accounts_are_replaced_removed_and_taken_back(known, store, desk):
    fill_bank(known)
    known.banks.save()
    known.banks.begin()
    fill_bank(known, currency="cad", country="ca", routing="")
    assert not known.banks.banks.view.isEnabled(), "another account would take the place of what is typed"
    known.banks.save()
    assert [bank.currency for bank in company(store).banks] == ["USD", "CAD"]
    known.banks._bank["bank"].setText("Second Bank")
    known.banks.save()
    assert [bank.bank for bank in company(store).banks] == ["First Bank", "Second Bank"]
    known.banks.remove()
    assert [bank.currency for bank in company(store).banks] == ["USD"]
    known.window_kept.undo()
    assert [bank.currency for bank in company(store).banks] == ["USD", "CAD"]


def test_what_a_bank_of_the_country_needs_stands_in_the_empty_fields(view):
    view.banks._bank["country"].setText("JP")
    assert view.banks._bank["branch"].placeholderText() == "needed"
    assert view.banks._bank["iban"].placeholderText() == ""
    view.banks._bank["country"].setText("SG")
    assert view.banks._bank["paynow"].placeholderText() == "one of these is needed"


def test_banks_before_the_company_send_one_there(view, desk):
    said = []
    desk.noticed.connect(said.append)
    fill_bank(view)
    view.banks.save()
    assert said[-1].text == "Fill in the company's name, country and currency first."
    said[-1].handler()
    assert view.pages.currentRow() == 0


def test_a_language_may_name_other_next_steps(known, store):
    page = known.steps
    page.boxes["default"]["hold"].setChecked(True)
    assert page.boxes["es_MX"]["hold"].isChecked(), "taken over"
    assert not page.boxes["es_MX"]["hold"].isEnabled()
    page.own["es"].setChecked(True)
    page.boxes["es"]["legal"].setChecked(True)
    assert page.boxes["es_MX"]["legal"].isChecked()
    page.own["pt_BR"].setChecked(True)
    page.boxes["pt_BR"]["hold"].setChecked(False)
    page.save()
    facts = company(store)
    assert consequences_of(facts.consequences, "es_MX") == ("hold", "legal")
    assert consequences_of(facts.consequences, "pt_BR") == ()
    assert consequences_of(facts.consequences, "en_US") == ("hold",)


def test_what_the_page_does_not_show_stays(known, store):
    known.company._fields["phone"].setText("+1 212 555 0111")
    known.company.save()
    assert company(store).names["ja"] == "株式会社みどり電機"
    assert company(store).phone == "+1 212 555 0111"


def test_saving_the_company_leaves_targets_and_rates_alone(known, store, tmp_path):
    path = tmp_path / "company.toml"
    path.write_text(TOML, "utf-8")
    known.company.load_file(str(path))
    known.collector._numbers["calls"].setText("30")
    known.collector.save()
    with store.write() as uow:
        keep_rates(uow, "EUR 1.2", MADE, MADE, "Asia/Tokyo")
        uow.commit()
    known.company._fields["phone"].setText("+1 212 555 0111")
    known.company.save()
    assert policy(store).targets.calls == 30
    with store.read() as session:
        assert str(load_rates(session, MADE, policy(store)).rate("EUR")) == "1.2"


def test_what_is_typed_is_marked_survives_a_reload_and_is_taken_back(known):
    page = known.company
    page._fields["phone"].setText("+1 212")
    assert known.pages.item(0).text() == "Company •"
    assert page._unsaved.isVisible()
    known.load()
    assert page._fields["phone"].text() == "+1 212"
    state = known.state()
    assert list(state["drafts"]) == ["company"]
    page.revert()
    assert page._fields["phone"].text() == ""
    assert known.pages.item(0).text() == "Company"
    known.restore(state)
    assert page._fields["phone"].text() == "+1 212"


def test_ctrl_z_takes_settings_back(known, store):
    known.points._numbers["BROKEN"].setText("55")
    known.points.save()
    known.company._fields["phone"].setText("+1 212 555 0111")
    known.company.save()
    known.window_kept.undo()
    assert company(store).phone is None
    known.window_kept.undo()
    assert policy(store).points["BROKEN"] == 40
    assert known.points._numbers["BROKEN"].text() == "40"


def test_rates_are_pasted_hold_at_once_and_are_taken_back(known, store):
    page = known.rates
    page._text.setPlainText("Currency\tRate\nEUR\t1,0832\nXYZ\t1,1")
    page.save()
    assert note(page.form, "text") == "XYZ is not an ISO 4217 currency. Line 3."
    page._text.setPlainText("Currency\tRate\nEUR\t1,0832\nJPY\t0,0066")
    page.save()
    assert page._text.text() == ""
    assert [(row.currency, row.source, row.holds) for row in page.rates.model.shown_rows()] == [
        ("EUR", "settings", True),
        ("JPY", "settings", True),
    ]
    assert known.window_kept.status.texts()[1] == "Base USD · rates 30 Oct"
    page.rates.view.select_key(("EUR", MADE, "settings"))
    page._remove()
    assert [row.currency for row in page.rates.model.shown_rows()] == ["JPY"]
    known.window_kept.undo()
    known.window_kept.undo()
    assert page.rates.model.shown_rows() == []
    assert known.window_kept.status.texts()[1] == "Base USD · no rates"


def test_a_rate_of_the_list_is_written_out_to_be_corrected(known):
    page = known.rates
    page._text.setPlainText("EUR 1.0832 2026-10-29")
    page.save()
    page.rates.opened.emit(page.rates.model.shown_rows()[0])
    assert page._text.text() == "EUR 1.0832 2026-10-29"
    page._day.setText("soon")
    page._day.textEdited.emit("soon")
    page.save()
    assert "is not a day" in note(page.form, "day")


def test_the_market_is_held_while_its_changes_are_not_saved(known):
    known.policy._gap.setText("9")
    assert not known.policy.market.isEnabled()
    known.policy.revert()
    assert known.policy.market.isEnabled()


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
    assert view.collector.dirty
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
