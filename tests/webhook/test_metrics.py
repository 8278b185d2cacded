"""A running server tells Prometheus how it does, at an address of its own; dashboard and alerts ask for what there is."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import promql_parser as promql
import pytest
import requests
import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests.receivers import Hook, owner, until
from tests.webhook.test_handoff import ADDRESS, WRITTEN

ROOT = Path(__file__).parents[2]
DASHBOARD = json.loads((ROOT / "deploy/grafana/dashboard.json").read_text("utf-8"))
ALERTS = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text("utf-8"))
QUERIES = {panel["title"]: [target["expr"] for target in panel["targets"]] for panel in DASHBOARD["panels"]}
QUERIES |= {rule["alert"]: [rule["expr"]] for group in ALERTS["groups"] for rule in group["rules"]}
OF_PROMETHEUS = {"job", "instance", "le"}  # labels that no target has to give itself


class Samples(dict[tuple[str, frozenset[tuple[str, str]]], float]):
    """What a server says, by name and labels."""

    def value(self, name: str, **labels: str) -> float:
        return self.get((f"bpo_bot_{name}", frozenset(labels.items())), 0.0)

    def labels(self) -> dict[str, set[str]]:
        """The labels of each name."""
        found: dict[str, set[str]] = {"up": set()}
        for name, labels in self:
            found.setdefault(name, set()).update(label for label, _ in labels)
        return found


def asked(url: str) -> tuple[Samples, str]:
    with urlopen(f"http://{url}/metrics", timeout=20) as response:
        written = response.read().decode()
    families = text_string_to_metric_families(written)
    samples = [sample for family in families for sample in family.samples]
    return Samples({(one.name, frozenset(one.labels.items())): one.value for one in samples}), written


@pytest.fixture
def hook() -> Iterator[Hook]:
    receiver = Hook()
    yield receiver
    receiver.close()


def test_a_server_tells_how_it_does_and_dashboard_and_alerts_ask_for_nothing_else(
    new_server: Callable[..., Any], postgres: Any, talk_to: Callable[[str], Any], hook: Hook, tmp_path: Path
) -> None:
    from tests.webhook.conftest import free_port

    place = f"127.0.0.1:{free_port()}"
    settings = {"BPO_BOT_OWNER": owner(tmp_path, hook.url), "BPO_BOT_HANDOFF_SECRET": WRITTEN}
    server = new_server(BPO_BOT_METRICS=place, BPO_BOT_DATABASE_URL=postgres.url, **settings).start()
    visitor = talk_to(server.url)
    visitor.say("what is kpo")
    visitor.say("my secret is zxqv")
    unclear = visitor.kinds[0]
    hook.failures = [500]
    visitor.say("talk to a person")
    visitor.say(ADDRESS)
    assert visitor.send("").status_code == 400
    until(lambda: hook.tried >= 1)
    before, _ = asked(place)
    assert before.value("turns_total", channel="rest", outcome="answer") == 1
    assert before.value("turns_total", channel="rest", outcome=unclear) >= 1
    assert before.value("turns_total", channel="rest", outcome="handoff") == 2
    assert before.value("understood_total", intent="faq") == 1
    assert before.value("turn_seconds_count", channel="rest") == before.value("answer_seconds_count", channel="rest")
    assert before.value("responses_total", method="POST", route="/webhooks/rest/webhook", status="200") == 4
    assert before.value("responses_total", method="POST", route="/webhooks/rest/webhook", status="400") == 1
    assert (
        before.value("undelivered", queue="handoffs", state="waiting") == 1
        and before.value("undelivered_oldest_seconds", queue="handoffs", state="waiting") > 0
    )
    assert before.value("inbox_waiting") == 0 and before.value("store_up") == 1
    model = requests.get(f"{server.url}/readyz", timeout=10).json()["model"]
    assert before.value("model_info", model=model) == 1
    until(lambda: asked(place)[0].value("deliveries_total", queue="handoffs", outcome="delivered") == 1)
    assert requests.get(f"{server.url}/metrics", timeout=10).status_code == 404, "not at the visitors' address"

    postgres.stop("fast")
    assert visitor.send("what is bpo").status_code == 503
    away, written = asked(place)
    assert away.value("store_up") == 0 and ("bpo_bot_inbox_waiting", frozenset()) not in away
    assert away.value("errors_total", what="storing", error="OperationalError") >= 1
    assert away.value("deliveries_total", queue="handoffs", outcome="tried") == 2
    postgres.start()
    there_are = Samples({**before, **away}).labels()
    for asking, queries in QUERIES.items():
        for query in queries:
            for name, labels in selected(query):
                assert name in there_are, f"{asking}: no metric {name}"
                assert labels <= there_are[name] | OF_PROMETHEUS, f"{asking}: {name} has no {labels - there_are[name]}"
    for secret in (visitor.sender, ADDRESS, "zxqv", "127.0.0.1"):
        assert secret not in written
    assert server.stop() == 0


def test_nobody_is_told_unless_it_is_wished(server: Any) -> None:
    assert requests.get(f"{server.url}/metrics", timeout=10).status_code == 404


def test_an_address_that_is_taken_ends_the_server(new_server: Callable[..., Any], server: Any) -> None:
    second = new_server(BPO_BOT_METRICS=f"127.0.0.1:{server.port}")
    ended = subprocess.run(
        [sys.executable, "-m", "bot.server"], cwd=ROOT, env=second.environment, capture_output=True, timeout=120
    )
    assert ended.returncode != 0 and b"BPO_BOT_METRICS" in ended.stderr


def selected(query: str) -> Iterator[tuple[str, set[str]]]:
    """The metrics of a query with the labels that are asked of each."""
    # Grafana's variables, which stand where PromQL wants a time.
    yield from walked(promql.parse(query.replace("$__rate_interval", "5m")), set())


def walked(node: Any, grouped: set[str]) -> Iterator[tuple[str, set[str]]]:
    if isinstance(node, promql.VectorSelector):
        yield node.name, grouped | {matcher.name for matcher in node.matchers.matchers}
    elif isinstance(node, promql.MatrixSelector):
        yield from walked(node.vector_selector, grouped)
    elif isinstance(node, promql.AggregateExpr):
        yield from walked(node.expr, grouped | set(node.modifier.labels if node.modifier else ()))
    elif isinstance(node, promql.Call):
        for argument in node.args:
            yield from walked(argument, grouped)
    elif isinstance(node, promql.BinaryExpr):
        yield from walked(node.lhs, grouped)
        yield from walked(node.rhs, grouped)
    else:
        assert isinstance(node, promql.NumberLiteral), f"{type(node)} is not looked into"


def test_a_query_that_asks_for_what_there_is_not_is_found() -> None:
    query = 'sum by (kind) (rate(bpo_bot_turns_total{job="a"}[$__rate_interval])) / max(nothing) > 0.02'
    assert list(selected(query)) == [("bpo_bot_turns_total", {"kind", "job"}), ("nothing", set())]
