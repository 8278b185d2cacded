"""`python -m bot.evaluate.bench`: this bot beside stock Rasa, in one run; writes a JSON file and a page with plots.

Both run as servers of their own on SQLite and get the same distinct messages over REST, by turns. Stock Rasa is what `rasa
init` configures (DIET, a response selector, TED and the rest), with its SQL tracker store and its action server, on the
product's own questions: ten examples of each entry, since all of them would train for hours. Ours has all of its examples,
but where training is compared. CPU is that of all processes of a bot. Takes about 20 minutes on two cores that do nothing else.
"""

import argparse
import dataclasses
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import requests
import sqlalchemy as sa

from bot.evaluate import stock_bot
from bot.evaluate.bench_page import write
from bot.evaluate.copies import enlarge, thin
from bot.evaluate.limit import limit
from bot.evaluate.load import advise, ask, at_turns, by_turns, crowd
from bot.evaluate.seeding import copy_conversations, lengthen, size
from bot.evaluate.served import BenchmarkError, Served, serve_ours

CLIENTS, EACH = (1, 8, 32), 12  # visitors at once, and questions of each
TURNS, WINDOW = (5, 100, 500, 2000), 20
STORED = (10, 100_000)  # conversations
ENTRIES = 1000
# Of the first question of each part: every bot keeps what it recently understood, so that none may be asked twice.
CROWDS, LONG = 100_000, 1_000_000
POSTGRES = "postgresql://root@localhost/test"  # where the test suite finds one
SCRATCH = "bpo_bot_bench"  # a database of the benchmark's own, there

Result = dict[str, Any]


def measure(folder: Path, rounds: int, turns: int, postgres: str) -> Result:
    """All figures, in milliseconds, megabytes and turns; `folder` is for what is thrown away."""
    stock_folder, thin_folder, larger_folder = (folder / name for name in ("stock", "thin", "larger"))
    examples = stock_bot.write(stock_folder)
    say(f"training stock Rasa on {examples} examples (ten minutes) ...")
    result: Result = {"training_cpu_s": {"stock": _spent(lambda: stock_bot.train(stock_folder))}}
    say("training ours, on as few and on all ...")
    thin(thin_folder, stock_bot.EACH)
    fitted = [sys.executable, "-m", "bot.model.fit", str(folder / "model.tar.gz")]
    cache = {"BPO_BOT_CACHE": str(Path(".cache").resolve())}
    result["training_cpu_s"]["ours"] = _spent(lambda: _run(fitted, thin_folder, **cache))
    result["training_on_all_cpu_s"] = _spent(lambda: _run(fitted, Path.cwd()))
    ours_url = f"sqlite:///{folder / 'ours.db'}"
    with stock_bot.serve(stock_folder) as stock, serve_ours(ours_url) as ours:
        bots = {"ours": ours, "stock": stock}
        result["startup_cpu_s"] = {name: round(bot.cpu() / 1000, 1) for name, bot in bots.items()}
        result["memory_at_start_mb"] = {name: bot.memory() for name, bot in bots.items()}
        for kind, work in (("faq", ask), ("form", advise)):
            say(f"{kind} turns, {rounds} rounds of {turns} by turns ...")
            spent = by_turns(list(bots.values()), work, rounds, turns)
            result[f"{kind}_turn_ms"] = dict(zip(bots, spent, strict=True))
        result["clients"] = {name: {} for name in bots}
        for clients in CLIENTS:
            say(f"{clients} visitors at once ...")
            for name, bot in bots.items():
                result["clients"][name][clients] = dataclasses.asdict(
                    crowd(bot, CROWDS + 1000 * clients, clients, EACH)
                )
        result["memory_mb"] = {name: bot.memory() for name, bot in bots.items()}
        result["disk_kb_a_turn"] = _disk(ours, ours_url)
        say(f"a conversation of {TURNS[-1]} turns ...")
        result["turn_ms_by_length"] = {"ours": at_turns(ours, "long", TURNS, WINDOW, LONG)}
        result["turn_ms_by_length"]["stock"] = _lengths_of_stock(stock, stock_folder / "stock.db")
        result["stored_ms"] = _stored(ours, ours_url)
    say("the physical limit ...")
    result["limit_ms"] = limit()
    say(f"{ENTRIES} entries: training ...")
    result["entries_ms"] = _entries(larger_folder, folder, rounds, turns)
    say("one server and two, on PostgreSQL ...")
    result["servers"] = _servers(postgres)
    return {**result, "stock_examples": examples, "ratios": ratios(result)}


def _spent(work: Callable[[], None]) -> float:
    """Seconds of CPU of the processes that some work starts and waits for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1)


def _run(command: Sequence[str], home: Path, **more: str) -> None:
    if subprocess.run(command, cwd=home, env={**os.environ, **more}, check=False, stdout=sys.stderr).returncode:
        raise BenchmarkError(f"{' '.join(command[1:3])} failed; it says above why")


def _disk(bot: Served, url: str) -> float:
    """Kilobytes that a question adds to the database, with its answer."""
    before = size(url)
    ask(bot, 200, 200)  # the place of visitors of their own
    return (size(url) - before) / 1024 / 200


def _lengths_of_stock(stock: Served, database: Path) -> dict[int, float]:
    """As `at_turns`; long conversations are made of one's turns again, because to talk them takes hours."""
    known = 20
    found = at_turns(stock, "long", (TURNS[0], known), WINDOW, LONG)
    for turns in TURNS[1:]:
        sender = f"long-{turns}"
        lengthen(database, "long", sender, turns, known)
        found[turns] = at_turns(stock, sender, (2,), 1, LONG + 1000 * turns)[2]
    del found[known]
    return found


def _stored(bot: Served, url: str) -> dict[int, float]:
    """CPU of a question, with so many conversations stored."""
    found = {}
    for place, conversations in enumerate(STORED):
        say(f"{conversations} stored conversations ...")
        model = f"model-{conversations}"
        bot.say(model, "what is bpo")
        copy_conversations(url, model, conversations)
        [found[conversations]] = by_turns([bot], partial(_later, 300 + 100 * place), 3, 40)
    return found


def _later(first: int, bot: Served, place: int, turns: int) -> float:
    """As `ask`, with visitors who were not there before."""
    return ask(bot, first + place, turns)


def _entries(home: Path, folder: Path, rounds: int, turns: int) -> dict[str, float]:
    """CPU of a question with the product's entries and with many more, by turns."""
    enlarge(home, ENTRIES)
    more = {"BPO_BOT_MODELS": str(home / "models"), "BPO_BOT_CACHE": str(Path(".cache").resolve())}
    _run([sys.executable, "-m", "bot.model.train"], home, **more)
    few = serve_ours(f"sqlite:///{folder / 'few.db'}")
    many = serve_ours(f"sqlite:///{folder / 'many.db'}", home, variables=more)
    with few as one, many as other:
        spent = by_turns([one, other], ask, rounds, turns)
    return {"now": spent[0], str(ENTRIES): spent[1]}


def _servers(postgres: str) -> dict[int, Any]:
    """Load of eight visitors on one server and on two, each on an empty database."""
    found = {}
    for servers in (1, 2):
        with scratch(postgres) as url, serve_ours(url, servers=servers) as bot:
            crowd(bot, 0, 8, 6)
            found[servers] = dataclasses.asdict(crowd(bot, CROWDS, 8, 10 * EACH))
    return found


@contextmanager
def scratch(postgres: str) -> Iterator[str]:
    """A PostgreSQL database of the benchmark's own, beside the one at an URL."""
    place = sa.engine.make_url(postgres)
    engine = sa.create_engine(place, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 5})
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {SCRATCH}")
        connection.exec_driver_sql(f"CREATE DATABASE {SCRATCH}")
        yield place.set(database=SCRATCH).render_as_string(hide_password=False)
        connection.exec_driver_sql(f"DROP DATABASE {SCRATCH} WITH (FORCE)")
    engine.dispose()


def ratios(result: Result) -> dict[str, float]:
    """Ours to stock's, where less is better, and how cost grows; of the last one more is better."""

    def of(name: str) -> float:
        return float(result[name]["ours"] / result[name]["stock"])

    long, stored, entries, servers = (
        result["turn_ms_by_length"]["ours"], result["stored_ms"], result["entries_ms"], result["servers"],
    )  # fmt: skip
    crowds = {name: loads[CLIENTS[-1]]["p95"] for name, loads in result["clients"].items()}
    found = {
        "cpu_per_faq_turn": of("faq_turn_ms"),
        "cpu_per_form_turn": of("form_turn_ms"),
        "p95_32_clients": crowds["ours"] / crowds["stock"],
        "startup_cpu": of("startup_cpu_s"),
        "memory": of("memory_mb"),
        "training_cpu": of("training_cpu_s"),
        "turn_2000_over_5": long[TURNS[-1]] / long[TURNS[0]],
        "conversations_100000_over_10": stored[STORED[1]] / stored[STORED[0]],
        "entries_1000_over_134": entries[str(ENTRIES)] / entries["now"],
        "over_limit": result["faq_turn_ms"]["ours"] / sum(result["limit_ms"].values()),
        "two_servers_cpu_efficiency": servers[1]["cpu"] / servers[2]["cpu"],
    }
    return {name: round(value, 3) for name, value in found.items()}


def say(words: str) -> None:
    """Tell how far it is."""
    print(words, file=sys.stderr, flush=True)


def main(arguments: list[str] | None = None) -> int:
    """Compare from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.evaluate.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=4, help="rounds of each kind of turn and bot (4)")
    parser.add_argument("--turns", type=int, default=60, help="turns of a round (60)")
    parser.add_argument("--postgres", default=POSTGRES, metavar="URL", help=f"where databases may be made ({POSTGRES})")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="write benchmarks.json and benchmarks.md there")
    given = parser.parse_args(arguments)
    os.environ.setdefault("BPO_BOT_MODELS", str(Path("models").resolve()))
    folder = Path(tempfile.mkdtemp())
    try:
        result = measure(folder, given.rounds, given.turns, given.postgres)
    except (BenchmarkError, OSError, requests.RequestException, sa.exc.SQLAlchemyError) as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(result["ratios"], indent=2))
    if given.write:
        write(result, given.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
