"""Bots as servers of their own, with what they spend."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import requests

START = 600.0  # seconds
SECONDS = 120.0  # that an answer may take
Launch = tuple[Sequence[str], Mapping[str, str]]  # a command, and variables of its environment


class BenchmarkError(RuntimeError):
    """A bot could not be trained or served, or did not answer; the message says what happened."""


@dataclass
class Served:
    """A bot that is being served: the addresses of its servers, and all its processes."""

    urls: Sequence[str]
    processes: Sequence["subprocess.Popen[bytes]"]

    def say(self, sender: str, text: str, server: int = 0) -> float:
        """Send a message; the seconds until its reply. Raises BenchmarkError when it is not answered."""
        begun = time.perf_counter()
        url = f"{self.urls[server % len(self.urls)]}/webhooks/rest/webhook"
        response = requests.post(url, json={"sender": sender, "message": text}, timeout=SECONDS)
        if not (response.ok and response.json()):
            raise BenchmarkError(f"{url} answered {text!r} with {response.status_code} {response.text[:200]}")
        return time.perf_counter() - begun

    def cpu(self) -> float:
        """CPU milliseconds spent so far."""
        return sum(cpu_milliseconds(process.pid) for process in self.processes)

    def memory(self) -> float:
        """Resident megabytes."""
        status = [Path(f"/proc/{process.pid}/status").read_text() for process in self.processes]
        return round(sum(int(text.split("VmRSS:")[1].split()[0]) for text in status) / 1024)


def cpu_milliseconds(pid: int) -> float:
    """What a process has spent in user and system mode, to the microsecond: its clock, as Linux numbers it."""
    return time.clock_gettime((~pid << 3) | 2) * 1000


@contextmanager
def serving(launches: Sequence[Launch], folder: Path, urls: Sequence[str], ready: str) -> Iterator[Served]:
    """Run the processes of a bot in a folder until the block ends; raises BenchmarkError when it does not get ready."""
    with ExitStack() as stack:
        log = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "server.log"
        out = stack.enter_context(log.open("wb"))
        processes = []
        for command, variables in launches:
            process = subprocess.Popen(command, cwd=folder, env={**os.environ, **variables}, stdout=out, stderr=out)
            stack.callback(process.wait, 30)
            stack.callback(process.terminate)
            processes.append(process)
        deadline = time.monotonic() + START
        while not all(_answers(url + ready) for url in urls):
            if time.monotonic() > deadline or any(process.poll() is not None for process in processes):
                raise BenchmarkError(f"a server did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")
            time.sleep(0.5)
        yield Served(urls, processes)


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve_ours(
    database: str, home: Path | None = None, servers: int = 1, variables: Mapping[str, str] = MappingProxyType({})
) -> AbstractContextManager[Served]:
    """Servers of our own bot with its current model, on a database, from a folder of sources (this one)."""
    home = home or Path.cwd()
    ports = [free_port() for _ in range(servers)]
    more = {
        "BPO_BOT_DATABASE_URL": database,
        "BPO_BOT_CLIENT_RATE": "999999/minute",
        "BPO_BOT_CONVERSATION_RATE": "999999/minute",
    }
    command = [sys.executable, "-m", "bot.server", "--no-train"]
    launches = [(command, {**more, **variables, "BPO_BOT_PORT": str(port)}) for port in ports]
    return serving(launches, home, [f"http://127.0.0.1:{port}" for port in ports], "/readyz")
