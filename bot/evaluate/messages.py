"""What the benchmark's visitors write: no two messages of a run are the same, so that no cache helps."""

QUESTIONS = ("what is bpo", "what is a call center", "what is kpo", "what is attrition", "call centre meaning")
OPENING = "I need advice"
ANSWERS = (
    "customer support",
    "8000 calls a month",
    "nobody does it yet",
    "growth",
)  # to the first questions of the forms
BEFORE = (
    "", "hi, ", "so ", "please tell me ", "ok and ", "hello ", "quick one: ", "sorry, ", "well, ", "again: ", "um ", "hey ",
    "now ",
)  # fmt: skip
BEHIND = (
    "", "?", " please", " exactly", " really?", " in short", " thanks", " for a friend", " today", "??", " then", " pls",
)  # fmt: skip


def question(number: int) -> str:
    """A question; of all numbers below 780 none is like another, and beyond that it carries its number."""
    rest, middle = divmod(number, len(QUESTIONS))
    round_, rest = divmod(rest, len(BEFORE) * len(BEHIND))
    counted = f" ({round_})" if round_ else ""
    return f"{BEFORE[rest % len(BEFORE)]}{QUESTIONS[middle]}{BEHIND[rest % len(BEHIND)]}{counted}"


def reply_to(place: int, number: int) -> str:
    """An answer to the form's question at a place, worded differently for each of 156 visitors in a row."""
    return f"{BEFORE[number % len(BEFORE)]}{ANSWERS[place]}{BEHIND[number % len(BEHIND)]}"
