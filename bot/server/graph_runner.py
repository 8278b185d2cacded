"""Runs a model's graph node by node; Rasa has dask plan every run anew, which costs as much as an encoder."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphNodeHook, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage


class PlainGraphRunner(GraphRunner):
    """The nodes of a loaded model, each run once its parents have, in one thread."""

    def __init__(self, loaded: DaskGraphRunner) -> None:
        self._schema: GraphSchema = loaded._graph_schema
        self._nodes = loaded._instantiated_nodes

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> "PlainGraphRunner":
        """Instantiate the nodes as Rasa's runner does."""
        return cls(DaskGraphRunner.create(graph_schema, model_storage, execution_context, hooks))

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """The outputs of the targets, by their names; `inputs` are nodes that are done already."""
        done = {name: (name, value) for name, value in (inputs or {}).items()}

        def output(name: str) -> Any:
            if name in self._nodes and name not in done:
                parents = [output(parent) for parent in self._schema.nodes[name].needs.values()]
                done[name] = self._nodes[name](*parents)
            return done.get(name, name)  # a node says itself what it misses

        return dict(output(name) for name in targets or self._schema.target_names)
