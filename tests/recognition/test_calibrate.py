"""Calibration chooses what is familiar and the cheapest thresholds, on questions of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.recognition import calibrate
from bot.recognition.calibrate import Question, choose, cost, declines, familiarity_on, fits, read_questions, write
from bot.recognition.classifier import Ranked
from bot.recognition.decision import Thresholds
from bot.recognition.familiarity import Familiarity
from bot.recognition.labels import FAQ, intent_of, slug_of
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
        (question("faq/a"), [], "shrugged"),
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
    right, wrong, offered, shrug, useless = (
        cost(question("faq/a"), ranked(*scores), THRESHOLDS)[1]
        for scores in (
            [("faq/a", 0.9)],
            [("faq/b", 0.9)],
            [("faq/b", 0.5), ("faq/a", 0.45)],
            [("faq/a", 0.1)],
            [("faq/b", 0.5), ("faq/c", 0.45)],
        )
    )
    assert right == 0 < offered < shrug < useless < wrong


def test_only_what_cannot_be_answered_is_declined() -> None:
    assert declines("out_of_scope/weather") and declines("unwritten/a")
    assert not declines("faq/a") and not declines("smalltalk/greet") and not declines("skip")


def test_the_thresholds_part_right_from_wrong() -> None:
    questions = [question("faq/a"), question("faq/b"), NOTHING] * 20
    ranks = [ranked(("faq/a", 0.7)), ranked(("faq/b", 0.66)), ranked(("faq/a", 0.2))] * 20
    best = choose(questions, ranks)
    assert 0.2 < best.thresholds.answer <= 0.66 and 0.2 < best.thresholds.offer <= best.thresholds.answer
    assert (best.right, best.wrong, best.offered, best.shrugged, best.cost) == (1, 0, 0, 0, 0)


def test_a_single_odd_question_moves_them_little() -> None:
    questions = [question("faq/a"), NOTHING] * 20
    ranks = [ranked(("faq/a", 0.7)), ranked(("faq/a", 0.4))] * 20
    odd, rank = question("faq/b"), ranked(("faq/a", 0.85))  # answered wrongly, unless .7 is asked about, too
    without, with_it = choose(questions, ranks), choose([*questions, odd], [*ranks, rank])
    assert abs(without.thresholds.answer - with_it.thresholds.answer) < 0.1


def test_a_lead_is_asked_for_where_rivals_are_often_right() -> None:
    questions = [question("faq/a"), question("faq/b")] * 20
    ranks = [ranked(("faq/a", 0.7), ("faq/b", 0.3)), ranked(("faq/a", 0.7), ("faq/b", 0.65))] * 20
    best = choose(questions, ranks)
    assert best.thresholds.lead > 0 and best.wrong == 0 and best.offered == 0.5


def test_the_questions_are_labelled_as_the_recogniser_labels_and_need_no_conversation() -> None:
    questions = read_questions()
    assert len(questions) > 400
    assert all(label.startswith("faq/") for q in questions for label in q.acceptable if "/" in label)
    assert any(q.acceptable == {"out_of_scope"} for q in questions)


def test_every_entry_that_may_answer_a_question_is_there() -> None:
    acceptable = {label for one in read_questions() for label in one.acceptable}
    entries = {label for label in acceptable if intent_of(label) == FAQ}
    assert {slug_of(label) for label in entries} <= {path.stem for path in Path("data/nlu/faq").glob("*.yml")}
    assert acceptable - entries == {"out_of_scope", "smalltalk", "start_assessment", "hand_off"}


QUESTIONS = """\
question	slugs	style	previous_slug
what's a bpo	what_is_bpo|bpo_full_form	short
say "bpo"	bpo_full_form	short
and the cost?	costs	short	what_is_bpo
what is it, and what does it cost	what_is_bpo + costs	casual
"""
OTHERS = """\
message	expected	kind
will it rain	decline	far
hallo	other_language|smalltalk	other
help me choose	assess	act
a person please	handoff	act
"""


def test_single_questions_are_read_with_all_that_may_be_said_to_them(tmp_path: Path) -> None:
    (tmp_path / "questions.tsv").write_text(QUESTIONS)
    (tmp_path / "out_of_scope.tsv").write_text(OTHERS)
    assert [(one.text, set(one.acceptable)) for one in read_questions(tmp_path)] == [
        ("what's a bpo", {"faq/what_is_bpo", "faq/bpo_full_form"}),
        ('say "bpo"', {"faq/bpo_full_form"}),
        ("will it rain", {"out_of_scope"}),
        ("hallo", {"out_of_scope", "smalltalk"}),
        ("help me choose", {"start_assessment"}),
        ("a person please", {"hand_off"}),
    ]


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
    with_empty = familiarity_on([*questions, *strange, Question("?!", frozenset({"faq/other"}))], recogniser)
    assert with_empty.width > 0


def test_shares_add_up(recogniser: Recogniser) -> None:
    questions = [question("faq/what_is_bpo"), question("faq/how_are_calls_billed"), NOTHING]
    best = choose(questions, [recogniser.rank(text) for text in ("bpo meaning", "my aunt sings", "will it rain")])
    assert best.right + best.offered + best.wrong + best.shrugged == pytest.approx(1)


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


def test_what_was_not_there_is_written_too(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text(f"pipeline:\n  - name: {calibrate.COMPONENT}\n    regularisation: 20.0\n")
    before = config.read_text()
    write(Thresholds(0.62, 0.44, 0.1), Familiarity(8.5, 1.25), config)
    chosen = ("answer: 0.62", "offer: 0.44", "lead: 0.1", "energy_middle: 8.5", "energy_width: 1.25")
    assert config.read_text() == before + "".join(f"    {line}\n" for line in chosen)


def test_the_component_that_is_calibrated_is_the_one_in_use() -> None:
    assert calibrate.COMPONENT in calibrate.CONFIG.read_text()
