"""Calibration chooses the cheapest thresholds, on questions unlike those that were learnt from."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.recognition import calibrate
from bot.recognition.calibrate import FOLDS, choose, cost, declines, folds, rank_unlike, write
from bot.recognition.classifier import Ranked
from bot.recognition.data import Labelled
from bot.recognition.decision import Thresholds
from bot.recognition.encoder import Encoder

THRESHOLDS = Thresholds(answer=0.6, offer=0.4, lead=0.0)


def ranked(*scores: tuple[str, float]) -> list[Ranked]:
    return [Ranked(label, score, score) for label, score in scores]


@pytest.mark.parametrize(
    ("expected", "scores", "kind"),
    [
        ("faq/a", [("faq/a", 0.9)], "right"),
        ("faq/a", [("faq/b", 0.9)], "wrong"),
        ("faq/a", [("faq/b", 0.5), ("faq/a", 0.45)], "offered"),
        ("faq/a", [("faq/b", 0.5)], "shrugged"),
        ("faq/a", [("unwritten/b", 0.9)], "shrugged"),
        ("faq/a", [("faq/a", 0.1)], "shrugged"),
        ("unwritten/a", [("out_of_scope/b", 0.9)], "right"),
        ("unwritten/a", [("faq/b", 0.1)], "right"),
        ("unwritten/a", [("faq/b", 0.9)], "wrong"),
        ("skip", [("unwritten/b", 0.9)], "shrugged"),
    ],
)
def test_what_became_of_a_question(expected: str, scores: list[tuple[str, float]], kind: str) -> None:
    assert cost(expected, ranked(*scores), THRESHOLDS)[0] == kind


def test_a_wrong_answer_costs_most_and_a_right_one_nothing() -> None:
    right, wrong, offered, shrug = (
        cost("faq/a", ranked(*scores), THRESHOLDS)[1]
        for scores in (
            [("faq/a", 0.9)],
            [("faq/b", 0.9)],
            [("faq/b", 0.5), ("faq/a", 0.45)],
            [("faq/a", 0.1)],
        )
    )
    assert right == 0 < offered < shrug < wrong


def test_only_what_cannot_be_answered_is_declined() -> None:
    assert declines("out_of_scope/weather") and declines("unwritten/a")
    assert not declines("faq/a") and not declines("smalltalk/greet") and not declines("skip")


def test_the_thresholds_part_right_from_wrong() -> None:
    held_out = [Labelled("a", "faq/a"), Labelled("b", "faq/b"), Labelled("c", "out_of_scope/c")]
    ranks = [ranked(("faq/a", 0.7)), ranked(("faq/b", 0.66)), ranked(("faq/a", 0.58))]
    best = choose(held_out, ranks)
    assert 0.58 < best.thresholds.answer <= 0.66 and 0.58 < best.thresholds.offer <= best.thresholds.answer
    assert (best.right, best.wrong, best.offered, best.shrugged, best.cost) == (1, 0, 0, 0, 0)


def test_a_lead_is_asked_for_where_rivals_are_often_right() -> None:
    held_out = [Labelled("a", "faq/a"), Labelled("b", "faq/b")]
    ranks = [ranked(("faq/a", 0.7), ("faq/b", 0.3)), ranked(("faq/a", 0.7), ("faq/b", 0.65))]
    best = choose(held_out, ranks)
    assert best.thresholds.lead > 0 and best.wrong == 0 and best.offered == 0.5


def test_shares_add_up(toy: list[Labelled], encoder: Encoder) -> None:
    best = choose(toy, rank_unlike(toy, encoder))
    assert best.right + best.wrong + best.offered + best.shrugged == pytest.approx(1)


def test_like_questions_of_a_label_are_held_out_together(toy: list[Labelled], encoder: Encoder) -> None:
    alike = ["what is bpo", "what is a bpo", "so what is bpo", "what is bpo exactly"]
    questions = [Labelled(text, "faq/what_is_bpo") for text in alike] + toy[1:]
    fold = folds(questions, encoder)
    assert len(set(fold[: len(alike)])) == 1


def test_every_label_is_in_several_folds(toy: list[Labelled], encoder: Encoder) -> None:
    fold = folds(toy, encoder)
    assert set(fold) <= set(range(FOLDS))
    for label in {one.label for one in toy}:
        assert len({place for place, one in zip(fold, toy, strict=True) if one.label == label}) > 1


def test_a_label_with_one_question_only_is_no_obstacle(toy: list[Labelled], encoder: Encoder) -> None:
    questions = [*toy, Labelled("skip this one", "skip")]
    assert len(folds(questions, encoder)) == len(questions)


def test_every_question_is_ranked_by_a_recogniser_that_never_saw_it(toy: list[Labelled], encoder: Encoder) -> None:
    questions = [*toy, Labelled("zebra crossing", "faq/what_is_bpo")]
    ranks = rank_unlike(questions, encoder)
    nearest = {one.label: one.nearest for one in ranks[-1]}
    assert all(ranks) and nearest["faq/what_is_bpo"] < 0.9


CONFIG = """\
recipe: default.v1

pipeline:
  # Why it is one component: see the docs.
  - name: bot.nlu.recogniser.MessageRecogniser
    regularisation: 20.0
    # Chosen by `make calibrate`.
    answer: 0.5
    offer: 0.4
    lead: 0.0

policies:
  - name: RulePolicy
    core_fallback_action_name: "action_fall_back"
"""


def test_thresholds_are_written_and_nothing_else_changes(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text(CONFIG)
    write(Thresholds(0.62, 0.44, 0.1), config)
    expected = CONFIG.replace("answer: 0.5", "answer: 0.62").replace("offer: 0.4", "offer: 0.44")
    assert config.read_text() == expected.replace("lead: 0.0", "lead: 0.1")


def test_the_component_that_is_calibrated_is_the_one_in_use() -> None:
    assert calibrate.COMPONENT in calibrate.CONFIG.read_text()
