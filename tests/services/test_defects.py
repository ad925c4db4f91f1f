"""Reports of our own defects: useful, and without a word of a customer's."""

import logging
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from app import VERSION
from app.services.defects import QuietFormatter, report_text, start_log, write_report

MOMENT = datetime(2026, 10, 30, 9, 30, tzinfo=UTC)


def failing():
    customer = "株式会社青空商事 owes 1,234.50"
    try:
        raise ValueError(customer)
    except ValueError as error:
        raise KeyError(customer) from error


def a_defect():
    try:
        failing()
    except KeyError as error:
        return error
    raise AssertionError


def test_a_report_names_kinds_and_places_but_no_data():
    text = report_text(a_defect(), MOMENT)
    assert "builtins.KeyError" in text
    assert "builtins.ValueError" in text
    assert "test_defects.py" in text
    assert "failing" in text
    assert VERSION in text
    assert "青空" not in text
    assert "1,234" not in text
    assert str(Path.home()) not in text


def test_a_report_is_written_with_the_last_lines_of_the_log(tmp_path):
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    try:
        start_log(tmp_path)
        logging.getLogger("app.test").info("sync applied run=%s", "01JB")
        path = write_report(a_defect(), MOMENT, tmp_path)
    finally:
        for handler in set(root.handlers) - set(before):
            handler.close()
            root.removeHandler(handler)
        root.setLevel(level)
    assert path is not None
    assert "sync applied run=01JB" in path.read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert write_report(a_defect(), MOMENT, tmp_path / "file") is None


def test_the_log_keeps_no_message_of_an_exception():
    error = a_defect()
    record = logging.LogRecord("app", logging.ERROR, "", 0, "failed", (), (type(error), error, error.__traceback__))
    text = QuietFormatter("%(message)s").format(record)
    assert "builtins.KeyError" in text
    assert "青空" not in text


def test_the_version_is_told_once():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == VERSION
