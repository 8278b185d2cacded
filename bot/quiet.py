"""Silences what Rasa and TensorFlow print in normal runs. Call `hush` before either is imported."""

import logging
import os
import traceback
import warnings
from typing import Any

from bot import blas

NOISY = (
    "rasa",
    "rasa_sdk",
    "tensorflow",
    "sanic",
    "matplotlib",
    "apscheduler",
    "alembic",
    "absl",
    "numexpr",
    "onnxruntime",
    "fontTools",
)


FORMAT, TIME = "%(asctime)s %(levelname)-7s %(name)s  %(message)s", "%H:%M:%S"
FRAMES = 30  # of each traceback, the innermost
# Errors of databases (sqlite3's and psycopg2's, and SQLAlchemy's around them) that tell of tables and connections only.
WITHOUT_TEXTS = frozenset(
    {"OperationalError", "InsufficientPrivilege", "UndefinedTable", "UndefinedColumn", "DiskFull"}
)


class DiscreetFormatter(logging.Formatter):
    """Writes exceptions without their messages."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  logging's name
        """The traceback of an exception."""
        return trace(ei[1]) if ei[1] else ""


def trace(error: BaseException) -> str:
    """Where an error and its causes came from, without their messages: these may hold what a visitor wrote.

    What the system or the database's connection says is kept, for no text of a visitor gets there.
    """
    parts: list[str] = []
    seen: set[int] = set()
    one: BaseException | None = error
    while one and id(one) not in seen:
        seen.add(id(one))
        frames = "".join(traceback.format_tb(one.__traceback__, limit=-FRAMES))
        parts.append(f"Traceback (most recent call last):\n{frames}{_name(one)}")
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return "\n\nwhich came from:\n\n".join(parts)


def kind(error: BaseException) -> str:
    """The class of an error; of one that SQLAlchemy holds, the database's own, which says more."""
    return type(getattr(error, "orig", None) or error).__name__


def said(error: BaseException) -> str:
    """What the system or the database says of an error, where no text of a visitor can be in it; else nothing."""
    if isinstance(error, OSError):
        return error.strerror or ""
    if {kind(error), type(error).__name__}.isdisjoint(WITHOUT_TEXTS):
        return ""
    return next(iter(str(getattr(error, "orig", None) or error).splitlines()), "")


def _name(error: BaseException) -> str:
    name, words = f"{type(error).__module__}.{type(error).__qualname__}", said(error)
    return f"{name}: {words}" if words else name


def hush(level: str = "INFO") -> None:
    """Log our own messages at `level`, one line each; others only from WARNING on. Visitors' texts are never logged.

    With level DEBUG everything is shown, and visitors' texts with it. Rasa reports home at no level, unless told to.
    """
    debug = level == "DEBUG"
    blas.set_up()  # everything that runs long comes through here first
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    logging.basicConfig(level=level, format=FORMAT, datefmt=TIME, force=True)
    if debug:
        return
    for handler in logging.getLogger().handlers:
        handler.setFormatter(DiscreetFormatter(FORMAT, TIME))
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # Rasa sets a lower one, which processes that it starts inherit
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("LOG_LEVEL", "ERROR")  # Rasa's own setting: no progress bars for what takes a blink
    warnings.filterwarnings("ignore")
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    logging.getLogger("fpdf").setLevel(
        logging.ERROR
    )  # its warnings name letters, of a visitor's perhaps, that a font lacks
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    logging.getLogger("sanic.error").setLevel(logging.ERROR)  # on a terminal it warns of the server that is meant
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
