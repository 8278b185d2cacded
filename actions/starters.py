"""Where to begin: questions that were not answered yet in this conversation, and the assessment."""

from rasa_sdk import Tracker

ASSESS = "Which one do we need?"
# Entries that one may begin with, by their titles, the best first.
FIRST_QUESTIONS = {
    "What is BPO?": "what_is_bpo",
    "Is a call center a BPO?": "is_a_call_center_a_bpo",
    "What is the difference between BPO and a call center?": "bpo_vs_call_center",
    "How does pricing differ?": "cost_differences",
    "What should I ask a provider?": "questions_to_ask_a_provider",
}
_MOST = 2


def starters(tracker: Tracker) -> list[str]:
    """The titles of buttons."""
    known = tracker.get_slot("answered") or ()
    return [*[title for title, slug in FIRST_QUESTIONS.items() if slug not in known][:_MOST], ASSESS]
