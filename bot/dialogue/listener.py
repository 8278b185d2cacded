"""Finds the dialogue act of a message: what the visitor does with it, in the light of where the conversation stands."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.dialogue.act import Act, Reading, Standing
from bot.recognition.classifier import Ranked
from bot.recognition.decision import Decision
from bot.recognition.labels import FAQ, OUT_OF_SCOPE, UNWRITTEN, intent_of, slug_of
from bot.recognition.normaliser import key

# Acts that steer the conversation; while the assessment is open they are looked for before an answer is.
STEERING = frozenset(
    [
        "skip",
        "dont_know",
        "why_ask",
        "go_back",
        "start_over",
        "stop_assessment",
        "recommend_now",
        "resume_assessment",
        "hand_off",
    ]
)
ASKING = frozenset({FAQ, UNWRITTEN, OUT_OF_SCOPE})
GIBBERISH = f"{OUT_OF_SCOPE}/gibberish"
MOST_ANSWERS = 2
MOST_FOLLOWING = 9  # words; a longer question stands on its own
FOLLOWING, LIKELY, FOLLOWED = 0.3, 0.02, 0.3  # chosen on the follow-ups of data/calibration
# A question leans on the one before when it opens as a continuation, or points at something that it does not name.
_LEANS = re.compile(
    r"^\s*(?:and|so|but|then|ok|okay|what about|how about|why)\b"
    r"|\b(?:it|its|that|those|these|them|they|their)\b"
    r"|\b(?:the (?:first|second|other|former|latter|same)|(?:which|this|that|either) one)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;]*")
_JOINED = re.compile(
    r"(?<=[?!.;:])\s+|\n+|,?\s+(?:and|also|plus|&)\s+(?=(?:also\s+)?(?:what|whats|how|why|who|when|where|which|is|are|do|does|can)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(r"^\s*(?:what|how|why|who|when|where|which)\b|\?\s*$", re.IGNORECASE)
_SHORTEST_QUESTION = 3  # words
# A question for a vendor ("what is your turnover?") is not one about the field: the guard says whom to ask.
GUARD_AMONG = 3  # the guard has to be a likely meaning itself: "how do you calculate FTE" is for nobody
GUARD = f"{FAQ}/are_you_a_provider"
_TO_A_VENDOR = re.compile(
    r"\byours?\b|\b(?:do|are|will|would|have|did) you\b(?! (?:know|think|mean|explain|tell|help))", re.I
)
_NUMBERED = re.compile(r"\s*(?:option |number |no\.? ?|#)?([1-9])\s*[.)]?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Listener:
    """Finds the dialogue act of messages.

    `rank` and `decide` recognise a text, `read(text, asked)` reads it for the assessment, `titles` maps `key(title)` to a
    label, `foreign` tells whether a text is in another language than English, `following` maps a label to those that
    its entry leads to.
    """

    rank: Callable[[str], list[Ranked]]
    decide: Callable[[list[Ranked]], Decision]
    read: Callable[[str, str | None], Reading]
    titles: Mapping[str, str]
    foreign: Callable[[str], bool]
    following: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def hear(self, text: str, standing: Standing) -> Act:
        """The act of a message."""
        chosen = self._chosen(text, standing)
        if chosen:
            return chosen
        ranked = self.rank(text)
        decision = self.decide(ranked)
        act = self._in_assessment(text, decision, standing) if standing.open else None
        act = act or self._in_parts(text, decision) or self._anywhere(text, ranked, decision, standing)
        return replace(act, ranked=ranked)

    def _chosen(self, text: str, standing: Standing) -> Act | None:
        """What was picked from choices: a number of the last "did you mean", or an entry's title."""
        numbered = _NUMBERED.fullmatch(text)
        counting = standing.open and standing.asked == "volume"  # there a number is an answer
        if standing.offered and numbered and not counting and int(numbered.group(1)) <= len(standing.offered) + 1:
            place = int(numbered.group(1)) - 1
            if place == len(standing.offered):
                return Act("none_of_these")
            return Act(FAQ, f"{FAQ}/{standing.offered[place]}")
        label = self.titles.get(key(text))
        if label and standing.asked and self.read(text, standing.asked).covers(standing.asked):
            return None  # "HIPAA" is an answer to the question about data
        return Act(intent_of(label), label) if label else None

    def _in_assessment(self, text: str, decision: Decision, standing: Standing) -> Act | None:
        """An answer, or a word about the assessment itself; None for what means the same anywhere."""
        reading = self.read(text, standing.asked)
        answer = Act("inform", profile=reading.profile, fuzzy=tuple(sorted(reading.fuzzy)))
        question = decision.label is not None and intent_of(decision.label) in (FAQ, UNWRITTEN)
        only_asks = question and text.rstrip().endswith("?") and len(sentences(text)) == 1
        if standing.asked and reading.covers(standing.asked) and not only_asks:
            return replace(answer, aside=self._aside(text))
        if decision.label in STEERING:
            return Act(str(decision.label), decision.label, decision.score)
        if reading.profile and not question:
            return replace(answer, aside=self._aside(text))
        return None

    def _aside(self, text: str) -> str | None:
        """The FAQ entry that is asked beside an answer: "nobody. wait, what's nearshore?"."""
        questions = [sentence for sentence in sentences(text) if sentence.endswith("?")]
        if not questions or len(sentences(text)) < 2:
            return None
        label = self.decide(self.rank(questions[-1])).label
        return slug_of(label) if label and intent_of(label) == FAQ else None

    def _in_parts(self, text: str, whole: Decision) -> Act | None:
        """What a message of several parts asks: two things, or one with a greeting around it."""
        parts = [part for part in _JOINED.split(text) if part and len(part.split()) > 1]
        if len(_JOINED.split(text)) < 2 or not parts:
            return None
        decisions = [self.decide(self.rank(part)) for part in parts]
        asked = {d.label: d for d in decisions if d.label and intent_of(d.label) in ASKING and d.label != GIBBERISH}
        if not any(intent_of(label) == FAQ for label in asked):
            return None
        if len(asked) == 1:
            label, decision = next(iter(asked.items()))
            missed = next(
                (d for part, d in zip(parts, decisions, strict=True) if d.label is None and _alone(part, text)), None
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

    def _follow_up(self, text: str, ranked: list[Ranked], standing: Standing) -> Act | None:
        """A question that only the one before makes clear: "and which one pays more?".

        It is weighed alone and behind the question before; what follows naturally from that one weighs more.
        """
        if not standing.previous or len(text.split()) > MOST_FOLLOWING:
            return None
        before = self.titles.get(key(standing.previous)) or ""
        weights: defaultdict[str, float] = defaultdict(float)
        for near in [*ranked, *self.rank(f"{standing.previous} {text}")]:
            if intent_of(near.label) == FAQ and near.label != before:
                weights[near.label] += near.score
        for label in self.following.get(before, ()):
            if weights.get(label, 0.0) > LIKELY:
                weights[label] += FOLLOWING
        best = max(weights, key=lambda label: weights[label], default="")
        return Act(FAQ, best, min(1.0, weights[best])) if weights[best] >= FOLLOWED else None

    def _anywhere(self, text: str, ranked: list[Ranked], decision: Decision, standing: Standing) -> Act:
        label, score = decision.label, decision.score
        if label is None or intent_of(label) == OUT_OF_SCOPE:
            if self.foreign(text):  # which may look like gibberish
                return Act("other_language", confidence=score)
            if label == GIBBERISH:
                return Act("unclear", confidence=score)
            # A case told without asking for advice is still a case: "24/7 phone support, 8,000 calls a month".
            profile = self.read(text, None).profile
            if profile and standing.finished:
                return Act("inform", confidence=score, profile=profile)
            if "work" in profile and len(profile) > 1 and not standing.open:
                return Act("start_assessment", confidence=score, profile=profile)
        followed = self._follow_up(text, ranked, standing) if label is None or _LEANS.search(text) else None
        if followed:
            return followed
        if label == "start_assessment":
            return Act(label, label, score, profile=self.read(text, None).profile)
        for_a_vendor = _TO_A_VENDOR.search(text) and GUARD in [near.label for near in ranked[:GUARD_AMONG]]
        if label and intent_of(label) == UNWRITTEN and for_a_vendor:
            return Act(FAQ, GUARD, score)
        if label:
            return Act(intent_of(label), label, score)
        if decision.choices:
            return Act("clarify", confidence=score, choices=tuple(slug_of(choice) for choice in decision.choices))
        return Act("unclear", confidence=score)


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its closing mark."""
    return [sentence.strip() for sentence in _SENTENCE.findall(text) if sentence.strip()]


def _alone(part: str, text: str) -> bool:
    """Whether a part of a text is a question of its own, a whole sentence that does not lean on another."""
    asks = _ASKS.search(part) and len(part.split()) >= _SHORTEST_QUESTION
    return bool(asks) and not _LEANS.search(part) and part.strip() in sentences(text)
