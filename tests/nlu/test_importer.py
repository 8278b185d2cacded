"""The quick reader gives what Rasa's own reader gives, with the card on one example an entry."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from rasa.shared.importers import utils
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.faq.files import Unreadable
from bot.nlu.importer import Example, read
from bot.nlu.recogniser import examples_of

FAQ = Path("data/nlu/faq")
TWO = ("what_is_bpo", "what_is_aht")


@pytest.fixture(scope="module")
def both() -> tuple[TrainingData, TrainingData]:
    """Two entries, as read by Rasa and by the quick reader."""
    paths = sorted(FAQ / f"{slug}.yml" for slug in TWO)
    return utils.training_data_from_paths([str(path) for path in paths], "en"), read(paths)


def test_the_examples_and_their_labels_are_those_that_rasa_reads(both: tuple[TrainingData, TrainingData]) -> None:
    rasa, quick = (
        [tuple(message.get(name) for name in (TEXT, INTENT, INTENT_RESPONSE_KEY)) for message in data.intent_examples]
        for data in both
    )
    assert len(quick) > 40 and quick == rasa


def test_the_responses_are_those_that_rasa_reads(both: tuple[TrainingData, TrainingData]) -> None:
    rasa, quick = both
    assert set(quick.responses) == {f"utter_faq/{slug}" for slug in TWO}
    assert quick.responses == rasa.responses


def test_the_recogniser_learns_the_same_from_both(both: tuple[TrainingData, TrainingData]) -> None:
    rasa, quick = (examples_of(data) for data in both)
    assert quick == rasa


def test_rasa_reads_the_project_with_it_and_finds_one_card_an_entry() -> None:
    data = TrainingDataImporter.load_from_config("bot/config.yml", "bot/domain", ["data/nlu/faq"]).get_nlu_data()
    cards = [message for message in data.intent_examples if message.get(METADATA)]
    assert len(cards) == len(list(FAQ.glob("*.yml"))) < len(data.intent_examples)


def test_a_file_that_is_no_entry_says_what_to_write_instead(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yml"
    broken.write_text("just a sentence", "utf-8")
    with pytest.raises(Unreadable, match="authoring"):
        read([broken])


def test_a_copy_of_an_example_is_its_own_and_hashes_alike() -> None:
    example = Example.build("what is bpo", "faq/what_is_bpo")
    copied = copy.deepcopy(example)
    assert copied == example and hash(copied) == hash(example)
    copied.set(TEXT, "what is kpo")
    assert example.get(TEXT) == "what is bpo" and copied != example


def test_an_example_set_again_to_what_it_is_stays_itself() -> None:
    example = Example.build("what is bpo", "faq/what_is_bpo")
    before = example.fingerprint()
    example.set(INTENT, example.get(INTENT))
    assert example.fingerprint() == before
    example.set(INTENT, "smalltalk")
    assert example.fingerprint() != before


def test_an_example_hashes_as_rasas_message_does() -> None:
    given = ("what is bpo", "faq/what_is_bpo")
    assert Example.build(*given).fingerprint() == Message.build(*given).fingerprint()
