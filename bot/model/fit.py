"""`python -m bot.model.fit TARGET`: has Rasa train a model, in a process that ends with it and takes TensorFlow along."""

import argparse
import contextlib
import io
import os
import sys
from pathlib import Path

from bot.command import run
from bot.journal import set_up
from bot.settings import Settings

CONFIG, DOMAIN, DATA = "bot/config.yml", "bot/domain", ("data/nlu", "data/stories")  # Rasa opens every file there is


def fit(target: Path) -> int:
    """Train a model into `target`, which appears only when it is complete; Rasa's code, which is 0 when it is."""
    # Rasa's cache keeps what a component learnt while its class stays as it is, whatever changes in the code under it.
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"
    import rasa.model_training

    target.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.redirect_stdout(io.StringIO()):  # Rasa prints a name that the model does not keep
        result = rasa.model_training.train(
            domain=DOMAIN,
            config=CONFIG,
            training_files=list(DATA),
            output=str(target.parent),
            fixed_model_name=f"training-{target.name}",
        )
    if not result.model or not Path(result.model).exists():
        return int(result.code) or 1
    Path(result.model).replace(target)
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Train from the command line."""
    parser = argparse.ArgumentParser(prog="python -m bot.model.fit", description=__doc__)
    parser.add_argument("target", type=Path, metavar="TARGET", help="the model's file, which ends in .tar.gz")
    given = parser.parse_args(arguments)
    return run(lambda: logged(given.target))


def logged(target: Path) -> int:
    """Train as `fit` does, with the log that the settings ask for."""
    settings = Settings.from_environment()
    set_up(settings.log_level, settings.log_format)
    return fit(target)


if __name__ == "__main__":
    sys.exit(main())
