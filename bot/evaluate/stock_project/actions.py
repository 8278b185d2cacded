"""The custom actions of the stock bot: a form that takes every answer, and a recommendation that is always the same."""

from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import AllSlotsReset
from rasa_sdk.executor import CollectingDispatcher


class ValidateStockForm(FormValidationAction):
    """Takes what is said."""

    def name(self) -> str:
        """The action's name."""
        return "validate_stock_form"

    def validate_work(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Any work."""
        return {"work": value}


class ActionRecommend(Action):
    """Recommends, and forgets."""

    def name(self) -> str:
        """The action's name."""
        return "action_recommend"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Say it."""
        dispatcher.utter_message(text="You need a call center.")
        return [AllSlotsReset()]
