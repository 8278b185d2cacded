"""How far a text is like what was learnt."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bot.recognition.familiarity import Familiarity


def test_it_is_an_even_bet_in_the_middle_and_grows_with_the_energy() -> None:
    familiarity = Familiarity(middle=9, width=2)
    assert familiarity(9) == pytest.approx(0.5)
    assert familiarity(11) == pytest.approx(1 / (1 + math.exp(-1)))


def test_it_is_fitted_between_the_known_and_the_others() -> None:
    familiarity = Familiarity.fit([1, 2, 3, 3.5, 6, 6.5, 7, 8], [False] * 4 + [True] * 4)
    assert 3.5 < familiarity.middle < 6 and familiarity.width > 0


def test_a_text_without_words_is_like_nothing() -> None:
    familiarity = Familiarity.fit([-math.inf, 2, 3, 6, 7, 8], [False] * 3 + [True] * 3)
    assert 3 < familiarity.middle < 6 and familiarity(-math.inf) == 0


def test_more_energy_is_more_familiar() -> None:
    familiarity = Familiarity.fit([1, 3, 5, 4, 6, 8], [False] * 3 + [True] * 3)
    shares = [familiarity(energy) for energy in np.linspace(-5, 15, 50)]
    assert shares == sorted(shares) and 0 < shares[0] < 0.1 and 0.9 < shares[-1] < 1


def test_the_share_is_that_of_the_known_among_texts_of_like_energy() -> None:
    energies = [5.0] * 100 + [1.0] * 50 + [9.0] * 50
    familiarity = Familiarity.fit(energies, [True] * 80 + [False] * 20 + [False] * 50 + [True] * 50)
    assert familiarity(5.0) == pytest.approx(0.8, abs=0.05)
