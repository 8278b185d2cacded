"""The check finds every mistake in examples, test questions and answers, each with what to write instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Document = dict[str, Any]
Change = Callable[[Document], object]


def card(document: Document) -> Document:
    return document["nlu"][0]["metadata"]  # type: ignore[no-any-return]


def answers(document: Document) -> list[Document]:
    return document["responses"]["utter_faq/first"]  # type: ignore[no-any-return]


def examples(document: Document, text: str) -> None:
    document["nlu"][0]["examples"] = text


# What an author does to first.yml, and what the check says about it.
MISTAKES: dict[str, tuple[Change, str]] = {
    "no examples": (lambda d: d["nlu"][0].pop("examples"), "has 0 examples; write at least 20"),
    "too few examples": (lambda d: examples(d, "- one\n- two\n"), "has 2 examples; write at least 20"),
    "examples as a list": (
        lambda d: d["nlu"][0].update(examples=[f"say first {n}" for n in range(20)]),
        "examples",
    ),
    "an example without a dash": (
        lambda d: examples(d, "say it plainly\n" + d["nlu"][0]["examples"]),
        "say it plainly",
    ),
    "the same example twice": (
        lambda d: examples(d, d["nlu"][0]["examples"] + "- Say FIRST, number 0?\n"),
        '"say first number 0" also stands in',
    ),
    "an example of another entry": (
        lambda d: examples(d, d["nlu"][0]["examples"] + "- say second number 4\n"),
        '"say second number 4" also stands in',
    ),
    "too few test questions": (
        lambda d: card(d).update(test_questions=["only one"]),
        "has 1 test questions; write at least 4",
    ),
    "no test questions": (lambda d: card(d).pop("test_questions"), "metadata lacks test_questions"),
    "test questions as one sentence": (lambda d: card(d).update(test_questions="only one"), "test questions"),
    "a test question that is an example": (
        lambda d: card(d)["test_questions"].append("say first number 3"),
        '"say first number 3" also stands in',
    ),
    "a test question that is an example elsewhere": (
        lambda d: card(d)["test_questions"].append("say third number 3"),
        '"say third number 3" also stands in',
    ),
    "a test question that is the title, which is learnt too": (
        lambda d: card(d)["test_questions"].append("what is first"),
        "what is first",
    ),
    "the title of another entry": (lambda d: card(d).update(title="What is second?"), "what is second"),
    "no answer": (lambda d: d.pop("responses"), "has 0 answers for all channels under utter_faq/first"),
    "an answer under another name": (
        lambda d: d["responses"].update({"utter_faq/frist": d["responses"].pop("utter_faq/first")}),
        "has a response utter_faq/frist; write utter_faq/first",
    ),
    "an answer for one channel only": (lambda d: answers(d).pop(), "has 0 answers for all channels"),
    "two answers": (lambda d: answers(d).append({"text": "Or so."}), "has 2 answers for all channels"),
    "an empty answer": (lambda d: answers(d)[1].update(text=" "), "answer"),
    "an answer without a text": (lambda d: answers(d)[1].pop("text"), "answer"),
    "an answer in two paragraphs": (lambda d: answers(d)[1].update(text="One.\n\nTwo."), "has a line break"),
    "an answer that is too long": (lambda d: answers(d)[1].update(text="word " * 93), "has 93 words"),
    "an answer that is too long on one channel": (
        lambda d: answers(d)[0].update(text="word " * 120),
        "has 120 words",
    ),
    "an answer that is empty on one channel": (lambda d: answers(d)[0].update(text=""), "an answer has no text"),
    "an answer that is a number": (lambda d: answers(d)[1].update(text=3), "an answer's text: this is a number"),
    "an answer with a slot": (lambda d: answers(d)[1].update(text="It is {x}."), "write round brackets"),
    "an answer with half a slot": (lambda d: answers(d)[1].update(text="It is {."), "write round brackets"),
    "answers as words": (lambda d: d["responses"].update({"utter_faq/first": "So."}), "this is text; write a list"),
    "a test question that is a number": (lambda d: card(d)["test_questions"].append(24), "the item 24: this is a num"),
    "an example of a dash only": (lambda d: examples(d, d["nlu"][0]["examples"] + "-\n"), "a dash and no words"),
    "an answer that is hard to read": (
        lambda d: answers(d)[1].update(text="Organizational externalization necessitates multidimensional evaluation."),
        "at least 50); write shorter sentences",
    ),
    "nearly an example of another entry": (
        lambda d: examples(d, d["nlu"][0]["examples"] + "- the number 4 of second, say it\n- number 4 secound say\n"),
        'the example "number 4 secound say" is nearly "say second number 4" of /faq/second.yml',
    ),
    "an answer that shouts": (lambda d: answers(d)[1].update(text="So!"), "has an exclamation mark"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_reported(folder: Any, mistake: str) -> None:
    change, said = MISTAKES[mistake]
    document = folder.document()
    change(document)
    folder.write("faq", "first", document)
    assert [problem for problem in folder.problems() if said.lower() in problem.lower()]
