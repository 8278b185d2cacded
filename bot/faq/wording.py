"""What is wrong with the sentences of an entry: its examples, its test questions, its answer."""

from collections.abc import Iterator

from bot.faq.draft import Draft

MIN_EXAMPLES = {"faq": 20, "unwritten": 12}
MIN_TEST_QUESTIONS = {"faq": 4, "unwritten": 3}
MAX_WORDS = 92  # "at most about 90"
MIN_READING_EASE = 50  # Flesch: below is hard to read; of the first 134 answers the hardest has 57, the middle one 79


def question_problems(draft: Draft) -> Iterator[str]:
    """The problems of the examples and of the test questions."""
    for line in draft.lines:
        if line.strip() and not line.startswith("-"):
            yield f'the example "{line.strip()}" has no dash in front, and Rasa drops it; write "- {line.strip(" -")}"'
        elif line.strip() == "-":
            yield "an example has a dash and no words; write the words, or delete the line"
    if len(draft.examples) < MIN_EXAMPLES[draft.kind]:
        yield f"has {len(draft.examples)} examples; write at least {MIN_EXAMPLES[draft.kind]}"
    asked = [question for question in draft.test_questions if question.strip()]
    if len(asked) < MIN_TEST_QUESTIONS[draft.kind]:
        yield f"has {len(asked)} test questions; write at least {MIN_TEST_QUESTIONS[draft.kind]} that are not among the examples"


def answer_problems(draft: Draft) -> Iterator[str]:
    """The problems of the answer, in all its variants for channels."""
    key = f"utter_faq/{draft.slug}"
    for name in sorted(set(draft.responses) - {key}, key=str):
        yield f"has a response {name}; write {key}, as the file is named"
    defaults = [variant for variant in draft.variants if "channel" not in variant]
    if len(defaults) != 1:
        yield f"has {len(defaults)} answers for all channels under {key}; write one (one for a channel has `channel:`)"
    for variant in draft.variants:
        yield from _text(variant.get("text", ""))


def _text(text: str) -> Iterator[str]:
    if not text.strip():
        yield 'an answer has no text, and the visitor would meet silence; write `text: "..."`'
    if "\n" in text.strip():
        yield "an answer has a line break, which starts a new message on most channels; write one paragraph"
    if len(text.split()) > MAX_WORDS:
        yield f"an answer has {len(text.split())} words; keep to about 90"
    ease = reading_ease(text)
    if text.strip() and ease < MIN_READING_EASE:
        yield f"an answer is hard to read (Flesch {ease:.0f}, at least {MIN_READING_EASE}); write shorter sentences and words"
    if "!" in text:
        yield "an answer has an exclamation mark; leave it out"
    if "{" in text or "}" in text:
        yield "an answer has a curly bracket, where Rasa fills in a slot; write round brackets"


def reading_ease(text: str) -> float:
    """Flesch's reading ease: 100 is very easy, 60 plain, 30 for scholars."""
    import textstat  # takes half a second, which the other commands need not wait for

    return float(textstat.flesch_reading_ease(text))
