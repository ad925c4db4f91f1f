"""What is set is used at once: by letters, by the clock on the wall, by who looks at the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.services.letters.dunning.load import selling_company
from app.services.letters.production.sender import sender_of
from app.ui.settings.view import KEYS


def test_letters_print_the_new_details_at_once(known, store):
    page = known.company
    page.tongue.choose("ja")
    page._fields["signatory"].setText("佐藤 恵子")
    page._fields["role"].setText("債権管理部長")
    page.save()
    with store.read() as session:
        sender = sender_of(selling_company(session))
    assert sender.names["ja"] == "株式会社みどり電機"
    assert (sender.signatories["ja"].name, sender.signatories["ja"].role) == ("佐藤 恵子", "債権管理部長")


def test_the_desk_keeps_the_company_s_time(known, desk):
    known.company._fields["zone"].setText("America/New_York")
    known.company.save()
    assert desk.zone == "America/New_York"
    known.window_kept.undo()
    assert desk.zone == "Asia/Tokyo"


def test_a_position_is_taken_over_with_its_name_only(known):
    page = known.company
    page._fields["signatory"].setText("Keiko Sato")
    page._fields["role"].setText("Head of Credit")
    page.tongue.choose("es_MX")
    assert page._fields["role"].placeholderText() == "Head of Credit"
    page._fields["signatory"].setText("Luis Paz")
    assert page._fields["role"].placeholderText() == ""


@pytest.mark.parametrize("key", KEYS)
def test_every_control_of_a_page_has_a_name(known, key):
    known.show_key(key)
    section = known.sections[key]
    nameless = [
        type(part).__name__
        for part in section.findChildren(QWidget)
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus
        and part.isVisible()
        and not part.accessibleName()
        and not (isinstance(part, QAbstractButton) and part.text())
    ]
    assert nameless == []


@pytest.mark.parametrize("key", KEYS)
def test_tab_walks_a_page_from_top_to_bottom(known, qtbot, key):
    known.show_key(key)
    section = known.sections[key]
    known.window_kept.activateWindow()
    known.pages.setFocus()
    places = []
    for _step in range(160):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
        if not section.isAncestorOf(here):
            break
        at = here.mapTo(section._area.widget(), here.rect().topLeft()) if section._area.isAncestorOf(here) else None
        places.append(at.y() if at is not None else 10_000)
    assert len(places) > 1
    assert places == sorted(places)
