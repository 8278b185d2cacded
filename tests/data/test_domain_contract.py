"""The domain, the rules, the actions and the rooms agree."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.assessment.tables import table
from bot.dialogue.assessing import STEERING
from bot.dialogue.interview import questions
from bot.reading import GROUPS, choices

ROOT = Path(__file__).parents[2]


def domain() -> dict[str, Any]:
    merged: dict[str, Any] = {"intents": [], "slots": {}, "actions": [], "forms": {}, "responses": {}}
    for path in sorted((ROOT / "bot/domain").glob("*.yml")):
        part = yaml.safe_load(path.read_text())
        for name, empty in merged.items():
            if isinstance(empty, list):
                merged[name] += part.get(name, [])
            else:
                merged[name].update(part.get(name, {}))
    return merged


def actions() -> set[str]:
    return {next(iter(action)) if isinstance(action, dict) else action for action in domain()["actions"]}


def intents() -> set[str]:
    return {next(iter(intent)) if isinstance(intent, dict) else intent for intent in domain()["intents"]}


def rules() -> list[dict[str, Any]]:
    paths = sorted((ROOT / "data/stories").glob("*.yml"))
    return [rule for path in paths for rule in yaml.safe_load(path.read_text())["rules"]]


def implemented() -> set[str]:
    """Names of the custom actions, as rasa_sdk would register them."""
    from rasa_sdk.executor import ActionExecutor

    executor = ActionExecutor()
    executor.register_package("actions")
    return set(executor.actions)


def test_every_action_of_the_domain_is_implemented_and_the_other_way_round() -> None:
    assert actions() == {name for name in implemented() if not name.startswith("action_validate_slot")}


def test_the_form_asks_the_nine_groups_in_the_order_of_the_questions() -> None:
    form = domain()["forms"]["assessment_form"]["required_slots"]
    assert form == list(questions()) == list(GROUPS)
    assert set(form) <= set(domain()["slots"])
    assert {f"action_ask_{group}" for group in form} <= actions()


def test_only_actions_fill_slots() -> None:
    kinds = {mapping["type"] for slot in domain()["slots"].values() for mapping in slot["mappings"]}
    assert kinds == {"custom"}, "a turn does not look for slots that a message fills: BotProcessor.turn"


def test_every_intent_has_a_rule_and_every_rule_an_intent_of_the_domain() -> None:
    used = {step["intent"] for rule in rules() for step in rule["steps"] if "intent" in step}
    assert used == intents()
    assert intents() >= STEERING


@pytest.mark.parametrize("group", list(GROUPS))
def test_every_question_has_choices_that_settle_it(group: str) -> None:
    question = questions()[group]
    families: list[frozenset[str]] = [frozenset(), *(frozenset({f}) for f in question.families)]
    for family in families:
        titles = [c.title for c in choices(group) if question.fits(c.profile, family)]
        assert 2 <= len(titles) <= 13
        assert len(titles) == len(set(titles))


def test_keys_and_groups_agree_between_reader_interview_and_recommendation() -> None:
    groups = {key: row["group"] for key, row in table("answers").items()}
    assert groups == {key: group for group, keys in GROUPS.items() for key in keys}
    for question in questions().values():
        assert all(groups[key] == question.group for key in question.answers)


def test_each_part_of_a_recommendation_that_is_asked_for_can_be_said() -> None:
    from bot.assessment import wording
    from bot.reading import challenge

    assert list(wording.PARTS) == list(challenge.PARTS)


def test_choices_hold_only_known_answers() -> None:
    from bot.assessment import Profile

    for group in GROUPS:
        for choice in choices(group):
            Profile.from_dict(choice.profile)


def test_the_rooms_do_no_work_when_they_are_imported() -> None:
    """No call at module level but to build a constant: no engine, no client, no file, no environment."""
    banned = {"connect", "create_engine", "open", "read_text", "getenv", "safe_load", "load", "Encoder", "Reader"}
    for path in [*(ROOT / "bot").rglob("*.py"), *(ROOT / "actions").rglob("*.py")]:
        if "migrations" in path.parts:
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr) and node.value is not None:
                calls = {name_of(call.func) for call in ast.walk(node.value) if isinstance(call, ast.Call)}
                assert not calls & banned, f"{path.relative_to(ROOT)}:{node.lineno} works at import: {calls & banned}"


def name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_replies_of_the_domain_are_plain() -> None:
    texts = json.dumps(domain()["responses"])
    assert "!" not in texts
