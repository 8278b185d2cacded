"""What "it" stands for, and what a question means behind another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from bot.dialogue.follow_up import Followed, follow, subject_of
from bot.dialogue.text_form import spelt_out
from bot.recognition.classifier import Ranked

BEFORE = "faq/what_is_kpo"


def behind(
    text: str, ranked: Mapping[str, Sequence[Ranked]], leads_to: Sequence[str] = (), before: str = BEFORE
) -> Followed:
    return follow(text, ranked.get(text, []), "What is KPO?", before, leads_to, lambda one: ranked.get(one, []))


def near(**scores: float) -> list[Ranked]:
    return [Ranked(f"faq/{slug}", score, 0.5) for slug, score in scores.items()]


def everywhere(text: str, **scores: float) -> dict[str, list[Ranked]]:
    return dict.fromkeys((text, f"KPO {text}", f"{text} KPO", spelt_out(text, "KPO") or text), near(**scores))


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("What is AHT, and how is it calculated?", "AHT"),
        ("What does RPO mean: recruitment or research?", "RPO"),
        ("What is service level (80/20)?", "service level"),
        ("How does 24/7 coverage work?", "24/7 coverage"),
        ("What are the types of BPO?", "types of BPO"),
        ("Why do companies outsource?", "companies outsource"),
        ("and the ACD", "and ACD"),
        ("?", ""),
    ],
)
def test_the_subject_of_a_question(title: str, subject: str) -> None:
    assert subject_of(title) == subject


def test_all_rankings_count() -> None:
    text = "who does it"
    sure = behind(text, everywhere(text, firms=0.6))
    assert (sure.label, sure.labels) == ("faq/firms", ("faq/firms",)) and sure.weight == pytest.approx(0.6)
    once = behind(text, {text: near(firms=0.6), f"KPO {text}": near(firms=0.9)})
    assert once.label is None and once.choices == ("faq/firms",)


def test_the_subject_in_place_of_the_pronoun_counts_most() -> None:
    text = "how do you calculate it"
    ranked = {text: near(prices=0.9), "how do you calculate KPO": near(aht=0.9)}
    assert behind(text, ranked).labels == ("faq/aht", "faq/prices")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("how do you calculate it", "how do you calculate AHT"),
        ("Is that normal?", "Is AHT normal?"),
        ("what are its limits", "what are AHT's limits"),
        ("it takes how long, and who measures it", "AHT takes how long, and who measures it"),
        ("and the downsides", None),
        ("how is quality kept", None),
    ],
)
def test_what_a_pronoun_stands_for_is_spelt_out(text: str, named: str | None) -> None:
    assert spelt_out(text, "AHT") == named


def test_what_the_entry_before_leads_to_weighs_more_where_it_is_likely() -> None:
    text = "who does it"
    ranked = everywhere(text, a=0.4, b=0.35, c=0.01)
    assert behind(text, ranked).labels[0] == "faq/a"
    led = behind(text, ranked, ("faq/b", "faq/c"))
    assert led.label == "faq/b" and led.choices == ("faq/b", "faq/a", "faq/c")


def test_the_entry_before_may_be_meant_again_and_weighs_less() -> None:
    text = "how old is it"
    assert behind(text, everywhere(text, what_is_kpo=0.9)).weight < 0.9
    assert behind(text, everywhere(text, what_is_kpo=0.9)).label == BEFORE


def test_what_names_its_own_subject_is_only_asked_about() -> None:
    text = "biggest firms by revenue"
    assert behind(text, everywhere(text, firms=0.7)).label is None
    assert behind(text, everywhere(text, firms=0.7), ("faq/firms",)).label is None  # led to, but asks nothing
    which = "which firms are biggest"
    assert behind(which, everywhere(which, firms=0.7), ("faq/firms",)).label == "faq/firms"


def test_who_asks_nothing_gets_no_answer() -> None:
    text = "cheers, that cleared it up"
    assert behind(text, everywhere(text, firms=0.9)).label is None


def test_what_says_nothing_or_too_much_follows_on_nothing() -> None:
    assert behind("??", {"KPO ??": near(firms=0.9)}) == Followed()
    long = "could you tell me who it is that does it"
    assert behind(long, everywhere(long, firms=0.9)) == Followed()
