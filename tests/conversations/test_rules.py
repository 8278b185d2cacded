"""The quick policy decides as Rasa's own does, at every step of whole conversations."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from rasa.core.policies.rule_policy import RulePolicy

from bot.nlu.rules import QuickRulePolicy
from tests.conversations.test_any_conversation import ANSWERS, ASIDE, DOUBTS, START, STEERING, TAKING_BACK

AROUND = [
    "hello",
    "what is bpo and what is kpo",
    "talk to a person",
    "back to the bot",
    "was kostet das bei euch bitte",
]
STRAIGHT = [START, "customer support", "8000 calls a month", "nobody does it yet", "what is bpo", "cost", "none"]
TO_THE_END = [*STRAIGHT, "24/7, steady", "back", "24/7, steady", "routine, no AI", "phone", "US, English", "show it"]
AFTER = ["what if the volume doubles?", "actually 900 calls a month", "change an answer", "start over", "yes"]
AT_ONCE = ["I need advice: 8000 customer support calls a month, 5 minutes each, nobody does it yet, cost matters"]


def random_conversation(seed: int) -> list[str]:
    every = [*ANSWERS, *ASIDE, *DOUBTS, *TAKING_BACK, *STEERING, *AROUND]
    return [START, *random.Random(seed).choices(every, k=60)]


CONVERSATIONS = [
    [*TO_THE_END, *AFTER],
    [*AT_ONCE, "recommend now", *AFTER],
    *(random_conversation(n) for n in range(6)),
]


@pytest.mark.parametrize("messages", CONVERSATIONS, ids=lambda messages: messages[0][:20])
def test_every_prediction_is_rasas(messages: list[str], begin: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    actions: list[int] = []
    quick = QuickRulePolicy._predict

    def both(policy: QuickRulePolicy, tracker: Any, domain: Any) -> Any:
        plain = copy.copy(policy)
        plain.__class__ = RulePolicy
        rasas, _ = RulePolicy._predict(plain, tracker.copy(), domain)
        mine, source = quick(policy, tracker, domain)
        assert mine.max_confidence_index == rasas.max_confidence_index
        assert (mine.max_confidence, mine.events) == (rasas.max_confidence, rasas.events)
        assert (mine.is_no_user_prediction, mine.hide_rule_turn) == (rasas.is_no_user_prediction, rasas.hide_rule_turn)
        actions.append(mine.max_confidence_index)
        return mine, source

    monkeypatch.setattr(QuickRulePolicy, "_predict", both)
    visitor = begin()
    for text in messages:
        visitor.say(text)
    assert len(actions) >= 2 * len(messages) - 10 and len(set(actions)) > 4
