"""Every text can be read on every ground, every shade told apart, every drawing coloured."""

import itertools

import pytest
from defusedxml import ElementTree
from PySide6.QtGui import QFontMetrics, QPalette, QRawFont

from app.ui.look import icons
from app.ui.look.fonts import ui_font
from app.ui.theme import DARK, LIGHT, tokens

SCHEMES = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]


def channels(shade):
    return [int(shade[n : n + 2], 16) / 255 for n in (1, 3, 5)]


def linear(value):
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def luminance(shade):
    red, green, blue = (linear(value) for value in channels(shade))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("t", SCHEMES)
def test_text_has_double_a_contrast_on_every_ground(t):
    grounds = (t.bg, t.panel, t.selection, t.hover, t.grey_ground)
    pairs = [(ink, ground) for ink in (t.text, t.dim, t.red) for ground in grounds]
    pairs += [t.tone(tone) for tone in ("red", "amber", "green", "violet", "blue", "dim")]
    pairs += [(t.on_accent, t.accent), (t.on_accent, t.accent_hover), (t.accent, t.accent_ground)]
    pairs += [(ink, t.panel) for ink in (t.amber, t.green, t.accent)]
    weak = [(ink, ground, round(contrast(ink, ground), 2)) for ink, ground in pairs if contrast(ink, ground) < 4.5]
    assert not weak


#: How the two common kinds of colour blindness see linear light (Machado and others, 2009, full severity).
BLIND = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}


def seen(shade, matrix):
    light = [linear(value) for value in channels(shade)]
    return [sum(part * value for part, value in zip(row, light, strict=True)) for row in matrix]


def lab(light):
    red, green, blue = (max(0.0, value) for value in light)
    xyz = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089,
    )
    x, y, z = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("t", SCHEMES)
@pytest.mark.parametrize("kind", ["protan", "deutan"])
def test_neighbouring_buckets_stay_apart_for_colour_blind_eyes(t, kind):
    for one, other in itertools.pairwise(t.buckets):
        a, b = lab(seen(one, BLIND[kind])), lab(seen(other, BLIND[kind]))
        distance = sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5
        assert distance > 10, (one, other, distance)


def test_the_scheme_changes_while_the_program_runs(look, qapp):
    look.choose("dark")
    assert tokens() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.bg
    look.choose("light")
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == LIGHT.bg


@pytest.mark.parametrize("name", icons.names())
def test_every_drawing_is_whole_and_takes_a_colour(look, name):
    ElementTree.parse(icons.FOLDER / f"{name}.svg")
    picture = icons.pixmap(name, "#ff0000", 16, 2.0).toImage()
    assert picture.width() == 32
    inked = [picture.pixelColor(x, y) for x in range(32) for y in range(32) if picture.pixelColor(x, y).alpha() > 200]
    assert inked
    assert all(shade.red() > 200 and shade.green() < 60 for shade in inked)


@pytest.mark.parametrize("text", ["Ações ñ É", "株式会社髙島", "青云贸易", "青雲貿易", "あおぞら アオゾラ"])
def test_names_in_every_script_have_glyphs(look, text):
    families = ui_font().families()
    faces = [QRawFont.fromFont(face) for face in (single(name) for name in families)]
    missing = [char for char in text if char != " " and not any(face.supportsCharacter(ord(char)) for face in faces)]
    assert not missing


def single(family):
    font = ui_font()
    font = type(font)(font)
    font.setFamilies([family])
    return font


def test_figures_have_one_width(look):
    metrics = QFontMetrics(ui_font())
    assert len({metrics.horizontalAdvance(figure) for figure in "0123456789"}) == 1


def test_a_heavier_weight_is_heavier(look):
    assert QFontMetrics(ui_font("body", 600)).horizontalAdvance("Collections") > QFontMetrics(
        ui_font("body", 400)
    ).horizontalAdvance("Collections")
