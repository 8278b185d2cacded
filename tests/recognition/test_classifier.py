"""The classifier orders the known meanings of a text."""

from __future__ import annotations

import numpy as np
import pytest

from bot.recognition.classifier import CANDIDATES, IntentClassifier
from bot.recognition.data import Labelled
from bot.recognition.encoder import Encoder


def learnt(toy: list[Labelled], encoder: Encoder) -> IntentClassifier:
    texts = [one.text for one in toy]
    return IntentClassifier().fit(texts, [encoder.read(text) for text in texts], [one.label for one in toy])


@pytest.fixture(scope="module")
def classifier(toy: list[Labelled], encoder: Encoder) -> IntentClassifier:
    return learnt(toy, encoder)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("could you explain what bpo is", "faq/what_is_bpo"),
        ("how do call centers bill the minutes", "faq/how_are_calls_billed"),
        ("is rain coming this weekend", "out_of_scope/weather"),
    ],
)
def test_a_new_wording_finds_its_meaning(classifier: IntentClassifier, encoder: Encoder, text: str, label: str) -> None:
    assert classifier.rank(text, encoder.read(text))[0].label == label


def test_all_labels_are_ranked_best_first(classifier: IntentClassifier, toy: list[Labelled], encoder: Encoder) -> None:
    known = {one.label for one in toy}
    ranked = classifier.rank("what is bpo", encoder.read("what is bpo"))
    probabilities = [one.probability for one in ranked]
    assert classifier.labels == sorted(known) and {one.label for one in ranked} == known
    assert probabilities == sorted(probabilities, reverse=True) and sum(probabilities) == pytest.approx(1)


def test_no_more_labels_than_asked_for(classifier: IntentClassifier, encoder: Encoder) -> None:
    assert len(classifier.rank("what is bpo", encoder.read("what is bpo"), limit=1)) == 1


def test_an_example_is_as_near_as_can_be(classifier: IntentClassifier, toy: list[Labelled], encoder: Encoder) -> None:
    ranked = classifier.rank(toy[0].text, encoder.read(toy[0].text))
    nearest = {one.label: one.nearest for one in ranked}
    assert nearest.pop(toy[0].label) == pytest.approx(1, abs=0.02)
    assert all(-1 <= value < 0.9 for value in nearest.values())


def test_what_is_like_no_example_scores_low(classifier: IntentClassifier, encoder: Encoder) -> None:
    text = "purple elephants juggle algebra"
    in_scope = classifier.rank("what is bpo", encoder.read("what is bpo"))[0]
    assert classifier.rank(text, encoder.read(text))[0].score < 0.5 < in_scope.score


def test_it_learns_the_same_every_time(classifier: IntentClassifier, toy: list[Labelled], encoder: Encoder) -> None:
    again = learnt(toy, encoder)
    tokens = encoder.read("what do they charge")
    first, second = (one.rank("what do they charge", tokens) for one in (classifier, again))
    assert [one.label for one in first] == [one.label for one in second]
    np.testing.assert_allclose([one.probability for one in first], [one.probability for one in second])


def test_two_labels_are_enough(encoder: Encoder) -> None:
    texts = ["what is bpo", "define bpo", "will it rain", "weather tomorrow"]
    classifier = IntentClassifier().fit(texts, [encoder.read(text) for text in texts], ["bpo", "bpo", "rain", "rain"])
    ranked = classifier.rank("rain today", encoder.read("rain today"))
    assert [one.label for one in ranked] == ["rain", "bpo"]
    assert sum(one.probability for one in ranked) == pytest.approx(1)


def test_what_is_like_nothing_has_less_energy(classifier: IntentClassifier, encoder: Encoder) -> None:
    known, unknown = "what is bpo", "purple elephants juggle algebra"
    assert classifier.energy(known, encoder.read(known)) > classifier.energy(unknown, encoder.read(unknown)) + 1


def test_a_score_is_the_probability_as_far_as_the_text_is_familiar(
    classifier: IntentClassifier, encoder: Encoder
) -> None:
    best = classifier.rank("what is bpo", encoder.read("what is bpo"))[0]
    assert best.score == pytest.approx(best.probability * best.familiarity) and 0 < best.familiarity < 1


def test_the_candidates_share_the_probability_however_many_labels_there_are(
    toy: list[Labelled], encoder: Encoder
) -> None:
    each = [Labelled(f"{one.text}{end}", one.text) for one in toy for end in ("", " please")]
    classifier, text = learnt(each, encoder), "what do they charge"
    few, every = (classifier.rank(text, encoder.read(text), limit) for limit in (5, len(toy)))
    assert len(few) == 5 and len(every) == CANDIDATES < len(toy)
    assert sum(one.probability for one in few) < 1
    assert sum(one.probability for one in every) == pytest.approx(1)
