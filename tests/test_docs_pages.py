"""What the pages of the documentation claim that a command cannot show: links, pictures, keys, codes."""

import re
from pathlib import Path

import pytest

from app.cli.parser import build_parser
from app.enums import Channel, Outcome, PromiseStatus, Reason, TaskKind
from app.services.letters.locales import BUILT
from app.ui.actions import ACTIONS
from app.ui.sync.answers import OPTIONS, asked

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", flags=re.MULTILINE | re.DOTALL)
#: A picture of a page is read on a slow line too.
LARGEST = 150_000
#: Qt's portable names as the pages spell them.
SPELT = {"Return": "Enter", "PgUp": "Page Up", "PgDown": "Page Down", "Del": "Delete"}


def name(page):
    return page.relative_to(ROOT).as_posix()


def anchors(page):
    """Return the anchors that a page's headings have."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text(encoding="utf-8")), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(page):
    """Return the targets of a page's links and pictures within the project."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    return [target for target in LINK.findall(text) if not target.startswith(("http://", "https://", "mailto:"))]


def spell(keys):
    """Return a key as the pages spell it."""
    return "+".join(SPELT.get(part, part) for part in keys.split("+"))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page):
    for target in links(page):
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), f"{name(page)} links to {target}"
        assert not anchor or anchor in anchors(there), f"{name(page)} links to {target}, and there is no such heading"


def test_every_page_of_the_guide_is_listed_in_its_index():
    index = ROOT / "docs" / "guide" / "README.md"
    listed = {(index.parent / target).resolve() for target in links(index)}
    assert {page for page in (ROOT / "docs" / "guide").glob("*.md") if page != index} <= listed


def test_pictures_are_small_and_used():
    pictures = sorted((ROOT / "docs").rglob("*.png"))
    shown = {(page.parent / target).resolve() for page in PAGES for target in links(page)}
    assert [name(picture) for picture in pictures if picture.stat().st_size > LARGEST] == []
    assert [name(picture) for picture in pictures if picture not in shown] == []


def test_a_letter_of_every_locale_is_shown():
    assert {path.stem for path in (ROOT / "docs" / "letters").glob("*.png")} == set(BUILT)


def test_the_page_of_shortcuts_lists_every_key_of_the_window():
    page = (ROOT / "docs" / "guide" / "shortcuts.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([^`]+)` \| (.+?) \|$", page, flags=re.MULTILINE))
    wanted = {(spell(spec.keys), str(spec.text)) for spec in ACTIONS if spec.keys}
    assert sorted(f"| `{keys}` | {text} |" for keys, text in wanted - listed) == []
    assert sorted(f"| `{keys}` | {text} |" for keys, text in listed - wanted) == []


def test_keys_named_elsewhere_are_keys_of_the_window():
    known = {spell(spec.keys) for spec in ACTIONS if spec.keys} | {"Alt+Shift", "Shift+Tab"}
    for page in PAGES:
        named = set(re.findall(r"`((?:Ctrl|Alt|Shift)\+[^`]+)`", page.read_text(encoding="utf-8")))
        assert named - known == set(), name(page)


@pytest.mark.parametrize("codes", [Outcome, Channel, Reason, TaskKind, PromiseStatus], ids=lambda kind: kind.__name__)
def test_the_command_line_page_lists_every_code(codes):
    page = (ROOT / "docs" / "guide" / "command-line.md").read_text(encoding="utf-8")
    words = set(re.findall(r"\w+", page.partition("## Codes")[2]))
    assert {code.value for code in codes} - words == set()


def test_the_command_line_page_lists_every_command_and_option():
    page = (ROOT / "docs" / "guide" / "command-line.md").read_text(encoding="utf-8")
    commands = next(action.choices for action in build_parser()._actions if action.dest == "command")
    options = {option for one in commands.values() for action in one._actions for option in action.option_strings}
    assert {name for name in commands if f"`{name}" not in page} == set()
    assert {option for option in options - {"-h", "--help"} if option not in page} == set()


def test_every_path_of_the_architecture_page_leads_somewhere():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text[text.index("## Where does it go?") :]
    named = [path for path in re.findall(r"`([^`<>]+/[^`<>]*)`", table) if " " not in path]
    assert len(named) > 10
    assert [path for path in named if not (ROOT / path).exists() and not (ROOT / "app" / path).exists()] == []


def test_the_guide_tells_of_every_question_of_the_import():
    text = (ROOT / "docs" / "guide" / "sync.md").read_text(encoding="utf-8")
    table = text[text.index("## Questions") : text.index("What you answer about reading a file")]
    told = set(re.findall(r"^\| ([^|]+) \|", table, flags=re.MULTILINE))
    no_questions = {"--older", "--control-total"}
    assert {asked(option) for option in OPTIONS if option.startswith("--") and option not in no_questions} <= told
