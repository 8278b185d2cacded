"""What a message means while the bot asks how a person can reach the visitor, and while it keeps quiet for them."""

from bot.dialogue.act import Act, Standing
from bot.reading import NOT_AT_ALL, WITHOUT, read_contact, read_return, read_wish
from bot.recognition.labels import FAQ, SMALLTALK, intent_of

# How far a hand-off is: the bot's messages carry it as `handoff` in their metadata.
ASKED, ASKED_AGAIN = "asked", "asked_again"
HANDED_OVER, PASSED_ON = "handed_over", "passed_on"
# What becomes of it after the visitor's answer (`step` of an act).
SEND, ASK, ASK_AGAIN, DROP = "send", "ask", "ask_again", "drop"

_WITHOUT, _NOT_AT_ALL = ("skip", "dont_know"), ("stop_assessment", "go_back")
# Who says these wants something else than what was asked.
_ELSEWHERE = ("hand_off", "forget_me", "start_over", "start_assessment", "resume_assessment", "recommend_now")


def about_handoff(text: str, label: str | None, standing: Standing) -> Act | None:
    """The act of a message that a hand-off gives its meaning to; None for one that means the same without.

    `label` is what the message was recognised as.
    """
    if read_return(text):
        return Act("back_to_bot")
    if standing.handoff in (HANDED_OVER, PASSED_ON):
        return None if label == "forget_me" else Act("pass_on")
    if standing.handoff in (ASKED, ASKED_AGAIN):
        return _after_asking(text, label, again=standing.handoff == ASKED_AGAIN)
    return None


def _after_asking(text: str, label: str | None, again: bool) -> Act | None:
    wish = read_wish(text)
    if wish == NOT_AT_ALL:  # first: what was sent cannot be taken back
        return Act("leave_contact", step=DROP)
    if contact := read_contact(text):
        return Act("leave_contact", step=SEND, contact=contact)
    if label in _NOT_AT_ALL or (again and label == "deny"):
        return Act("leave_contact", step=DROP)
    if wish == WITHOUT or label in _WITHOUT:
        return Act("leave_contact", step=SEND)
    if label in _ELSEWHERE:
        return None
    asks = label is not None and (intent_of(label) == FAQ or (intent_of(label) == SMALLTALK and "?" in text))
    if asks:  # "what happens to my number?" is answered, and the contact asked for as if for the first time
        return Act("leave_contact", label, step=ASK)
    return Act("leave_contact", step=SEND if again else ASK_AGAIN)
