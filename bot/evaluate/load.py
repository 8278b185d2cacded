"""What bots spend on turns, and how long visitors wait, alone and many at once."""

import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bot.evaluate.messages import ANSWERS, OPENING, question, reply_to
from bot.evaluate.served import Served

A_VISIT = 10  # questions of one visitor


@dataclass(frozen=True)
class Load:
    """Milliseconds that visitors waited at several percentiles, turns a second, and milliseconds of CPU a turn."""

    p50: float
    p95: float
    p99: float
    throughput: float
    cpu: float


def ask(bot: Served, place: int, turns: int) -> float:
    """Ask questions, ten a visitor; milliseconds of CPU a turn. Each `place` has visitors and questions of its own."""
    begun = bot.cpu()
    for turn in range(turns):
        bot.say(f"faq-{place}-{turn // A_VISIT}", question(place * turns + turn))
    return (bot.cpu() - begun) / turns


def advise(bot: Served, place: int, turns: int) -> float:
    """Answer the form's questions, of visitors who opened it before; milliseconds of CPU a turn."""
    spent, visitors = 0.0, turns // len(ANSWERS)
    for visitor in range(place * visitors, (place + 1) * visitors):
        sender = f"form-{visitor}"
        bot.say(sender, OPENING)
        begun = bot.cpu()
        for asked in range(len(ANSWERS)):
            bot.say(sender, reply_to(asked, visitor))
        spent += bot.cpu() - begun
    return spent / (visitors * len(ANSWERS))


def by_turns(bots: Sequence[Served], work: Callable[[Served, int, int], float], rounds: int, turns: int) -> list[float]:
    """What each bot spends on a turn when they work one after the other: medians of rounds, after one that warms up."""
    spent = [[work(bot, place, turns) for bot in bots] for place in range(rounds + 1)]
    return [statistics.median(of_one) for of_one in zip(*spent[1:], strict=True)]


def crowd(bot: Served, first: int, clients: int, each: int) -> Load:
    """So many visitors at once, on all servers, who ask so many questions each as fast as they are answered.

    The questions are those from number `first` on, which nobody may have asked before.
    """

    def visit(number: int) -> list[float]:
        sender, begin = f"crowd-{first}-{number}", first + number * each
        return [bot.say(sender, question(begin + turn), number) for turn in range(each)]

    begun, spent = time.perf_counter(), bot.cpu()
    with ThreadPoolExecutor(clients) as pool:
        waited = sorted(1000 * seconds for visitor in pool.map(visit, range(clients)) for seconds in visitor)
    seconds, spent = time.perf_counter() - begun, bot.cpu() - spent
    turns = clients * each
    p50, p95, p99 = (waited[min(turns - 1, int(turns * share))] for share in (0.5, 0.95, 0.99))
    return Load(p50, p95, p99, turns / seconds, spent / turns)


def at_turns(bot: Served, sender: str, places: Sequence[int], window: int, first: int) -> dict[int, float]:
    """CPU of a turn at several places of one conversation, in milliseconds: the median of up to `window` turns there.

    The questions are those behind number `first`, which nobody may have asked before.
    """
    spent = []
    for turn in range(1, max(places) + 1):
        begun = bot.cpu()
        bot.say(sender, question(first + turn))
        spent.append(bot.cpu() - begun)
    return {place: statistics.median(spent[max(1, place - window) : place]) for place in places}
