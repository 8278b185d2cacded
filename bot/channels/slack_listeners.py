"""What the bot does on Slack's events, commands and interactions: all of it is kept before Slack is told that it arrived."""

import asyncio
import logging
import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.message import MAX_MESSAGE, mend
from bot.channels.slack_desk import CLICK, Desk, reason
from bot.slack import heard as hearing
from bot.slack.calls import note, say, update, whisper
from bot.slack.chosen import choice, chosen, judged
from bot.slack.form import FORM_SENT, REASON_SENT, answers, form, place_of, reason_form, reason_of, spoken
from bot.slack.heard import Heard
from bot.slack.home import ASSESS, CHAT, PROMPTS, assess_body, help_body, home, topics_body
from bot.slack.kit import FEEDBACK, FORM, LINKS, SAY, STEER, button, row
from bot.slack.place import Place
from bot.storage import Opinion

logger = logging.getLogger(__name__)

THANKS = "Thank you, noted."
IN_DIRECT = "I've written to you in our direct messages."
TOO_LATE = "Slack gave me no time to open the form. Please try again."
GONE = "I can't find that answer any more, so your opinion was not kept."
STATUS = "is looking it up"

Body = dict[str, Any]


class Listeners:
    """Bolt's listeners. Whatever is not ours is acknowledged, or Slack would send it again."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def register(self, app: AsyncApp) -> None:
        """Tell Bolt who listens to what; the first that matches does."""
        app.event("app_mention")(self.mentioned)
        app.event("message")(self.messaged)
        app.event("app_home_opened")(self.opened)
        app.event("app_uninstalled")(self.removed)
        app.event("tokens_revoked")(self.removed)
        app.command("/bpo")(self.commanded)
        app.shortcut("ask_about")(self.pointed)
        app.action(re.compile(rf"^(?:{SAY}|{STEER}):"))(self.chose)
        app.action(re.compile(rf"^{CHAT}:"))(self.chatted)
        app.action(FORM)(self.wants_form)
        app.action(FEEDBACK)(self.judged)
        app.view(FORM_SENT)(self.sent_form)
        app.view(REASON_SENT)(self.sent_reason)
        anything = re.compile("")
        app.action(re.compile(f"^{LINKS}:"))(acknowledged)
        for others in (app.event, app.action, app.shortcut, app.view, app.view_closed, app.options):
            others(anything)(acknowledged)

    async def mentioned(self, body: Body) -> None:
        """Somebody wrote the bot's name in a channel."""
        if said := hearing.mention(body):
            await self._desk.hear(said)

    async def messaged(self, body: Body, client: AsyncWebClient) -> None:
        """Somebody wrote a direct message, or in a thread that the bot is in."""
        said = hearing.message(body)
        if said is None:
            return
        if not said.place.direct and not await self._desk.knows(said.place.conversation):
            return
        if said.place.direct:
            channel, thread = said.place.channel, said.place.thread or said.id
            self._desk.beside(client.assistant_threads_setStatus(channel_id=channel, thread_ts=thread, status=STATUS))
        await self._desk.hear(said)

    async def opened(self, body: Body, client: AsyncWebClient) -> None:
        """Somebody opened the bot's home, or its direct messages."""
        event, team = body["event"], body["team_id"]
        if event.get("tab") == "messages":
            prompts = [{"title": prompt, "message": prompt} for prompt in PROMPTS]
            self._desk.beside(
                client.assistant_threads_setSuggestedPrompts(channel_id=event["channel"], prompts=prompts)
            )
        else:
            self._desk.beside(self._show_home(client, Place(team, event["user"], event["user"])))

    async def _show_home(self, client: AsyncWebClient, place: Place) -> None:
        state = await self._desk.assessment(place.conversation)
        interview, finished = state or (None, False)
        await client.views_publish(user_id=place.user, view=home(self._desk.topics, interview, finished))

    async def removed(self, body: Body) -> None:
        """The app was removed from a workspace, or its token revoked."""
        event = body["event"]
        if event["type"] == "app_uninstalled" or (event.get("tokens") or {}).get("bot"):
            await self._desk.workspaces.forget(body.get("team_id"), body.get("enterprise_id"))

    async def commanded(self, ack: AsyncAck, body: Body) -> None:
        """Somebody said `/bpo ...`."""
        place, word, text = hearing.command(body)
        own = {"topics": lambda: topics_body(self._desk.topics), "help": help_body, "assess": assess_body}
        if word in own:
            await ack(own[word]())
            return
        if word == "ask":
            if not text:
                await ack(help_body())
                return
            await self._desk.hear(Heard(place, f"command {body['trigger_id']}", text))
            await ack()
            return
        wish = {"human": "Talk to a person", "reset": "Forget me"}[word]
        there = place if place.direct else place.to_direct()
        await self._desk.hear(Heard(there, f"command {body['trigger_id']}", wish))
        await (ack() if place.direct else ack(IN_DIRECT))

    async def pointed(self, ack: AsyncAck, body: Body) -> None:
        """Somebody asks about a message, by the shortcut."""
        said = hearing.pointed(body)
        if said.text:
            await self._desk.hear(said)
        else:
            await self._desk.put(said.place, say(said.place, note("There is no text in that message.")))
        await ack()

    async def chose(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """Somebody used a quick reply."""
        place, (title, text) = hearing.clicked(body), choice(action)
        message = body["container"].get("message_ts")
        if message is None:  # on the home, where it may be used again
            await self._desk.hear(Heard(place, f"home {body['trigger_id']}", text))
        elif await self._desk.hear(Heard(place, f"{CLICK}{message}", text)):
            await self._desk.put(place, update(place, message, chosen(body.get("message") or {}, title, place)))
        await ack()

    async def chatted(self, ack: AsyncAck, body: Body, action: Body) -> None:
        """Somebody wants something in the direct messages."""
        place = hearing.clicked(body)
        await self._desk.hear(Heard(place.to_direct(), f"chat {body['trigger_id']}", action.get("value") or ASSESS))
        if place.private:
            await self._desk.put(place, say(place, note(IN_DIRECT)))
        await ack()

    async def wants_form(self, ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        """Somebody wants all questions at once."""
        await ack()
        self._desk.beside(self._open_form(body, client))  # Slack hears at once, however slow it is itself

    async def _open_form(self, body: Body, client: AsyncWebClient) -> None:
        place = hearing.clicked(body)
        there = place.to_direct() if place.private else place
        try:
            await client.views_open(trigger_id=body["trigger_id"], view=form(there))
        except (TimeoutError, SlackApiError, OSError) as error:
            logger.warning("a form was not opened: %s", reason(error))
            again = note(TOO_LATE, row("ways", [button("Open the form", FORM, value=FORM)]))
            await self._desk.put(place, whisper(place, again, body.get("response_url")))

    async def sent_form(self, ack: AsyncAck, body: Body, view: Body) -> None:
        """Somebody answered all questions at once."""
        profile, wrong = await asyncio.to_thread(answers, view, self._desk.read)
        if wrong:
            await ack(response_action="errors", errors=wrong)
            return
        text = spoken(profile)[:MAX_MESSAGE]
        await self._desk.hear(Heard(place_of(view), f"form {view['id']}", text), answers=profile)
        await ack()

    async def judged(self, ack: AsyncAck, body: Body, action: Body, client: AsyncWebClient) -> None:
        """Somebody says whether an answer helped; who says no is asked why."""
        helpful, number, conversation = judged(action)
        place = hearing.clicked(body)
        kept = await self._desk.judge(conversation, Opinion(number, helpful))
        await self._desk.put(
            place, whisper(place, note(THANKS if kept else GONE), body.get("response_url")), conversation
        )
        await ack()
        if kept and not helpful:
            view = reason_form(number, conversation)
            self._desk.beside(client.views_open(trigger_id=body["trigger_id"], view=view))

    async def sent_reason(self, ack: AsyncAck, view: Body) -> None:
        """Somebody says why an answer did not help."""
        number, conversation, text = reason_of(view)
        if await self._desk.judge(conversation, Opinion(number, False, mend(text) or None)):
            await ack()
        else:
            await ack(response_action="errors", errors={"reason": GONE})


async def acknowledged(ack: AsyncAck) -> None:
    """Nothing to do, and Slack need not send it again."""
    await ack()
