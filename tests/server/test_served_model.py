"""A model is served without what trains it."""

from __future__ import annotations

import subprocess
import sys

from rasa.engine.storage.local_model_storage import LocalModelStorage

from bot.model.train import ensure
from bot.server.served_model import ServedStorage
from bot.settings import Settings

SERVE = """
import sys
from bot.evaluate.players import LocalPlayer
from bot.quiet import hush
hush("ERROR")
with LocalPlayer() as player:
    [answer] = player.send("a", "what is bpo")
print(answer["metadata"]["faq"], "tensorflow" in sys.modules)
import rasa.utils.train_utils as gate
gate.rank_and_mask
print("tensorflow" in sys.modules)
"""


def test_tensorflow_is_imported_by_whoever_uses_it_and_not_to_answer() -> None:
    done = subprocess.run([sys.executable, "-c", SERVE], capture_output=True, text=True, timeout=600, check=False)
    assert done.stdout.split() == ["what_is_bpo", "False", "True"], done.stderr[-2000:]


def test_what_serves_of_the_metadata_is_what_rasa_reads() -> None:
    model = ensure(Settings.from_environment().models)
    whole = LocalModelStorage.metadata_from_archive(model).as_dict()
    served = ServedStorage.metadata_from_archive(model)
    assert served.as_dict() == {**whole, "train_schema": {"nodes": {}}}
