"""Dockerfile, compose.yaml and the manifests agree with the settings, with nginx.conf, and with one another."""

from __future__ import annotations

import fnmatch
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.server.composition import SPARE
from bot.settings import Settings
from tests.deploy.conftest import CONFIGURATION, ROOT
from tests.webhook.conftest import Server

DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
MANIFESTS = {one["kind"]: one for one in yaml.safe_load_all((DEPLOY / "kubernetes/bot.yaml").read_text("utf-8"))}
POD = MANIFESTS["Deployment"]["spec"]["template"]
[CONTAINER] = POD["spec"]["containers"]
BOTS = [service for service in COMPOSE["services"].values() if service.get("image") == "bpo-bot"]
IMAGE = dict(re.findall(r"(BPO_BOT_\w+)=(\S+)", DOCKERFILE))
UNIT = (DEPLOY / "systemd/bpo-bot@.service").read_text("utf-8")
PLACES = {"${POSTGRES_PASSWORD": "secret", "${PUBLIC_URL": "https://bot.example.com"}


def filled(value: str) -> str:
    """A value of compose.yaml with what its operator writes into .env."""
    return re.sub(r"\$\{(\w+)[^}]*\}", lambda found: PLACES["${" + found.group(1)], str(value))


@pytest.mark.parametrize(
    "given",
    [
        IMAGE,
        *({**IMAGE, **{name: filled(value) for name, value in bot["environment"].items()}} for bot in BOTS),
        {**IMAGE, **MANIFESTS["ConfigMap"]["data"]},
    ],
    ids=["image", "bot1", "bot2", "config map"],
)
def test_what_is_set_can_be_read_and_nothing_is_misspelt(given: dict[str, str]) -> None:
    known = {f"BPO_BOT_{name.upper()}" for name in Settings.__dataclass_fields__}
    assert given.keys() <= known
    settings = Settings.from_environment(given)
    assert settings.host == "0.0.0.0"  # noqa: S104  another container, or the node, asks
    assert settings.port == 5005


def test_the_unit_of_systemd_serves_at_the_port_of_its_name_and_is_watched_beside_it() -> None:
    [line] = re.findall(r"^Environment=(.*)$", UNIT, re.MULTILINE)
    settings = Settings.from_environment(dict(one.split("=") for one in line.replace("%i", "5006").split()))
    assert (settings.port, settings.metrics, settings.log_format) == (5006, ("127.0.0.1", 15006), "json")
    assert re.search(r"^ExecStart=\S+/python -m bot\.server --no-train$", UNIT, re.MULTILINE)
    [wait] = re.findall(r"^TimeoutStopSec=(\d+)$", UNIT, re.MULTILINE)
    assert int(wait) >= Settings().action_timeout + SPARE


def test_ports_are_those_that_the_bot_listens_on() -> None:
    kubernetes = Settings.from_environment({**IMAGE, **MANIFESTS["ConfigMap"]["data"]})
    assert kubernetes.metrics
    ports = {port["name"]: port["containerPort"] for port in CONTAINER["ports"]}
    assert ports == {"http": kubernetes.port, "metrics": kubernetes.metrics[1]}
    assert POD["metadata"]["annotations"]["prometheus.io/port"] == str(ports["metrics"])
    assert re.findall(r"^EXPOSE (\d+)", DOCKERFILE, re.MULTILINE) == [str(kubernetes.port)]
    health = re.search(r"HEALTHCHECK.*?http://127.0.0.1:(\d+)(/\w+)", DOCKERFILE, re.DOTALL)
    assert health and health.groups() == (str(kubernetes.port), "/readyz")
    for probe, path in (("startupProbe", "/healthz"), ("livenessProbe", "/healthz"), ("readinessProbe", "/readyz")):
        assert CONTAINER[probe]["httpGet"] == {"path": path, "port": "http"}


def test_the_metrics_are_published_to_nobody_but_the_monitoring() -> None:
    assert "9105" not in CONFIGURATION.read_text("utf-8")
    assert not any("ports" in bot for bot in BOTS), "only nginx is published"
    [public, inner] = MANIFESTS["NetworkPolicy"]["spec"]["ingress"]
    assert public["ports"] == [{"port": "http"}] and inner["ports"] == [{"port": "metrics"}]
    assert [port["name"] for port in MANIFESTS["Service"]["spec"]["ports"]] == ["http"]


def test_nginx_of_compose_reaches_the_servers_and_is_reached() -> None:
    written = CONFIGURATION.read_text("utf-8")
    servers = set(re.findall(r"^ +server (\w+):5005", written, re.MULTILINE))
    assert servers == {name for name, service in COMPOSE["services"].items() if service.get("image") == "bpo-bot"}
    nginx = COMPOSE["services"]["nginx"]
    inside = {port.split(":")[1] for port in nginx["ports"]}
    assert inside == set(re.findall(r"listen (\d+)", written))
    for volume in nginx["volumes"]:
        source, target = volume.split(":")[:2]
        assert target in ("/etc/nginx/nginx.conf", "/etc/nginx/tls")
        assert source == "./nginx/tls" or (DEPLOY / source).is_file()
    one_proxy = [bot["environment"]["BPO_BOT_PROXIES"] for bot in BOTS] + [
        MANIFESTS["ConfigMap"]["data"]["BPO_BOT_PROXIES"]
    ]
    assert set(one_proxy) == {"1"}


def test_nobody_is_stopped_before_a_turn_may_end() -> None:
    longest = Settings().action_timeout
    [wait] = {bot["stop_grace_period"] for bot in BOTS}
    assert int(wait.removesuffix("s")) > longest
    pause = int(CONTAINER["lifecycle"]["preStop"]["exec"]["command"][1])
    assert POD["spec"]["terminationGracePeriodSeconds"] > longest + pause


def test_everything_selects_the_pods_of_the_deployment() -> None:
    labels = POD["metadata"]["labels"]
    selectors = [
        MANIFESTS["Deployment"]["spec"]["selector"]["matchLabels"],
        MANIFESTS["Service"]["spec"]["selector"],
        MANIFESTS["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
        MANIFESTS["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"],
        POD["spec"]["topologySpreadConstraints"][0]["labelSelector"]["matchLabels"],
    ]
    assert all(selector == labels for selector in selectors)
    name = MANIFESTS["Deployment"]["metadata"]["name"]
    scaled = MANIFESTS["HorizontalPodAutoscaler"]["spec"]
    assert scaled["scaleTargetRef"]["name"] == name and scaled["minReplicas"] >= 2
    assert scaled["minReplicas"] > MANIFESTS["PodDisruptionBudget"]["spec"]["maxUnavailable"]
    [path] = MANIFESTS["Ingress"]["spec"]["rules"][0]["http"]["paths"]
    assert path["backend"]["service"]["name"] == MANIFESTS["Service"]["metadata"]["name"]
    read = {next(iter(source.values()))["name"] for source in CONTAINER["envFrom"]}
    assert MANIFESTS["ConfigMap"]["metadata"]["name"] in read


def test_a_server_that_stops_gets_the_time_that_its_last_turn_may_take() -> None:
    turn = Settings().action_timeout + SPARE
    [_, preparing] = CONTAINER["lifecycle"]["preStop"]["exec"]["command"]
    assert POD["spec"]["terminationGracePeriodSeconds"] >= int(preparing) + turn
    assert all(int(bot["stop_grace_period"].rstrip("s")) >= turn for bot in BOTS)
    assert MANIFESTS["Deployment"]["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0


def test_nobody_is_root_and_nothing_can_be_written_but_tmp_and_data() -> None:
    user = re.findall(r"^USER (\d+)", DOCKERFILE, re.MULTILINE)
    assert user == [str(POD["spec"]["securityContext"]["runAsUser"])] and int(user[0]) > 0
    assert CONTAINER["securityContext"]["readOnlyRootFilesystem"] and all(bot["read_only"] for bot in BOTS)
    assert {mount["mountPath"] for mount in CONTAINER["volumeMounts"]} == {"/tmp"}  # noqa: S108
    assert all(bot["tmpfs"] == ["/tmp"] for bot in BOTS)  # noqa: S108


def ignored(path: str) -> bool:
    """Whether .dockerignore keeps a path of the repository from the build."""
    verdict = False
    for line in (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").split():
        pattern = line.lstrip("!")
        if pattern == "*" or path == pattern or path.startswith(f"{pattern}/") or fnmatch.fnmatch(path, pattern):
            verdict = not line.startswith("!")
    return verdict


def test_what_the_image_is_given_is_enough_to_serve(tmp_path: Path, new_server: Callable[..., Server]) -> None:
    """The files that the Dockerfile copies, in a folder of their own, and the command that it runs."""
    app = tmp_path / "app"
    app.mkdir()
    copied = re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
    for *sources, target in (line.split() for line in copied):
        for source in sources:
            assert not ignored(source) and (ROOT / source).exists()
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, app / target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / source, app / target)
    [command] = re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    program: list[Any] = yaml.safe_load(command)
    assert program[:3] == [".venv/bin/python", "-m", "bot.server"]
    subprocess.run([sys.executable, "-m", "bot.model.train"], cwd=ROOT, check=True, timeout=600)
    models = (ROOT / Settings.from_environment().models).resolve()
    server = new_server(*program[3:], BPO_BOT_MODELS=str(models), BPO_BOT_CACHE=str(ROOT / ".cache"))
    server.home = app
    server.start()
