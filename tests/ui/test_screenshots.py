"""Every view is pictured in every look."""

from __future__ import annotations

from app.ui.application import Shell
from app.ui.main_window import Parts
from app.ui.screenshots import take
from app.ui.view import Place
from tests.ui.gallery import VIEWS, facts


def test_each_place_is_grabbed_in_both_schemes_sizes_and_languages(desk, look, qtbot, tmp_path):
    shell = Shell(desk, Parts(views=VIEWS, facts=facts))
    qtbot.addWidget(shell.window)
    shell.start()
    taken = take(shell, look, [Place("today"), Place("account", "9")], tmp_path)
    qtbot.addWidget(shell.window)
    look.choose("light")
    assert len(taken) == 16
    assert (tmp_path / "account-dark-1920x1080-ja.png").stat().st_size > 5_000
