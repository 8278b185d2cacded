"""Loads a model to serve it: with the graph that answers, and without the plan of its training."""

from pathlib import Path
from tempfile import TemporaryDirectory

from rasa.engine.loader import load_predict_graph_runner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import MODEL_ARCHIVE_METADATA_FILE, LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.utils.io import read_json_file

from bot.server.graph_runner import PlainGraphRunner


class ServedStorage(LocalModelStorage):
    """A model's archive, of which the plan of training is left out: to read it, Rasa imports all that one may train with."""

    @staticmethod
    def _load_metadata(directory: Path) -> ModelMetadata:
        written = read_json_file(directory / MODEL_ARCHIVE_METADATA_FILE)
        return ModelMetadata.from_dict({**written, "train_schema": {"nodes": {}}})


def load(model: Path) -> tuple[ModelMetadata, GraphRunner]:
    """What is known of a model, and its graph. Raises OSError, tarfile.TarError, and what its components raise."""
    with TemporaryDirectory() as folder:
        return load_predict_graph_runner(Path(folder), model, ServedStorage, PlainGraphRunner)
