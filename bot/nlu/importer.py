"""Reads the training data for Rasa: its own way, but for the FAQ files, of which there are many."""

from collections.abc import Sequence
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


class QuickImporter(RasaFileImporter):
    """Rasa's importer, with a reader of its own for `faq/<slug>.yml`.

    Rasa reads YAML in pure Python, puts the intent's metadata (here: an entry's whole card) on every example, and hashes all
    of that eleven times in a training: with 134 entries that was most of its time. Here libyaml reads, and only the first
    example of an entry carries the card. What the files must hold is `bot.faq check`'s business, which names each mistake.
    """

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """All examples and responses. Raises bot.faq.files.Unreadable for an FAQ file that is no entry at all."""
        others = [path for path in self._nlu_files if Path(path).parent.name != FAQ_FOLDER]
        of_faq = [Path(path) for path in self._nlu_files if Path(path).parent.name == FAQ_FOLDER]
        return utils.training_data_from_paths(others, language).merge(read(of_faq))


def read(paths: Sequence[Path]) -> TrainingData:
    """The examples and responses of FAQ files."""
    messages: list[Message] = []
    responses: dict[str, Any] = {}
    for path in sorted(paths):
        document = read_document(path)
        responses |= document["responses"]
        for block in document["nlu"]:
            first, *rest = (Message.build(text, block["intent"]) for text in texts_of(block))
            first.set(METADATA, {METADATA_INTENT: block["metadata"]})
            messages += [first, *rest]
    return TrainingData(messages, responses=responses)
