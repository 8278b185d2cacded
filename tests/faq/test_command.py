"""`python -m bot.faq` checks and lists the entries."""

from __future__ import annotations

from typing import Any


def test_the_command_lists_problems_and_fails(folder: Any) -> None:
    document = folder.document()
    document["nlu"][0]["metadata"].pop("topic")
    folder.write("faq", "first", document)
    done = folder.run("check")
    assert done.returncode == 1 and "first.yml: metadata lacks topic" in done.stderr
    assert "1 problem" in done.stdout


def test_the_command_says_when_all_is_well(folder: Any) -> None:
    done = folder.run("check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "no problems\n", "")


def test_entries_that_cannot_be_read_are_explained_and_not_listed(folder: Any) -> None:
    folder.write_text("faq", "first", "nlu: [")
    done = folder.run("list")
    assert done.returncode == 1 and "first.yml: not YAML" in done.stderr and "Traceback" not in done.stderr


def test_the_entries_can_be_listed(folder: Any) -> None:
    done = folder.run("list")
    assert done.returncode == 0 and done.stdout.split() == [
        "first",
        "What",
        "is",
        "first?",
        "second",
        "What",
        "is",
        "second?",
    ]
