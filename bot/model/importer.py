"""Reads the training data for Rasa: its own way, but for the FAQ files, of which there are many."""

from pathlib import Path
from typing import Any

import yaml
from rasa.shared.importers import utils
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import METADATA, METADATA_INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

FAQ_FOLDER = "faq"


class QuickImporter(RasaFileImporter):  # type: ignore[misc]
    """Rasa's importer, with a reader of its own for `faq/<slug>.yml`.

    Rasa reads YAML in pure Python, puts the intent's metadata (here: an entry's whole card) on every example, and hashes all
    of that eleven times in a training: with 134 entries that was most of its time. Here libyaml reads, and only the first
    example of an entry carries the card. What the files must hold is `bot.faq check`'s business, which names each mistake.
    """

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """All examples and responses."""
        of_faq = [path for path in map(Path, self._nlu_files) if path.parent.name == FAQ_FOLDER]
        others = [path for path in self._nlu_files if Path(path) not in of_faq]
        return utils.training_data_from_paths(others, language).merge(read(of_faq))


def read(paths: list[Path]) -> TrainingData:
    """The examples and responses of FAQ files."""
    messages: list[Message] = []
    responses: dict[str, Any] = {}
    for path in sorted(paths):
        document = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
        responses |= document.get("responses", {})
        for block in document.get("nlu", ()):
            lines = (line.removeprefix("-").strip() for line in block["examples"].splitlines())
            built = [Message.build(text, block["intent"]) for text in lines if text]
            if built:
                built[0].set(METADATA, {METADATA_INTENT: block.get("metadata")})
            messages += built
    return TrainingData(messages, responses=responses)
