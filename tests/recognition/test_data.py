"""What is learnt from comes from the training data."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.recognition.data import Labelled, blocks, read_examples, texts_of

FAQ = """
nlu:
  - intent: faq/what_is_bpo
    metadata:
      title: "What is BPO?"
      test_questions:
        - "explain bpo"
    examples: |
      - what is bpo
      - bpo?
responses:
  utter_faq/what_is_bpo:
    - text: "It is so."
"""
OTHERS = """
nlu:
  - intent: out_of_scope
    metadata:
      kind: "weather"
    examples: |
      - will it rain
  - intent: skip
    examples: |
      - skip
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq" / "what_is_bpo.yml").write_text(FAQ)
    (tmp_path / "others.yml").write_text(OTHERS)
    (tmp_path / "responses.yml").write_text("responses: {}\n")
    return tmp_path


def test_every_block_of_every_file_is_read(data: Path) -> None:
    assert [(label, texts) for label, _, texts in blocks(data)] == [
        ("faq/what_is_bpo", ["what is bpo", "bpo?"]),
        ("out_of_scope/weather", ["will it rain"]),
        ("skip", ["skip"]),
    ]


def test_the_title_is_an_example_of_its_entry(data: Path) -> None:
    assert Labelled("What is BPO?", "faq/what_is_bpo") in read_examples(data)


def test_test_questions_are_not_learnt_from(data: Path) -> None:
    examples = read_examples(data)
    assert len(examples) == 5 and "explain bpo" not in {one.text for one in examples}


def test_a_line_without_a_dash_is_no_example() -> None:
    assert texts_of({"examples": "- what is bpo\nbpo?\n  -  bpo meaning\n"}) == ["what is bpo", "bpo meaning"]
