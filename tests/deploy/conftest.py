"""The checked-in nginx in front of real servers on one PostgreSQL."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.services import lacking
from tests.webhook.conftest import Postgres, Server, free_port, new_server, postgres, postgres_programs

__all__ = ["new_server", "postgres"]

ROOT = Path(__file__).parents[2]
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"
CONFIGURATION = ROOT / "deploy/nginx/nginx.conf"


class Nginx:
    """nginx with the checked-in configuration, of which only places on this machine are others; over TLS."""

    def __init__(self, folder: Path, servers: list[Server], rate: str) -> None:
        self.folder, self.tls = folder, folder / "tls"
        self.port, plain = free_port(), free_port()
        self.url, self.plain = f"https://localhost:{self.port}", f"http://localhost:{plain}"
        self.log = folder / "access.log"
        places = {
            "listen 8080": f"listen 127.0.0.1:{plain}",
            "listen 8443": f"listen 127.0.0.1:{self.port}",
            "rate=20r/s": f"rate={rate}",
            "/etc/nginx/tls": str(self.tls),
            "/tmp/nginx": f"{folder}/nginx",  # noqa: S108
            "/dev/stdout": str(self.log),
        }
        written = CONFIGURATION.read_text("utf-8")
        written = "\n".join(line for line in written.splitlines() if "listen [::]" not in line)
        listed = re.findall(r"^ +server bot\d:5005.*$", written, re.MULTILINE)
        places["\n".join(listed)] = "\n".join(
            listed[0].replace("bot1:5005", f"127.0.0.1:{server.port}") for server in servers
        )
        for place, here in places.items():
            assert place in written, f"nginx.conf no longer names {place}"
            written = written.replace(place, here)
        self.configuration = folder / "nginx.conf"
        self.configuration.write_text(written)
        self._certify()
        self.process: subprocess.Popen[bytes] | None = None

    def _certify(self) -> None:
        """As docs/operations.md says, for a name of this machine."""
        self.tls.mkdir()
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=localhost"]
        command += ["-addext", "subjectAltName=DNS:localhost"]
        command += ["-keyout", str(self.tls / "tls.key"), "-out", str(self.tls / "tls.crt")]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        self.certificate = str(self.tls / "tls.crt")

    def checked(self) -> str:
        """What `nginx -t` says of the configuration."""
        command = [NGINX, "-t", "-q", "-p", str(self.folder), "-c", str(self.configuration)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30)
        return done.stderr if done.returncode else ""

    def start(self) -> Nginx:
        command = [NGINX, "-p", str(self.folder), "-c", str(self.configuration), "-g", "daemon off;"]
        self.process = subprocess.Popen(command, stderr=(self.folder / "error.log").open("wb"))
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                if self.get("/healthz").ok:
                    return self
            except requests.ConnectionError:
                pass
            assert self.process.poll() is None, (self.folder / "error.log").read_text()
            time.sleep(0.1)
        raise AssertionError("nginx did not start")

    def get(self, path: str, **more: Any) -> requests.Response:
        return requests.get(self.url + path, verify=self.certificate, timeout=30, **more)

    def post(self, body: Any, **more: Any) -> requests.Response:
        url = f"{self.url}/webhooks/rest/webhook"
        return requests.post(url, json=body, verify=self.certificate, timeout=60, **more)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(10)


class Site:
    """Servers and nginx in front of them, on a database of their own."""

    def __init__(self, folder: Path, database: Postgres, servers: int, rate: str, **environment: str) -> None:
        self.database = database
        given = {"BPO_BOT_DATABASE_URL": database.url, "BPO_BOT_PROXIES": "1", **environment}
        self.servers = [Server(folder, **given) for _ in range(servers)]
        self.nginx = Nginx(folder, self.servers, rate)

    def start(self) -> Site:
        with ThreadPoolExecutor() as pool:
            list(pool.map(Server.start, self.servers))
        self.nginx.start()
        return self

    def stop(self) -> None:
        self.nginx.stop()
        for server in self.servers:
            if server.process and server.process.poll() is None:
                server.stop()


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Site]]:
    """Makes sites, with settings of their servers, and `rate` of requests that nginx lets an address make.

    Without the programs a visible skip, in CI a failure.
    """
    initdb = postgres_programs()
    missing = [program for program in (NGINX, "openssl", str(initdb or "initdb")) if not shutil.which(program)]
    if missing or not initdb:
        lacking(f"no {' and no '.join(missing)}")
    with ExitStack() as made:

        def make(servers: int = 2, rate: str = "20r/s", **environment: str) -> Site:
            database = Postgres(initdb.parent, free_port())
            made.callback(database.remove)
            site = Site(tmp_path_factory.mktemp("site"), database, servers, rate, **environment)
            made.callback(site.stop)
            return site.start()

        yield make


@pytest.fixture(scope="module")
def site(sites: Callable[..., Site]) -> Site:
    """The site that most tests of a module share, in their order."""
    return sites()
