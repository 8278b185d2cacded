"""Finds the dialogue act of a message: what the visitor does with it, in the light of where the conversation stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from bot.dialogue import text_form
from bot.dialogue.act import Act, Reading, Standing
from bot.dialogue.assessing import DONT_FOLLOW, Assessing
from bot.dialogue.follow_up import Followed, follow
from bot.dialogue.handoff import about_handoff
from bot.reading import Challenge, is_distress, is_personal
from bot.recognition.classifier import Ranked
from bot.recognition.decision import CLEAR, Decision
from bot.recognition.labels import FAQ, GIBBERISH, OUT_OF_SCOPE, SMALLTALK, UNWRITTEN, intent_of, slug_of
from bot.recognition.normaliser import key

ASKING = frozenset({FAQ, UNWRITTEN, OUT_OF_SCOPE})
MOST_ANSWERS = 2
CONFIRMED_BY_YES = ("forget_me", "start_over")  # asked back about; a "yes" before the wish has answered that
POINTING = frozenset(
    {DONT_FOLLOW, "tell_more", "give_example", "why_ask"}
)  # at an answer: they may ask on, "like what?"
_TOLD = 3  # keys of a profile that make a case of what asks for nothing; of a complaint only an amount does
# A question for a vendor ("what is your turnover?") is not one about the field: the guard says whom to ask.
GUARD_AMONG = 3  # the guard has to be a likely meaning itself: "how do you calculate FTE" is for nobody
GUARD = f"{FAQ}/are_you_a_provider"
DISTRESS = f"{SMALLTALK}/distress"


@dataclass(frozen=True)
class Listener:
    """Finds the dialogue act of messages.

    `rank` and `decide` recognise a text, `read(text, asked)` reads it for the assessment, `titles` maps `key(title)` to a
    label, `foreign` tells whether a text is in another language than English, `following` maps a label to those that
    its entry leads to. `challenge` reads what is asked about a recommendation, `change` which answers are to be changed.
    """

    rank: Callable[[str], list[Ranked]]
    decide: Callable[[list[Ranked]], Decision]
    read: Callable[[str, str | None], Reading]
    titles: Mapping[str, str]
    foreign: Callable[[str], bool]
    following: Mapping[str, Sequence[str]] = field(default_factory=dict)
    challenge: Callable[[str, bool], Challenge | None] = field(default=lambda _, finished: None)
    change: Callable[[str], Sequence[str] | None] = field(default=lambda _: None)

    @cached_property
    def _assessing(self) -> Assessing:
        return Assessing(self.read, self.challenge, self.change, self._aside)

    def hear(self, text: str, standing: Standing) -> Act:
        """The act of a message."""
        if is_distress(text):  # whatever was asked, and however it is recognised
            return Act(SMALLTALK, DISTRESS, 1.0)
        act = self._understood(_picked(text, standing), standing)
        if act.intent in CONFIRMED_BY_YES and text_form.says_yes(text):
            act = replace(act, confirmed=True)
        reaching = standing.handoff or act.intent == "hand_off"  # where a contact is wanted
        return replace(act, personal=not reaching and is_personal(text))

    def _understood(self, text: str, standing: Standing) -> Act:
        certain = (
            self._about_handoff(text, standing)
            or self._chosen(text, standing)
            or self._assessing.certainly(text, standing)
        )
        if certain:
            return certain
        ranked = self.rank(text)
        decision = self.decide(ranked)
        act = (
            self._confirmation(decision, standing)
            or self._assessing.heard(text, decision, standing)
            or self._terms(text)
            or self._in_parts(text, decision, standing)
            or self._anywhere(text, ranked, decision, standing)
        )
        return replace(act, ranked=ranked)

    def _about_handoff(self, text: str, standing: Standing) -> Act | None:
        """What a hand-off to a person makes of a message; without one, a wish to return from it."""
        label = None
        if standing.handoff:
            label = self.titles.get(key(text)) or self.decide(self.rank(text)).label
        return about_handoff(text, label, standing)

    def _chosen(self, text: str, standing: Standing) -> Act | None:
        """What was picked from choices: a number of the last "did you mean", or an entry's title."""
        picked = text_form.numbered(text)
        counting = standing.open and standing.asked == "volume"  # there a number is an answer
        if standing.offered and picked and not counting and picked <= len(standing.offered) + 1:
            place = picked - 1
            if place == len(standing.offered):
                return Act("none_of_these")
            return Act(FAQ, f"{FAQ}/{standing.offered[place]}")
        label = self.titles.get(key(text))
        if label and standing.asked and self.read(text, standing.asked).covers(standing.asked):
            return None  # "HIPAA" is an answer to the question about data
        return Act(intent_of(label), label) if label else None

    def _confirmation(self, decision: Decision, standing: Standing) -> Act | None:
        """A yes to what was asked back, or the same wish again; a no, which answers no other question."""
        if standing.confirming and decision.label in ("affirm", standing.confirming):
            return Act(standing.confirming, standing.confirming, decision.score, confirmed=True)
        return Act("deny", "deny", decision.score) if standing.confirming and decision.label == "deny" else None

    def _aside(self, text: str) -> str | None:
        """The FAQ entry that is asked beside an answer: "nobody. wait, what's nearshore?"."""
        questions = [sentence for sentence in text_form.sentences(text) if sentence.endswith("?")]
        if not questions or len(text_form.sentences(text)) < 2:
            return None
        label = self.decide(self.rank(questions[-1])).label
        return slug_of(label) if label and intent_of(label) == FAQ else None

    def _terms(self, text: str) -> Act | None:
        """Two terms to explain at once."""
        named = [self.titles.get(key(term)) for term in text_form.terms(text)]
        labels = tuple(dict.fromkeys(label for label in named if label))
        if None in named or len(labels) != MOST_ANSWERS:
            return None
        return Act("several", confidence=1.0, several=labels)

    def _decided(self, parts: Sequence[str]) -> list[Decision]:
        """What each part asks; one that leans on the part before is understood with it."""
        decisions: list[Decision] = []
        for place, part in enumerate(parts):
            ranked = self.rank(part)
            decision = self.decide(ranked)
            before = decisions[-1].label if decisions else None
            pointing = decision.label in POINTING  # "and what are examples of it"
            unclear = decision.label is None or pointing or intent_of(decision.label) == OUT_OF_SCOPE
            asked = before and intent_of(before) == FAQ and text_form.asks(parts[place - 1])
            if before and asked and unclear and text_form.points(part):
                followed = self._follow_up(part, ranked, parts[place - 1], before)
                if followed.label:
                    decision = Decision(followed.label, score=followed.weight)
            decisions.append(decision)
        return decisions

    def _in_parts(self, text: str, whole: Decision, standing: Standing) -> Act | None:
        """What a message of several parts tells or asks: a case, two things, or one with a greeting around it."""
        parts = text_form.parts(text)
        if not parts:
            return None
        decisions = self._decided(parts)
        if not (standing.open or standing.finished) and (case := self._case(text, parts, decisions)):
            return case
        asked = {d.label: d for d in decisions if d.label and intent_of(d.label) in ASKING and d.label != GIBBERISH}
        if not any(intent_of(label) == FAQ for label in asked):
            return None
        if len(asked) == 1:
            label, decision = next(iter(asked.items()))
            missed = next(
                (
                    d
                    for part, d in zip(parts, decisions, strict=True)
                    if d.label is None and text_form.stands_alone(part, text)
                ),
                None,
            )
            if missed:
                others = tuple(slug_of(choice) for choice in missed.choices if choice != label)
                return Act("several", confidence=decision.score, choices=others, several=(label,), missed=True)
            if whole.label is None or intent_of(whole.label) != FAQ:
                return Act(FAQ, label, decision.score)
        if len(asked) > 1 and all(decision.label for decision in decisions):
            first = sorted(asked, key=lambda label: intent_of(label) != FAQ)[:MOST_ANSWERS]  # answers before regrets
            return Act("several", confidence=min(d.score for d in asked.values()), several=tuple(first))
        return None

    def _case(self, text: str, parts: Sequence[str], decisions: Sequence[Decision]) -> Act | None:
        """A case that is told in several sentences; one of them asks for advice at most, none for an entry."""
        asked = [one.label for part, one in zip(parts, decisions, strict=True) if one.label and text_form.asks(part)]
        if any(intent_of(label) in (FAQ, UNWRITTEN) for label in asked):
            return None
        profile = self.read(text, None).profile
        told = "work" in profile and "volume" in profile and len(profile) >= _TOLD
        return Act("start_assessment", "start_assessment", 1.0, profile=profile) if told else None

    def _follow_up(self, text: str, ranked: list[Ranked], previous: str, before: str) -> Followed:
        """What a question means behind `previous`, labelled `before`."""
        return follow(text, ranked, previous, before, self.following.get(before, ()), self.rank)

    def _behind(self, text: str, ranked: list[Ranked], decision: Decision, standing: Standing) -> Act | None:
        """A question that the answer before gives its meaning to; what is clear by itself needs no second look."""
        label = decision.label
        if not standing.previous:
            return None
        # "what does it stand for" is never clear by itself, however sure that looks.
        dangling = label and intent_of(label) in ASKING and text_form.spelt_out(text, standing.previous)
        clear = decision.score >= CLEAR or not text_form.leans(text)
        if label and label not in POINTING and clear and not dangling:
            return None
        before = self.titles.get(key(standing.previous)) or ""
        followed = self._follow_up(text, ranked, standing.previous, before)
        if followed.label and not (label in POINTING and followed.label == before):
            return Act(FAQ, followed.label, followed.weight)
        # Something that was understood is better than a question back; a regret is not.
        if followed.choices and (label is None or intent_of(label) in (OUT_OF_SCOPE, UNWRITTEN)):
            choices = tuple(slug_of(choice) for choice in followed.choices)
            return Act("clarify", confidence=followed.weight, choices=choices)
        return None

    def _anywhere(self, text: str, ranked: list[Ranked], decision: Decision, standing: Standing) -> Act:
        label, score = decision.label, decision.score
        if label is None or intent_of(label) == OUT_OF_SCOPE:
            if self.foreign(text):  # which may look like gibberish
                return Act("other_language", confidence=score)
            if label == GIBBERISH:
                return Act("unclear", confidence=score)
            # A case told without asking for advice is still a case: "24/7 phone support, 8,000 calls a month".
            reading = self.read(text, None)
            profile = reading.profile
            if profile and standing.finished:
                return Act("inform", confidence=score, profile=profile, adds=reading.adds)
            told = "work" in profile and ("volume" in profile or (label is None and len(profile) >= _TOLD))
            if told and not standing.open:
                return Act("start_assessment", confidence=score, profile=profile)
        behind = self._behind(text, ranked, decision, standing)
        if behind:
            return behind
        revised = self._assessing.of_advice(label, text) if standing.finished else None
        if revised:
            return revised
        if label == "start_assessment":
            profile = self.read(text, None).profile
            if standing.finished and not profile:  # it would clear the answers that the recommendation rests on
                return Act("start_over", "start_over", score)
            return Act(label, label, score, profile=profile)
        for_a_vendor = text_form.asks_a_vendor(text) and GUARD in [near.label for near in ranked[:GUARD_AMONG]]
        if label and intent_of(label) == UNWRITTEN and for_a_vendor:
            return Act(FAQ, GUARD, score)
        if label:
            return Act(intent_of(label), label, score)
        if decision.choices:
            return Act("clarify", confidence=score, choices=tuple(slug_of(choice) for choice in decision.choices))
        return Act("unclear", confidence=score)


def _picked(text: str, standing: Standing) -> str:
    """The title that a number picks of the last choices; where an amount is asked for, a number is one."""
    picked = text_form.numbered(text)
    if picked and picked <= len(standing.choices) and standing.asked != "volume" and not standing.offered:
        return standing.choices[picked - 1]
    return text
