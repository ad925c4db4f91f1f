"""The talk track: every language says everything, with the account's own figures."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from app.enums import Outcome, PromiseStatus
from app.services.calls.desk import Here, open_account
from app.services.calls.talk import FOLDER, phrases, situation_of, talk_file, talk_track
from app.services.letters.locales import BUILT
from tests.builders.ledger import DAY, Ledger

FILES = sorted(path.stem for path in FOLDER.glob("*.toml"))
SITUATIONS = ("predue", "reminder", "broken", "part_kept", "due", "first", "hello")
#: What each situation must name in every language.
NAMES = {
    "predue": {"due", "items", "amount"},
    "reminder": {"due", "items", "amount"},
    "broken": {"promised", "promised_on"},
    "part_kept": {"received", "promised", "missing"},
    "due": {"promised", "promised_on"},
    "first": {"amount"},
    "hello": set(),
}


def placeholders(text):
    return set(re.findall(r"{(\w+)}", text))


def lines(name):
    words = phrases(name)
    for part in words.values():
        if isinstance(part, dict):
            yield from part.values()
        else:
            for one in part:
                yield from one.values()


def test_every_letter_language_has_its_phrases():
    assert FILES == ["en", "es_419", "es_ES", "ja", "pt_BR", "pt_PT", "zh_Hans", "zh_Hant"]
    assert {talk_file(locale) for locale in BUILT} == set(FILES)
    assert talk_file("es_CO") == "es_419"
    assert talk_file("fr_FR") is None


@pytest.mark.parametrize("name", FILES)
def test_every_situation_names_what_it_is_about(name):
    words = phrases(name)
    for situation in SITUATIONS:
        part = words[situation]
        assert placeholders(part["why"]) == NAMES[situation], situation
        assert part["ask"]
    assert placeholders(words["reminder"].get("why_many", "{items}{amount}{due}")) == NAMES["reminder"]
    assert placeholders(words["open"]["connect"]) == {"company", "me", "contact"}
    assert placeholders(words["open"]["voicemail"]) == {"company", "me"}, "no amount on a machine that others hear"
    assert len(words["if"]) == 5


@pytest.mark.parametrize("name", FILES)
def test_phrases_are_written_in_their_own_signs(name):
    text = "".join(lines(name))
    assert "\u2014" not in text
    assert "  " not in text
    if name == "ja":
        assert re.search("[\u3040-\u309f]", text)
    if name == "zh_Hans":
        assert not set("請這個說為們會對還帳發項時間從給麼") & set(text)
    if name == "zh_Hant":
        assert not set("请这个说为们会对还账发项时间从给么") & set(text)
    if name == "pt_BR":
        assert "Estou a ligar" not in text
    if name == "pt_PT":
        assert "vocês" not in text
    if name == "es_ES":
        assert "monto" not in text
    if name == "es_419":
        assert "vosotros" not in text


@pytest.fixture
def opened(store, clock):
    """Open an account that a builder made."""

    def make(build, **values):
        with store.write() as uow:
            ledger = Ledger(uow.session, uow.now)
            ledger.company(names={"default": "Midori Electric Co., Ltd.", "ja": "株式会社みどり電機"})
            account = ledger.account("100", **values)
            build(ledger, account)
            uow.commit()
        with store.read() as session:
            return open_account(session, "100", Here(DAY, "Asia/Tokyo", clock.now()))

    return make


def overdue(ledger, account):
    ledger.item(account, 1_234_50, DAY - timedelta(days=20), number="INV-1")
    ledger.item(account, 800_00, DAY - timedelta(days=9), number="INV-2")


def promise(ledger, account, status, due=-3, **values):
    item = ledger.item(account, 1_000_00, DAY - timedelta(days=40), number="INV-9")
    ledger.promise(account, [(DAY + timedelta(days=due), 1_000_00)], [item], status=status, **values)


def test_the_situation_follows_from_the_account(opened):
    assert situation_of(opened(overdue).detail)[0] == "first"


@pytest.mark.parametrize(
    ("build", "situation"),
    [
        (lambda led, acc: promise(led, acc, PromiseStatus.BROKEN), "broken"),
        (lambda led, acc: promise(led, acc, PromiseStatus.PARTLY_KEPT, received=400_00), "part_kept"),
        (lambda led, acc: promise(led, acc, PromiseStatus.OPEN, due=0), "due"),
        (lambda led, acc: led.item(acc, 500_00, DAY + timedelta(days=5)), "predue"),
        (lambda _led, _acc: None, "hello"),
        (
            lambda led, acc: (overdue(led, acc), led.activity(acc, Outcome.PAID, led.now - timedelta(days=9))),
            "reminder",
        ),
    ],
)
def test_each_situation_is_recognised(opened, build, situation):
    assert situation_of(opened(build).detail)[0] == situation


def test_what_is_promised_or_disputed_is_not_asked_for(opened):
    def build(ledger, account):
        free = ledger.item(account, 100_00, DAY - timedelta(days=20), number="FREE")
        disputed = ledger.item(account, 200_00, DAY - timedelta(days=20), number="QUERY")
        ledger.dispute(account, [(disputed, None)])
        assert free

    assert situation_of(opened(build).detail)[1]["items"] == ["FREE"]


def test_figures_are_written_as_the_customer_reads_them(opened, store):
    def build(ledger, account):
        person = ledger.contact(account, "王小明", family="王", job_title="经理", language="zh")
        build.person = person.id
        overdue(ledger, account)
        ledger.activity(account, Outcome.PAID, ledger.now - timedelta(days=9))

    found = opened(build, country="CN", currency="CNY", name="上海晨盛仪器")
    with store.read() as session:
        track = talk_track(session, found.detail, "zh_Hans_CN", build.person)
    text = "\n".join(line for step in track.steps for line in step.lines)
    assert "INV-1和INV-2的款项" in text
    assert "¥2,034.50" in text
    assert "2026年10月10日" in text
    assert "王经理" in text
    assert "{" not in text
    assert len(track.answers) == 5


def test_a_language_without_phrases_says_so(opened, store):
    found = opened(overdue, country="FR", language="fr")
    with store.read() as session:
        track = talk_track(session, found.detail, "fr_FR", "")
    assert track.steps == ()
    assert track.answers == ()
