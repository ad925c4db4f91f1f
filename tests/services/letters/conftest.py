"""``letters``: a test that asks for it runs for every locale and stage that it is about."""

from __future__ import annotations

import pytest

from app.services.letters.locales import BUILT
from tests.services.letters.sampling import STAGES, Sample, has_texts, samples


@pytest.fixture
def letters(request) -> tuple[Sample, ...]:
    """The letters of one locale and stage."""
    return samples(*request.param)


def pytest_generate_tests(metafunc) -> None:
    """A test that asks for ``letters`` runs for every locale and stage that it is about."""
    if "letters" in metafunc.fixturenames:
        wanted = getattr(metafunc.function, "locales", BUILT)
        stages = getattr(metafunc.function, "stages", STAGES)
        cases = [(locale, stage) for locale in BUILT if locale in wanted and has_texts(locale) for stage in stages]
        metafunc.parametrize("letters", cases, indirect=True, ids=[f"{locale}-{stage}" for locale, stage in cases])
