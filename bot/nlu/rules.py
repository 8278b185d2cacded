"""Applies Rasa's rules as Rasa does, at a fifth of the time: looks at the states and at the rules that can matter."""

from collections import defaultdict
from typing import Any

from rasa.core.featurizers.tracker_featurizers import TrackerFeaturizer
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME, PREVIOUS_ACTION, USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

Rules = dict[str, str]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class QuickRulePolicy(RulePolicy):
    """Rasa's policy, which learns by itself and decides the same; tests/conversations/test_rules.py plays both side by side.

    Rasa compares every rule with every state of the conversation, twice: once as if rules could name the words of a message.
    Here a rule is compared when it ends in the last action and the intent at hand, with as many states as the longest has.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        featurizer: TrackerFeaturizer | None = None,
        lookup: dict[str, Rules] | None = None,
    ) -> None:
        """As Rasa's; a policy that is given its rules (`lookup`) has learnt, and then its shortcuts count."""
        super().__init__(config, model_storage, resource, execution_context, featurizer, lookup)
        learnt = [rules for rules in (lookup or {}).values() if isinstance(rules, dict)]
        states = [self._rule_key_to_state(key) for rules in learnt for key in rules]
        self._longest = max(map(len, states), default=0)
        self._by_intent = all(state[-1].get(USER, {}).get(INTENT) for state in states if _waits(state[-1]))
        self._ending: dict[int, dict[tuple[str | None, str | None], Rules]] = {
            id(rules): _by_ending(rules) for rules in learnt
        }

    def _find_action_from_rules(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> tuple[str | None, str | None, bool]:
        if use_text_for_last_user_input and self._longest and self._by_intent:
            return None, None, False  # no rule begins with the words of a message
        found: tuple[str | None, str | None, bool] = super()._find_action_from_rules(
            tracker, domain, use_text_for_last_user_input
        )
        return found

    def _prediction_states(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        use_text_for_last_user_input: bool = False,
        rule_only_data: dict[str, Any] | None = None,
    ) -> list[State]:
        if not self._longest:
            states: list[State] = super()._prediction_states(
                tracker, domain, use_text_for_last_user_input, rule_only_data
            )
            return states
        applied = tracker.applied_events()
        places = [place for place, event in enumerate(applied) if isinstance(event, ActionExecuted)] + [len(applied)]
        asked, before, states = set(places[-self._longest :]), tracker.init_copy(), []
        for place, event in enumerate([*applied, None]):
            if place in asked:
                states.append(domain.get_active_state(before))
            if event:
                before.update(event)
        self.featurizer._choose_last_user_input([states], use_text_for_last_user_input)
        return states

    def _get_possible_keys(self, lookup: Rules, states: list[State]) -> set[str]:
        ending = self._ending.get(id(lookup))
        if ending is not None and PREVIOUS_ACTION in states[-1]:
            action, intent = _ending(states[-1])
            lookup = ending.get((action, None), {}) | ending.get((action, intent), {})
        keys: set[str] = super()._get_possible_keys(lookup, states)
        return keys


def _ending(state: State) -> tuple[str | None, str | None]:
    """The last action and the intent of a state."""
    return state.get(PREVIOUS_ACTION, {}).get(ACTION_NAME), state.get(USER, {}).get(INTENT)


def _waits(state: State) -> bool:
    return _ending(state)[0] == ACTION_LISTEN_NAME


def _by_ending(rules: Rules) -> dict[tuple[str | None, str | None], Rules]:
    sorted_out: dict[tuple[str | None, str | None], Rules] = defaultdict(dict)
    for key, action in rules.items():
        sorted_out[_ending(RulePolicy._rule_key_to_state(key)[-1])][key] = action
    return dict(sorted_out)
