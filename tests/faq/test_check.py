"""`check` reports all files and all mistakes at once, and what is wrong between files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.faq.check import check, notes

Document = dict[str, Any]


def card(document: Document) -> Document:
    return document["nlu"][0]["metadata"]  # type: ignore[no-any-return]


def test_entries_without_a_mistake_have_no_problem(folder: Any) -> None:
    assert check(folder.data) == []


def test_ten_mistakes_in_one_file_are_all_reported_and_nothing_else(folder: Any) -> None:
    document = folder.document()
    document["nlu"][0]["intent"] = "faq/frist"
    document["nlu"][0]["examples"] += "plainly without a dash\n"
    document["responses"]["utter_faq/first"][1]["text"] = "It is so in 60% of cases!"
    card(document).pop("topic")
    card(document)["sources"][0].pop("year")
    changes = {"autor": "me", "reviewed": "last week", "related": ["third"], "test_questions": ["only one"]}
    card(document).update(changes)
    folder.write("faq", "first", document)
    found = folder.problems()
    expected = (
        "write faq/first",
        "has no dash in front",
        "has an exclamation mark",
        "has the figure 60",
        "lacks topic",
        "lacks its year",
        "unknown key autor",
        "reviewed is last week",
        "related names third",
        "has 1 test questions",
    )
    assert [said for said in expected if not any(said in problem for problem in found)] == []
    assert len(found) == len(expected) == 10, found


def test_the_mistakes_of_all_files_are_reported_at_once(folder: Any) -> None:
    folder.write_text("faq", "first", "a: [b")
    folder.write("unwritten", "third", {"nlu": []})
    folder.write_facts({"id": "F1"})
    assert folder.problems("first") and folder.problems("third") and folder.problems("second")
    assert any("facts.yml: the fact F1: lacks statement" in problem for problem in check(folder.data))


def test_one_file_may_be_checked_with_what_it_shares_with_others(folder: Any) -> None:
    first, second = folder.document(), folder.document("faq", "second")
    first["nlu"][0]["examples"] += "- say second number 4\n"
    card(second).pop("topic")
    folder.write("faq", "second", second)
    path = folder.write("faq", "first", first)
    [problem] = check(folder.data, [path])
    assert "also stands in" in problem and len(check(folder.data)) == 2


@pytest.mark.parametrize(
    "text", ["", "just words", "- a\n- list\n", "nlu: 3\n", "nlu:\n  - words\n", "nlu: []\n"], ids=repr
)
def test_a_file_of_another_shape_is_reported_and_the_others_are_still_checked(folder: Any, text: str) -> None:
    folder.write_text("faq", "first", text)
    document = folder.document("faq", "second")
    card(document).pop("topic")
    folder.write("faq", "second", document)
    assert folder.problems()
    assert any("metadata lacks topic" in problem for problem in folder.problems("second"))


def test_what_is_not_yaml_is_reported_with_a_hint(folder: Any) -> None:
    folder.write_text("faq", "first", "nlu: {title: What is BPO?")
    assert any("not YAML" in problem and "double quotes" in problem for problem in folder.problems())


def test_a_file_in_another_encoding_is_reported(folder: Any) -> None:
    folder.write_text("faq", "first", "version: 'caf\xe9'".encode("latin-1"))
    assert folder.problems()


def test_a_date_that_does_not_exist_is_reported(folder: Any) -> None:
    folder.write_text("faq", "first", "nlu:\n  - metadata:\n      reviewed: 2026-02-30\n")
    assert any("not YAML" in problem for problem in folder.problems())


def test_a_file_that_cannot_be_read_is_not_reported_by_those_that_name_it(folder: Any) -> None:
    folder.write_text("faq", "first", "nlu: [")
    assert folder.problems() and not folder.problems("second")


def test_a_title_may_be_one_of_its_own_examples(folder: Any) -> None:
    document = folder.document()
    document["nlu"][0]["examples"] += "- what is first\n"
    folder.write("faq", "first", document)
    assert check(folder.data) == []


def test_a_title_may_not_be_an_example_of_another_entry(folder: Any) -> None:
    document = folder.document()
    document["nlu"][0]["examples"] += "- what is second\n"
    folder.write("faq", "first", document)
    assert any("(the title)" in problem for problem in folder.problems("second"))


@pytest.mark.parametrize("place", ["faq/fourth.yaml", "faq/more/fourth.yml", "unwritten/fourth.json", "faq/a/b/c.yaml"])
def test_a_file_that_rasa_learns_and_the_catalog_does_not_see_is_reported(folder: Any, place: str) -> None:
    path = folder.data / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{}")
    [problem] = check(folder.data)
    assert place in problem and "Rasa learns" in problem


def test_other_files_beside_the_entries_do_not_matter(folder: Any) -> None:
    (folder.data / "faq" / "README.md").write_text("How to write an entry.")
    (folder.data / "faq" / "more").mkdir()
    assert check(folder.data) == []


def test_another_folder_than_the_projects_is_not_taken_for_one_in_order(tmp_path: Path) -> None:
    assert any("holds no entries" in problem for problem in check(tmp_path))


def test_a_topic_of_one_file_is_noted(folder: Any) -> None:
    assert notes(folder.data) == []
    document = folder.document()
    card(document)["topic"] = "definition"
    folder.write("faq", "first", document)
    assert check(folder.data) == [] and "definition" in notes(folder.data)[0]
    done = folder.run("check")
    assert done.code == 0 and "note: topics of one file" in done.out


def test_a_file_name_that_is_no_slug_is_reported(folder: Any) -> None:
    document = folder.document()
    folder.write("faq", "What-is BPO", document)
    assert any("the file name is the slug" in problem for problem in folder.problems("What-is BPO"))


def test_a_topic_nobody_wrote_yet_needs_a_name_and_has_no_answer(folder: Any) -> None:
    document = folder.document("unwritten", "third")
    card(document).pop("name")
    document["responses"] = {"utter_unwritten/third": [{"text": "Soon."}]}
    folder.write("unwritten", "third", document)
    found = " ".join(folder.problems("third"))
    assert "metadata lacks name" in found and "unknown key responses" in found


def test_a_topic_that_was_written_since_is_reported(folder: Any) -> None:
    document = folder.document("unwritten", "third")
    document["nlu"][0]["intent"] = "unwritten/second"
    (folder.data / "unwritten" / "third.yml").unlink()
    folder.write("unwritten", "second", document)
    assert any("the entry is written; delete this file" in problem for problem in check(folder.data))
