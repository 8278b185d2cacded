"""The physical limit of a turn: to understand it takes one pass of the encoder, to keep it one durable commit."""

import tempfile
import time
from pathlib import Path

import numpy as np
import sqlalchemy as sa

from bot.evaluate.messages import question
from bot.recognition.encoder import Encoder
from bot.storage.engine import create_engine, writing

TIMES = 300


def limit() -> dict[str, float]:
    """Milliseconds of CPU of one pass over a question, and of one commit to SQLite that survives a power cut."""
    return {"encoder": encoder_pass(), "commit": durable_commit()}


def encoder_pass(between: int = 0) -> float:
    """One pass, of distinct questions; `between` two of them, so many megabytes of other memory are used."""
    encoder = Encoder.load()
    encoder.read("warm up")
    other, spent = np.zeros(between * 2**17), 0.0
    for number in range(TIMES):
        other += 1
        begun = time.process_time()
        encoder.read(question(number))
        spent += time.process_time() - begun
    return 1000 * spent / TIMES


def durable_commit() -> float:
    """One transaction that appends a row, with the settings of the bot's database."""
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{Path(folder) / 'limit.db'}")
        table = sa.Table(
            "rows", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("text", sa.Text)
        )
        table.metadata.create_all(engine)
        insert, writer = table.insert(), writing(engine)
        begun = time.process_time()
        for number in range(TIMES):
            with writer.begin() as connection:
                connection.execute(insert, {"text": question(number)})
        spent = time.process_time() - begun
        engine.dispose()
    return 1000 * spent / TIMES
