"""`python -m bot.server`: serves the bot, training first where there is no current model."""

import argparse
import errno
import logging
import socket
import sys

from bot.command import DONE, FAILED, run
from bot.journal import set_up
from bot.light_rasa import postpone_tensorflow
from bot.settings import Settings

logger = logging.getLogger("bot.server")


def main() -> int:
    """Serve until Ctrl-C or SIGTERM."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.server",
        description="Serves the bot: REST webhook, page, actions. Settings come from BPO_BOT_* variables (see README).",
    )
    parser.add_argument(
        "--no-train",
        action="store_true",
        help="do not train; without any model of this code every message gets 503 until one is trained",
    )
    arguments = parser.parse_args()
    return run(lambda: begin(may_train=not arguments.no_train))


def begin(may_train: bool) -> int:
    """Look whether serving is possible, and do it."""
    settings = Settings.from_environment()
    settings.check_destination()
    if taken(settings.host, settings.port):
        print(
            f"{settings.host}:{settings.port} is taken, perhaps by another bot. BPO_BOT_PORT=5006 makes it another port.",
            file=sys.stderr,
        )
        return FAILED
    set_up(settings.log_level, settings.log_format)
    return serve(settings, may_train)


def taken(host: str, port: int) -> bool:
    """Whether somebody listens at an address already; asked before the long start, which would end in a traceback."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does: an old connection is nobody
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    return False


def serve(settings: Settings, may_train: bool) -> int:
    """Serve with these settings; return the exit code."""
    logger.info("Starting (loading Rasa takes 10 to 40 seconds)")
    postpone_tensorflow()
    from bot.faq import CatalogError, FaqCatalog
    from bot.model.fingerprint import best_model, current_model
    from bot.model.train import TrainingFailed, ensure
    from bot.server.app import build_app
    from bot.server.composition import build_agent
    from bot.server.exporter import CannotExport
    from bot.storage import CannotMigrate, StorageError, connect

    set_up(settings.log_level, settings.log_format)  # importing Rasa configures logging anew

    def work() -> int:
        FaqCatalog.load()  # what is wrong with an answer is said before a minute of training, not after
        current = ensure(settings.models) if may_train else current_model(settings.models)
        model = best_model(current)
        if model != current:
            logger.warning("The data were edited since %s was trained; serving it until there is one of them", model)
        connect(settings.database_url).dispose()
        app = build_app(settings, lambda: build_agent(settings, model if model.exists() else None))
        app.run(host=settings.host, port=settings.port, workers=1, access_log=False, debug=False)
        return DONE

    return run(work, CatalogError, CannotMigrate, TrainingFailed, CannotExport, away=StorageError)


if __name__ == "__main__":
    sys.exit(main())
