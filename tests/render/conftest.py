from __future__ import annotations

import pytest

from quizgen.quiz import Quiz
from tests.render_samples import sample_quiz


@pytest.fixture
def quiz() -> Quiz:
    return sample_quiz()
