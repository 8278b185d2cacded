"""`python -m bot.model.train`: trains the model of the present sources; does nothing when it is there."""

import argparse
import logging
import subprocess
import sys
import time
from pathlib import Path

from bot.command import DONE, run
from bot.journal import set_up
from bot.model import fit
from bot.model.fingerprint import PREFIX, current_model
from bot.settings import Settings

logger = logging.getLogger("bot.model")

KEPT = 3  # older models stay for a while, to go back to


class TrainingFailed(RuntimeError):
    """Rasa did not train; the message says what it said."""


def ensure(models: Path, force: bool = False) -> Path:
    """Return the current model's path, training it first where it is missing (or `force`).

    One that is there already becomes the newest again, so that servers that went on to another come back to it.
    """
    target = current_model(models)
    if target.exists() and not force:
        target.touch()
        logger.info("The model is current: %s", target)
        return target
    logger.info("Training the model from %s, %s, %s (a minute or two)", fit.CONFIG, fit.DOMAIN, " and ".join(fit.DATA))
    started = time.monotonic()
    train(target)
    for old in sorted(models.glob(f"{PREFIX}*.tar.gz"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        old.unlink()
    logger.info("Trained in %.0f s: %s", time.monotonic() - started, target)
    return target


def train(target: Path) -> None:
    """Train a model into `target`, which appears only when it is complete. Raises TrainingFailed."""
    code = subprocess.run([sys.executable, "-m", fit.__name__, str(target)], check=False).returncode
    if code:
        raise TrainingFailed(f"Rasa trained no model (code {code}). Run `make validate` to see what is wrong.")


def main() -> int:
    """Train from the command line."""
    parser = argparse.ArgumentParser(prog="python -m bot.model.train", description=__doc__)
    parser.add_argument("--force", action="store_true", help="train even when the model is current")
    arguments = parser.parse_args()
    return run(lambda: logged(arguments.force), TrainingFailed)


def logged(force: bool) -> int:
    """Train where it is needed, with the log that the settings ask for."""
    settings = Settings.from_environment()
    set_up(settings.log_level, settings.log_format)
    ensure(settings.models, force)
    return DONE


if __name__ == "__main__":
    sys.exit(main())
