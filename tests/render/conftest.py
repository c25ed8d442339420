from __future__ import annotations

import pytest
from render_samples import sample_quiz

from quizgen.quiz import Quiz


@pytest.fixture
def quiz() -> Quiz:
    return sample_quiz()
