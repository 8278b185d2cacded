"""What is said again is said in short."""

from __future__ import annotations

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.faq import FaqCatalog
from bot.server.replies import NOBODY, ReplyGenerator, again, answered, in_a_row, uttered


def conversation(*given: str) -> DialogueStateTracker:
    events = [
        event
        for name in given
        for event in (UserUttered("so?"), BotUttered("It is so.", metadata={"utter_action": f"utter_{name}"}))
    ]
    return DialogueStateTracker.from_events("visitor", events)


def test_answers_are_known_in_order_and_nothing_else() -> None:
    assert answered(conversation("faq/a", "smalltalk/greet", "faq/b", "faq/a")) == ["a", "b"]


def test_what_was_answered_long_ago_is_known_by_the_slot() -> None:
    tracker = DialogueStateTracker("visitor", [AnySlot("answered", [{}])])
    tracker.update(SlotSet("answered", ["a"]))
    tracker.update(BotUttered("It is so.", metadata={"utter_action": "utter_faq/b"}))
    assert answered(tracker) == ["a", "b"]


@pytest.mark.parametrize(
    ("given", "count"),
    [((), 0), (("faq/a",), 1), (("faq/b", "faq/a", "faq/a"), 2), (("faq/a", "faq/b"), 0)],
)
def test_only_the_last_answers_in_a_row_count(given: tuple[str, ...], count: int) -> None:
    assert in_a_row(uttered(conversation(*given)), "utter_faq/a") == count


def test_in_short_means_the_first_sentence() -> None:
    assert again("It costs about 9.50 dollars. That is much.").startswith(
        "As above, in short: It costs about 9.50 dollars. If"
    )


@pytest.mark.parametrize(("owner", "who"), [("Acme Outsourcing", "Acme Outsourcing"), (None, NOBODY)])
async def test_who_runs_it_is_said_by_name_where_there_is_one(owner: str | None, who: str) -> None:
    said = Domain.load("data/nlu/smalltalk.yml").responses["utter_smalltalk/who_made_you"]
    generator = ReplyGenerator(FaqCatalog({}), owner)
    generator.responses = {"utter_smalltalk/who_made_you": said}
    reply = await generator.generate("utter_smalltalk/who_made_you", conversation(), "rest")
    assert reply is not None and reply["text"].startswith(f"{who} runs me.")


async def test_an_entry_that_is_gone_since_the_model_learnt_it_is_answered_without_its_card() -> None:
    generator = ReplyGenerator(FaqCatalog({}))
    generator.responses = {"utter_faq/gone": [{"text": "It was so."}]}
    reply = await generator.generate("utter_faq/gone", conversation(), "rest")
    assert reply is not None and reply["text"] == "It was so."
    assert reply["metadata"] == {"kind": "answer", "faq": "gone", "title": "", "sources": []}


async def test_who_is_in_distress_is_never_answered_in_short() -> None:
    name = "utter_smalltalk/distress"
    generator = ReplyGenerator(FaqCatalog({}))
    generator.responses = {name: Domain.load("data/nlu/smalltalk.yml").responses[name]}
    reply = await generator.generate(name, conversation(*["smalltalk/distress"] * 3), "rest")
    assert reply is not None and "emergency number" in reply["text"] and "trust" in reply["text"]
