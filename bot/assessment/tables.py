"""The tables of the assessment: `tables/*.yml`, read on first use, checked against `tables/schema.json`."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "tables"


class TableError(Exception):
    """A table does not fit the schema; the message names file, place and fault, for all of them."""


@cache
def table(name: str) -> Any:
    """Return the content of `tables/<name>.yml`; raise `TableError` when it does not fit the schema."""
    import yaml  # here, so that importing the package stays cheap

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with open(FOLDER / f"{name}.yml", encoding="utf-8") as file:
        content = yaml.load(file, Loader=loader)  # noqa: S506  both are safe loaders
    if errors := problems(name, content):
        raise TableError("\n".join(errors))
    return content


def problems(name: str, content: Any) -> list[str]:
    """Say all that is wrong with a table: where the schema is not met, and which sources do not exist."""
    from jsonschema import Draft7Validator  # type: ignore[import-untyped, unused-ignore]

    schema = _schema()
    validator = Draft7Validator({"definitions": schema["definitions"], "$ref": f"#/definitions/{name}"})
    errors = [
        f"tables/{name}.yml, {'/'.join(map(str, error.absolute_path)) or 'top'}: {error.message[:200]}"
        for error in validator.iter_errors(content)
    ]
    if name != "sources":
        known = table("sources")
        errors += [
            f"tables/{name}.yml: source '{source}' is not in sources.yml; add it there or write 'judgment'"
            for source in _sources(content)
            if source not in known
        ]
    return errors


@cache
def source(name: str) -> dict[str, Any]:
    """Return a source as readers see it: title, url or document, year, reliability (A-C, J for judgment)."""
    row = table("sources")[name]
    shown = {"title": row["name"], "year": row["year"], "reliability": row["reliability"]}
    shown["document" if "document" in row else "url"] = row.get("document") or row["url"]
    return shown


@lru_cache(maxsize=1)
def _schema() -> Any:
    return json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))


def _sources(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [value for key, value in node.items() if key == "source" and isinstance(value, str)]
        return own + [name for value in node.values() for name in _sources(value)]
    if isinstance(node, list):
        return [name for value in node for name in _sources(value)]
    return []
