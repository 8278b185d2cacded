"""The tables are whole: valid, sourced, and in step with one another."""

from pathlib import Path
from typing import Any

import pytest

import bot.assessment
from bot.assessment.tables import problems, table

FOLDER = Path(bot.assessment.__file__).parent / "tables"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yml"))
MODELS = ("inbound", "outbound", "backoffice")


@pytest.mark.parametrize("name", NAMES)
def test_a_table_fits_its_schema_and_names_known_sources(name: str) -> None:
    assert problems(name, table(name)) == []


@pytest.mark.parametrize("name", [*MODELS, "location"])
def test_weights_add_up_to_one(name: str) -> None:
    assert sum(row["weight"] for row in table(name)["criteria"].values()) == pytest.approx(1)


@pytest.mark.parametrize("name", MODELS)
def test_every_answer_a_visitor_can_give_has_its_fits(name: str) -> None:
    answers, criteria = table("answers"), table(name)["criteria"]
    for key in ("setup", "priority", "complexity", "data", "continuity"):
        if key in criteria:
            assert set(answers[key]["values"]) <= set(criteria[key]["values"]), key


def test_a_broken_table_names_the_place() -> None:
    broken: dict[str, Any] = {**table("inbound"), "families": "inbound"}
    assert any("tables/inbound.yml, families" in problem for problem in problems("inbound", broken))


def test_an_unknown_source_is_named() -> None:
    broken = [{**table("bonuses")[0], "source": "hearsay"}]
    assert any("'hearsay' is not in sources.yml" in problem for problem in problems("bonuses", broken))


def test_every_source_is_used() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.yml"))
    unused = [name for name in table("sources") if f"source: {name}" not in text]
    assert unused == []


def test_no_sentence_for_visitors_shouts_or_is_british() -> None:
    names = [name for name in NAMES if name != "sources"]
    text = "\n".join((FOLDER / f"{name}.yml").read_text(encoding="utf-8") for name in names)
    assert "!" not in text and "centre" not in text and "judgement" not in text
