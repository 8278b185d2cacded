"""The Rasa component around `bot.recognition` and `bot.dialogue`: from a message to an intent."""

from __future__ import annotations

import json
import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_RESPONSE_KEY,
    METADATA,
    METADATA_INTENT,
    RESPONSE_SELECTOR,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.assessment.profile import Profile, ProfileError
from bot.dialogue.act import Act, Standing, as_event
from bot.dialogue.listener import Listener
from bot.reading import Reader, read_challenge, read_change
from bot.recognition.classifier import Ranked
from bot.recognition.decision import Thresholds, decide
from bot.recognition.encoder import Encoder
from bot.recognition.familiarity import Familiarity
from bot.recognition.labels import FAQ, SMALLTALK, intent_of, label_of
from bot.recognition.language import foreign_words, is_foreign
from bot.recognition.normaliser import key
from bot.recognition.recogniser import Recogniser

ANSWERS = "answers"  # under this key of a message's metadata a form may send a profile
ACT = "act"  # under this key of the latest message the actions find what was understood
_CARDS = "cards.json"
_TERM = re.compile(r"What (?:is|are|does) (?:an? |the )?([^,?]+?)(?:,| mean\b| stand for\b| \(|\?)")
_RETRIEVED = (FAQ, SMALLTALK)  # intents whose response Rasa looks up itself


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MessageRecogniser(GraphComponent, IntentClassifier):
    """Sets the intent of a message and fills `response_selector`, so that one rule and `utter_faq` serve every entry.

    One component, not a chain: an answer may carry a question beside it, and then parts of a message are recognised too.
    The card (metadata) of every label is part of the model, so that what is recognised and what is said are of one version.
    """

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._encoder = Encoder.load()
        self._cards: dict[str, dict[str, Any]] = {}
        self._listener: Listener | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`regularisation`: scikit-learn's C. The others are thresholds, written by `make calibrate`."""
        return {
            "regularisation": 10.0,
            "answer": 0.4,
            "offer": 0.05,
            "lead": 0.0,
            "energy_middle": 19.0,
            "energy_width": 2.5,
        }

    @staticmethod
    def required_packages() -> list[str]:
        """Python packages this component needs."""
        return ["onnxruntime", "tokenizers", "sklearn", "spacy"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageRecogniser:
        """An untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MessageRecogniser:
        """The trained component from a model."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._use(
                Recogniser.load(folder, component._encoder), json.loads((folder / _CARDS).read_text("utf-8"))
            )
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all intent examples."""
        texts, labels, cards = examples_of(training_data)
        recogniser = Recogniser.learn(texts, labels, self._encoder, self._config["regularisation"])
        self._use(recogniser, cards)
        with self._storage.write_to(self._resource) as folder:
            recogniser.save(folder)
            (folder / _CARDS).write_text(json.dumps(cards), "utf-8")
        return self._resource

    def _use(self, recogniser: Recogniser, cards: dict[str, dict[str, Any]]) -> None:
        thresholds = Thresholds(*(self._config[name] for name in ("answer", "offer", "lead")))
        recogniser.classifier.familiarity = Familiarity(self._config["energy_middle"], self._config["energy_width"])
        self._cards = cards
        # Read and compiled now, not while the first visitor and all others wait: a second of CPU.
        foreign_words()
        reader = Reader()
        reader.read("120 calls a day")
        self._listener = Listener(
            rank=recogniser.rank,
            decide=lambda ranked: decide(ranked, thresholds),
            read=reader.read,
            titles=titles_of(cards),
            foreign=lambda text: is_foreign(text, recogniser.normaliser),
            challenge=lambda text, finished: read_challenge(text, reader, finished),
            change=read_change,
            following={label: [f"{FAQ}/{slug}" for slug in card.get("related", ())] for label, card in cards.items()},
        )

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing is added for other components."""
        return training_data

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Set intent, response selector and act on messages of one conversation."""
        if self._listener is None:
            raise RuntimeError("the recogniser is used before it is trained")
        for message in messages:
            standing = standing_of(tracker)
            act = given(message, standing) or self._listener.hear(message.get(TEXT) or "", standing)
            message.set(INTENT, {"name": act.intent, "confidence": float(act.confidence)}, add_to_output=True)
            message.set("intent_ranking", ranking(act.ranked), add_to_output=True)
            message.set(RESPONSE_SELECTOR, response_selector(act), add_to_output=True)
            message.set(ACT, as_event(act, self._cards), add_to_output=True)
        return messages


def given(message: Message, standing: Standing) -> Act | None:
    """The act of a message that carries a profile as `answers` in its metadata: the answers of a form, sent at once.

    None for any other, and for what is no profile: a client's metadata is its own.
    """
    answers = (message.get(METADATA) or {}).get(ANSWERS)
    if not isinstance(answers, dict):
        return None
    try:
        profile = Profile.from_dict(answers).to_dict()
    except ProfileError:
        return None
    return Act("inform" if standing.open else "start_assessment", profile=profile) if profile else None


def examples_of(training_data: TrainingData) -> tuple[list[str], list[str], dict[str, dict[str, Any]]]:
    """Texts, labels and the labels' cards of Rasa's training data; an entry's title is an example of it."""
    texts: list[str] = []
    labels: list[str] = []
    cards: dict[str, dict[str, Any]] = {}
    for example in training_data.intent_examples:
        card = (example.get(METADATA) or {}).get(METADATA_INTENT) or {}
        label = label_of(example.get(INTENT), example.get(INTENT_RESPONSE_KEY), card)
        if label not in cards and "title" in card:
            texts.append(card["title"])
            labels.append(label)
        cards.setdefault(label, card)
        texts.append(example.get(TEXT))
        labels.append(label)
    return texts, labels, cards


def titles_of(cards: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Labels by the keys of what is taken at its word: titles, the terms that titles ask about, and the words of `alone`.

    "AHT" alone asks what it is; "help" and "start" are what clients of Rasa send behind a slash.
    """
    titles = {label: card["title"] for label, card in cards.items() if "title" in card}
    terms = {key(found.group(1)): label for label, title in titles.items() if (found := _TERM.match(title))}
    alone = {key(word): label for label, card in cards.items() for word in card.get("alone", ())}
    return terms | alone | {key(title): label for label, title in titles.items()}


def standing_of(tracker: DialogueStateTracker) -> Standing:
    """Where a conversation stands, as far as understanding the next message depends on it."""
    loop = tracker.active_loop_name == "assessment_form"
    said = last_turn(tracker)
    answered = [metadata["title"] for metadata in said if "title" in metadata]
    return Standing(
        open=loop,
        asked=tracker.get_slot("requested_slot") if loop else None,
        offered=next((tuple(m["choices"]) for m in said if m.get("kind") == "clarify"), ()),
        previous=answered[-1] if answered else None,
        finished=bool(tracker.get_slot("assessment_id")) and not loop,
        choices=choices_of(tracker),
        confirming=next((m["confirm"] for m in said if m.get("confirm")), None),
        handoff=next((m["handoff"] for m in said if m.get("handoff")), None),
    )


def choices_of(tracker: DialogueStateTracker) -> tuple[str, ...]:
    """The titles of the buttons of the bot's last message."""
    said = next((event for event in reversed(tracker.events) if isinstance(event, BotUttered)), None)
    return tuple(button["title"] for button in (said.data.get("buttons") or ())) if said else ()


def last_turn(tracker: DialogueStateTracker) -> list[dict[str, Any]]:
    """The metadata of the bot's messages since the visitor's last one, oldest first."""
    said: list[dict[str, Any]] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, BotUttered):
            said.insert(0, event.metadata.get("metadata") or {})
    return said


def ranking(ranked: list[Ranked]) -> list[dict[str, Any]]:
    """The ranking as Rasa's tools show it."""
    return [{"name": r.label, "confidence": round(r.score, 4)} for r in ranked]


def response_selector(act: Act) -> dict[str, Any]:
    """What Rasa's ResponseSelector would have said, for the retrieval intents that have responses."""
    selector: dict[str, Any] = {"all_retrieval_intents": list(_RETRIEVED)}
    if act.label and act.intent in _RETRIEVED and intent_of(act.label) == act.intent:
        response = {
            "intent_response_key": act.label,
            "utter_action": f"utter_{act.label}",
            "confidence": float(act.confidence),
            "responses": [],
        }
        selector[act.intent] = {"response": response, "ranking": [response]}
    return selector
