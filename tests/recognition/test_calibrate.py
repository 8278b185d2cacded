"""Calibration chooses what is familiar and the cheapest thresholds, on questions of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.recognition import calibrate
from bot.recognition.calibrate import Question, choose, cost, declines, familiarity_on, fits, read_questions, write
from bot.recognition.classifier import Ranked
from bot.recognition.decision import Thresholds
from bot.recognition.familiarity import Familiarity
from bot.recognition.recogniser import Recogniser

THRESHOLDS = Thresholds(answer=0.6, offer=0.2, lead=0.0)
NOTHING = Question("rain?", frozenset({"out_of_scope"}))


def question(*labels: str) -> Question:
    return Question("so?", frozenset(labels))


def ranked(*scores: tuple[str, float]) -> list[Ranked]:
    return [Ranked(label, score, score) for label, score in scores]


@pytest.mark.parametrize(
    ("expected", "scores", "kind"),
    [
        (question("faq/a"), [("faq/a", 0.9)], "right"),
        (question("faq/b", "faq/a"), [("faq/a", 0.9)], "right"),
        (question("faq/a"), [("faq/b", 0.9)], "wrong"),
        (question("faq/a"), [("faq/b", 0.5), ("faq/a", 0.45)], "offered"),
        (question("faq/a"), [("faq/b", 0.5)], "shrugged"),
        (question("faq/a"), [("out_of_scope/b", 0.9)], "shrugged"),
        (question("faq/a"), [("faq/a", 0.1)], "shrugged"),
        (question("smalltalk"), [("smalltalk/greet", 0.9)], "right"),
        (NOTHING, [("out_of_scope/b", 0.9)], "right"),
        (NOTHING, [("unwritten/b", 0.9)], "right"),
        (NOTHING, [("faq/b", 0.1)], "right"),
        (NOTHING, [("faq/b", 0.5)], "shrugged"),
        (NOTHING, [("faq/b", 0.9)], "wrong"),
    ],
)
def test_what_became_of_a_question(expected: Question, scores: list[tuple[str, float]], kind: str) -> None:
    assert cost(expected, ranked(*scores), THRESHOLDS)[0] == kind


def test_a_wrong_answer_costs_most_and_a_right_one_nothing() -> None:
    right, wrong, offered, shrug = (
        cost(question("faq/a"), ranked(*scores), THRESHOLDS)[1]
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
    questions = [question("faq/a"), question("faq/b"), NOTHING]
    ranks = [ranked(("faq/a", 0.7)), ranked(("faq/b", 0.66)), ranked(("faq/a", 0.2))]
    best = choose(questions, ranks)
    assert 0.2 < best.thresholds.answer <= 0.66 and 0.2 < best.thresholds.offer <= best.thresholds.answer
    assert (best.right, best.wrong, best.offered, best.shrugged, best.cost) == (1, 0, 0, 0, 0)


def test_a_lead_is_asked_for_where_rivals_are_often_right() -> None:
    questions = [question("faq/a"), question("faq/b")]
    ranks = [ranked(("faq/a", 0.7), ("faq/b", 0.3)), ranked(("faq/a", 0.7), ("faq/b", 0.65))]
    best = choose(questions, ranks)
    assert best.thresholds.lead > 0 and best.wrong == 0 and best.offered == 0.5


def test_the_questions_are_labelled_as_the_recogniser_labels_and_need_no_conversation() -> None:
    questions = read_questions()
    assert len(questions) > 400
    assert all(label.startswith("faq/") for q in questions for label in q.acceptable if "/" in label)
    assert any(q.acceptable == {"out_of_scope"} for q in questions)


def test_no_question_is_learnt_from() -> None:
    learnt = {example.text.lower() for example in calibrate.read_examples()}
    assert not [q.text for q in read_questions() if q.text.lower() in learnt]


def test_a_label_fits_by_its_name_or_its_intent() -> None:
    assert fits("smalltalk/thanks", question("smalltalk")) and fits("unwritten/a", NOTHING)
    assert not fits("faq/b", question("faq/a"))


def test_what_is_answered_rightly_is_familiar(recogniser: Recogniser) -> None:
    asked = ["what is bpo", "explain bpo", "what does a call cost", "price per minute"]
    labels = ["faq/what_is_bpo"] * 2 + ["faq/how_are_calls_billed"] * 2
    questions = [Question(text, frozenset({label})) for text, label in zip(asked, labels, strict=True)]
    strange = [Question(text, frozenset({"faq/other"})) for text in ("purple algebra", "my aunt sings", "zebra")]
    familiarity = familiarity_on([*questions, *strange], recogniser)
    assert familiarity(recogniser.energy("what is bpo")) > 0.5 > familiarity(recogniser.energy("zebra"))


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
    energy_middle: 9.0
    energy_width: 1.5

policies:
  - name: RulePolicy
    core_fallback_action_name: "action_fall_back"
"""


def test_thresholds_are_written_and_nothing_else_changes(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text(CONFIG)
    write(Thresholds(0.62, 0.44, 0.1), Familiarity(8.5, 1.25), config)
    expected = CONFIG.replace("answer: 0.5", "answer: 0.62").replace("offer: 0.4", "offer: 0.44")
    expected = expected.replace("energy_middle: 9.0", "energy_middle: 8.5").replace("1.5", "1.25")
    assert config.read_text() == expected.replace("lead: 0.0", "lead: 0.1")


def test_the_component_that_is_calibrated_is_the_one_in_use() -> None:
    assert calibrate.COMPONENT in calibrate.CONFIG.read_text()
