"""Slack's Web API on this machine, as far as the bot calls it: keeps what is posted, refuses what Slack would refuse."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from tests.slack.limits import faults

BOT_TOKEN, BOT_USER = "xoxb-one", "UBOT"
Failure = dict[str, Any]  # error, or status, or drop (the connection); after; posted: it happened all the same


class SlackApi:
    """Records calls; `failures` are answered first, one each, by method. A method's answer may take `seconds`."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.messages: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)  # by channel, ephemeral ones too
        self.failures: defaultdict[str, list[Failure]] = defaultdict(list)
        self.tokens = {BOT_TOKEN}
        self.sockets: list[str] = []
        self.seconds = 0.0
        self._lock, self._clock = threading.Lock(), 1_700_000_000.0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def posted(self, channel: str) -> list[dict[str, Any]]:
        """The messages of a channel or a user, in order."""
        with self._lock:
            return list(self.messages[channel])

    def made(self, method: str) -> list[dict[str, Any]]:
        """The arguments of a method's calls."""
        with self._lock:
            return [arguments for name, arguments in self.calls if name == method]

    def _ts(self) -> str:
        self._clock += 1
        return f"{self._clock:.6f}"

    def answer(self, method: str, given: dict[str, Any], token: str) -> tuple[int, dict[str, Any], dict[str, str]]:
        with self._lock:
            self.calls.append((method, given))
            failure = self.failures[method].pop(0) if self.failures[method] else None
        time.sleep(self.seconds)
        if failure and not failure.get("posted"):
            return self._failed(failure)
        if token not in self.tokens and method not in ("apps.connections.open", "oauth.v2.access"):
            return 200, {"ok": False, "error": "invalid_auth"}, {}
        with self._lock:
            done = self._do(method, given)
        if failure and failure.get("drop"):
            return 0, {}, {}
        return self._failed(failure) if failure else (200, done, {})

    @staticmethod
    def _failed(failure: Failure) -> tuple[int, dict[str, Any], dict[str, str]]:
        headers = {"Retry-After": str(failure["after"])} if "after" in failure else {}
        status = failure.get("status", 429 if failure.get("error") == "ratelimited" else 200)
        return status, {"ok": False, "error": failure.get("error", "internal_error")}, headers

    def _do(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        if method in ("chat.postMessage", "chat.postEphemeral"):
            return self._post(method, given)
        if method == "chat.update":
            for one in self.messages[given["channel"]]:
                if one["ts"] == given["ts"]:
                    one |= {"text": given["text"], "blocks": given["blocks"], "updated": True}
                    return {"ok": True, "ts": given["ts"]}
            return {"ok": False, "error": "message_not_found"}
        if method in ("conversations.replies", "conversations.history"):
            thread = given.get("ts")
            found = [m for m in self.messages[given["channel"]] if m.get("thread_ts") == thread]
            return {"ok": True, "messages": [m for m in found if not m.get("user_only")]}
        if method == "conversations.open":
            return {"ok": True, "channel": {"id": given["users"]}}
        if method in ("views.open", "views.publish"):
            view = json.loads(given["view"]) if isinstance(given["view"], str) else given["view"]
            wrong = faults(view["blocks"], view["type"])
            return {"ok": not wrong, "error": "invalid_arguments", "why": wrong, "view": {**view, "id": "V1"}}
        if method == "apps.connections.open":
            return {"ok": True, "url": self.sockets[-1]}
        if method == "oauth.v2.access":
            code = given["code"]
            self.tokens.add(f"xoxb-{code}")
            team = {"id": f"T{code}", "name": code}
            user = {"id": "UINSTALLER"}
            return {"ok": True, "app_id": "A1", "authed_user": user, "scope": "chat:write", "token_type": "bot"} | {
                "access_token": f"xoxb-{code}", "bot_user_id": BOT_USER, "team": team, "enterprise": None,
                "is_enterprise_install": False,
            }  # fmt: skip
        if method == "auth.test":
            return {"ok": True, "bot_id": "B1", "user_id": BOT_USER, "team_id": "T1", "url": "https://one.example/"}
        return {"ok": True}

    def _post(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        wrong = faults(given["blocks"]) if "blocks" in given else []
        if wrong or len(given["text"]) > 40_000:
            return {"ok": False, "error": "invalid_blocks", "why": wrong}
        ts = self._ts()
        kept = {name: given[name] for name in ("channel", "text", "blocks", "thread_ts", "metadata") if name in given}
        only = {"user_only": given["user"]} if method == "chat.postEphemeral" else {}
        self.messages[given["channel"]].append({**kept, "ts": ts, **only})
        return {"ok": True, "ts": ts, "channel": given["channel"]}

    def respond(self, name: str, given: dict[str, Any]) -> tuple[int, str]:
        """What a response_url does."""
        with self._lock:
            self.calls.append((f"respond {name}", given))
            failure = self.failures["respond"].pop(0) if self.failures["respond"] else None
            if failure:
                return failure["status"], failure.get("error", "")
            wrong = faults(given["blocks"]) if "blocks" in given else []
            if wrong:
                return 500, "invalid_blocks"
            self.messages[name].append({**given, "channel": name, "ts": self._ts(), "user_only": name})
            return 200, "ok"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                place, _, query = self.path.partition("?")
                given = {name: values[0] for name, values in parse_qs(query).items()}
                self._answer(place.strip("/").split("/")[-1], given)

            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
                if "json" in self.headers.get("Content-Type", ""):
                    given = json.loads(raw or "{}")
                else:
                    given = {name: values[0] for name, values in parse_qs(raw).items()}
                path, _, query = self.path.partition("?")
                given |= {name: values[0] for name, values in parse_qs(query).items()}
                place = path.strip("/").split("/")
                if place[0] == "respond":
                    status, text = api.respond(place[1], given)
                    self._send(status, text.encode(), {"Content-Type": "text/plain"})
                    return
                self._answer(place[-1], given)

            def _answer(self, method: str, given: dict[str, Any]) -> None:
                token = self.headers.get("Authorization", "").removeprefix("Bearer ")
                status, body, headers = api.answer(method, given, token)
                if not status:
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                self._send(status, json.dumps(body).encode(), {"Content-Type": "application/json", **headers})

            def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        return Handler
