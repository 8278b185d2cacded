"""`python -m bot.evaluate.turn`: where the CPU of a turn goes, part by part, in this process (without HTTP)."""

import argparse
import functools
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from bot.evaluate.limit import encoder_pass
from bot.evaluate.messages import ANSWERS, OPENING, question, reply_to
from bot.evaluate.players import LocalPlayer, new_conversation
from bot.quiet import hush

ROUNDS, TURNS = 9, 40
OTHER = 32  # megabytes, which is more than caches hold
WHOLE, REST = "whole turn", "Rasa's loop around these, and asyncio"


class Meter:
    """CPU seconds of each part, in whatever thread it runs; a part within a part counts for itself alone."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self._thread = threading.local()

    def measured(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, which notes what it spends under a name."""

        @functools.wraps(function)
        def run(*arguments: Any, **named: Any) -> Any:
            outer = getattr(self._thread, "inner", 0.0)
            self._thread.inner = 0.0
            begun = time.thread_time()
            try:
                return function(*arguments, **named)
            finally:
                whole = time.thread_time() - begun
                self.spent[name] += whole - self._thread.inner
                self._thread.inner = outer + whole

        return run

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Measure the parts of the bots that are made meanwhile."""
        before = [(owner, attribute, getattr(owner, attribute)) for _, owner, attribute in parts()]
        for name, owner, attribute in parts():
            setattr(owner, attribute, self.measured(name, getattr(owner, attribute)))
        try:
            yield
        finally:
            for owner, attribute, function in before:
                setattr(owner, attribute, function)


def parts() -> list[tuple[str, Any, str]]:
    """(name, class, method) of what is measured."""
    from actions.runner import Runner
    from bot.dialogue.listener import Listener
    from bot.nlu.rules import QuickRulePolicy
    from bot.reading import Reader
    from bot.recognition.classifier import IntentClassifier
    from bot.recognition.encoder import Encoder
    from bot.recognition.late_interaction import LateInteraction
    from bot.recognition.normaliser import WordNormaliser
    from bot.storage.conversations import Conversations
    from bot.storage.inbox import Inbox

    return [
        ("encoder (MiniLM, int8)", Encoder, "read"),
        ("late interaction", LateInteraction, "__call__"),
        ("the rest of ranking", IntentClassifier, "rank"),
        ("correcting words", WordNormaliser, "__call__"),
        ("reading what is said of a need", Reader, "read"),
        ("the listener's decisions", Listener, "hear"),
        ("rules", QuickRulePolicy, "predict_action_probabilities"),
        ("custom actions", Runner, "_run"),
        ("database: inbox", Inbox, "put"),
        ("database: read the conversation", Conversations, "load"),
        ("database: store the turn", Conversations, "save"),
    ]


def ask(player: LocalPlayer, place: int) -> int:
    """Ask questions, ten a conversation; how many turns that were."""
    for turn in range(TURNS):
        if turn % 10 == 0:
            conversation = new_conversation()
        player.send(conversation, question(place * TURNS + turn))
    return TURNS


def answer(player: LocalPlayer, place: int) -> int:
    """Answer the form's questions; how many turns that were, with the one that opens it."""
    visitors = TURNS // (1 + len(ANSWERS))
    for visitor in range(place * visitors, (place + 1) * visitors):
        conversation = new_conversation()
        player.send(conversation, OPENING)
        for asked in range(len(ANSWERS)):
            player.send(conversation, reply_to(asked, visitor))
    return visitors * (1 + len(ANSWERS))


def profile(player: LocalPlayer, meter: Meter, kind: Callable[[LocalPlayer, int], int]) -> dict[str, float]:
    """Milliseconds of CPU a turn, by part: medians of some rounds, after one that warms up."""
    rounds: list[dict[str, float]] = []
    for place in range(ROUNDS + 1):
        meter.spent.clear()
        begun = time.process_time()
        turns = kind(player, place)
        whole = time.process_time() - begun
        spent = {**meter.spent, WHOLE: whole, REST: whole - sum(meter.spent.values())}
        rounds.append({name: 1000 * seconds / turns for name, seconds in spent.items()})
    names = [*(name for name, _, _ in parts()), REST, WHOLE]
    return {name: statistics.median(one.get(name, 0.0) for one in rounds[1:]) for name in names}


def page(profiles: dict[str, dict[str, float]], warm: float, cold: float) -> str:
    """A table of the profiles, side by side, and what a pass of the encoder takes outside of turns."""
    lines = [
        "# Where the CPU of a turn goes",
        "",
        "Written by `python -m bot.evaluate.turn --write docs/quality/turn.md`; run that again instead of editing it. "
        f"Milliseconds of CPU a turn, medians of {ROUNDS} rounds of {TURNS} turns with distinct messages, in one process, "
        "on SQLite, without HTTP.",
        "",
        f"| part | {' | '.join(profiles)} |",
        f"| --- |{' --- |' * len(profiles)}",
    ]
    for name in next(iter(profiles.values())):
        lines.append(f"| {name} | {' | '.join(f'{profile[name]:.2f}' for profile in profiles.values())} |")
    lines += [
        "",
        f"A pass of the encoder takes {warm:.2f} ms when one follows the other, and {cold:.2f} when {OTHER} MB of other memory "
        "are used between two, as turns do: its weights are no longer in the processor's cache.",
    ]
    return "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Measure from the command line."""
    parser = argparse.ArgumentParser(prog="python -m bot.evaluate.turn", description=__doc__)
    parser.add_argument("--write", type=Path, metavar="PAGE.md", help="write a page (default: print it)")
    given = parser.parse_args(arguments)
    hush("WARNING")
    meter = Meter()
    with meter.watching(), LocalPlayer() as player, threadpool_limits(1, "blas"):  # as the server runs
        kinds = {"question": ask, "answer in the assessment": answer}
        profiles = {name: profile(player, meter, kind) for name, kind in kinds.items()}
        written = page(profiles, encoder_pass(), encoder_pass(OTHER))
    if given.write is None:
        print(written, end="")
    else:
        given.write.write_text(written, "utf-8")
        print(f"Written to {given.write}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
