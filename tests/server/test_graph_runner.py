"""The plain runner gives what Rasa's gives, from the same nodes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner

from bot.server.graph_runner import PlainGraphRunner

RUNS: list[str] = []


class Step(GraphComponent):
    """Joins what it gets."""

    def __init__(self, name: str) -> None:
        self.name = name

    @classmethod
    def create(cls, config: dict[str, Any], **_: Any) -> Step:
        return cls(config["name"])

    def join(self, one: str = "", two: str = "") -> str:
        RUNS.append(self.name)
        return f"{self.name}({one}{two})"


def node(name: str, **needs: str) -> SchemaNode:
    return SchemaNode(needs, Step, "create", "join", {"name": name}, eager=True)


SCHEMA = GraphSchema(
    {
        "a": node("a", one="__message__"),
        "b": node("b", one="a"),
        "c": node("c", one="a", two="b"),
        "unused": node("unused", one="__message__"),
    }
)
GIVEN = (SCHEMA, SimpleNamespace(), ExecutionContext(SCHEMA))


@pytest.mark.parametrize("targets", [["c"], ["a", "c"], ["b"]])
def test_it_gives_what_rasas_runner_gives(targets: list[str]) -> None:
    inputs = {"__message__": "hi"}
    expected = DaskGraphRunner.create(*GIVEN).run(inputs, targets)
    assert PlainGraphRunner.create(*GIVEN).run(inputs, targets) == expected


def test_every_node_runs_once_and_only_where_it_is_needed() -> None:
    RUNS.clear()
    PlainGraphRunner.create(*GIVEN).run({"__message__": "hi"}, ["c"])
    assert RUNS == ["a", "b", "c"]


def test_a_missing_input_is_an_error() -> None:
    with pytest.raises(GraphRunError):
        PlainGraphRunner.create(*GIVEN).run({}, ["c"])
