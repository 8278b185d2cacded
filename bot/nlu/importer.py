"""Reads the training data for Rasa: its own way, but for the FAQ files, of which there are many."""

import copy
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from rasa.shared.importers import utils
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import METADATA, METADATA_INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.faq.files import read_document
from bot.recognition.data import texts_of

FAQ_FOLDER = "faq"


class Example(Message):
    """A message of the training data, which Rasa copies and hashes at each of a dozen merges in a training.

    Copies share what is in `data`, texts and cards, which nothing changes; and a value set again is no reason to hash anew.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> "Example":
        copied = copy.copy(self)
        copied.data, copied.features = dict(self.data), list(self.features)
        copied.output_properties = set(self.output_properties)
        return copied

    def set(self, prop: str, info: Any, add_to_output: bool = False) -> None:
        """Set a property, as any message does."""
        if add_to_output or self.data.get(prop) != info:
            super().set(prop, info, add_to_output)


class QuickImporter(RasaFileImporter):
    """Rasa's importer, with a reader of its own for `faq/<slug>.yml`.

    Rasa reads YAML in pure Python, puts the intent's metadata (here: an entry's whole card) on every example, and copies and
    hashes all of that again and again: that was most of the time of a training. Here libyaml reads, once, only the first
    example of an entry carries the card, and an example is copied without its texts. What the files must hold is
    `bot.faq check`'s business, which names each mistake.
    """

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """All examples and responses. Raises bot.faq.files.Unreadable for an FAQ file that is no entry at all."""
        return self._nlu_data

    @cached_property
    def _nlu_data(self) -> TrainingData:
        others = [path for path in self._nlu_files if Path(path).parent.name != FAQ_FOLDER]
        of_faq = [Path(path) for path in self._nlu_files if Path(path).parent.name == FAQ_FOLDER]
        data = utils.training_data_from_paths(others, "en")
        data.training_examples = [Example(message.data) for message in data.training_examples]
        return data.merge(read(of_faq))


def read(paths: Sequence[Path]) -> TrainingData:
    """The examples and responses of FAQ files."""
    messages: list[Message] = []
    responses: dict[str, Any] = {}
    for path in sorted(paths):
        document = read_document(path)
        responses |= document["responses"]
        for block in document["nlu"]:
            first, *rest = (Example.build(text, block["intent"]) for text in texts_of(block))
            first.set(METADATA, {METADATA_INTENT: block["metadata"]})
            messages += [first, *rest]
    return TrainingData(messages, responses=responses)
