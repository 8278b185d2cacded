"""The commands of `python -m bot.faq`: what they print, and how they fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
COMMANDS = ("new", "check", "list", "show", "facts", "stale", "unanswered", "page")


def test_every_command_explains_itself(folder: Any) -> None:
    listed = folder.run("--help")
    assert listed.code == 0
    for command in COMMANDS:
        assert command in listed.out
        done = folder.run(command, "--help")
        assert done.code == 0 and f"python -m bot.faq {command}" in done.out


@pytest.mark.parametrize("arguments", [(), ("chek",), ("stale", "--days", "few"), ("show",)])
def test_what_is_no_command_is_refused(folder: Any, arguments: tuple[str, ...]) -> None:
    done = folder.run(*arguments)
    assert done.code == 2 and done.out == "" and "usage:" in done.err


@pytest.mark.parametrize("arguments", [("list",), ("show", "second"), ("facts",), ("stale",), ("page",)])
def test_entries_that_cannot_be_read_are_explained(folder: Any, arguments: tuple[str, ...]) -> None:
    folder.write_text("faq", "first", "nlu: [")
    done = folder.run(*arguments)
    assert (done.code, done.out) == (1, "") and "first.yml: not YAML" in done.err


@pytest.mark.parametrize("arguments", [("show", "second"), ("facts",), ("stale",)])
def test_facts_that_cannot_be_read_are_explained(folder: Any, arguments: tuple[str, ...]) -> None:
    folder.write_facts({"id": "F1"})
    done = folder.run(*arguments)
    assert (done.code, done.out) == (1, "") and "the fact F1: lacks statement" in done.err


def test_a_new_entry_has_only_what_is_to_do_left(folder: Any) -> None:
    done = folder.run("new", "what_is_rpo", "--title", 'What is "RPO": a\\b?')
    assert done.code == 0 and "data/nlu/faq/what_is_rpo.yml" in done.out
    checked = folder.run("check", "what_is_rpo")
    assert checked.code == 1
    lines = checked.err.splitlines()
    assert any(
        "still says TODO in topic, related, sources, rests_on, test_questions, examples, answer" in at for at in lines
    )
    assert [line for line in lines if "TODO" not in line and "write at least" not in line] == []


def test_a_new_entry_filled_in_is_in_order(folder: Any) -> None:
    folder.run("new", "fourth", "--title", "What is fourth?")
    path = folder.data / "faq" / "fourth.yml"
    document = yaml.safe_load(path.read_text())
    block, copied = document["nlu"][0], folder.document()
    block["metadata"] |= copied["nlu"][0]["metadata"] | {"title": "What is fourth?"}
    block["metadata"]["test_questions"] = [f"held out fourth question {number}" for number in range(4)]
    block["examples"] = "".join(f"- say fourth in way {number}\n" for number in range(20))
    document["responses"]["utter_faq/fourth"][0]["text"] = "It is so."
    path.write_text(yaml.safe_dump(document))
    done = folder.run("check", str(path))
    assert (done.code, done.out) == (0, "no problems\n"), done.err


def test_a_topic_that_there_is_goes_into_the_new_entry(folder: Any) -> None:
    done = folder.run("new", "what_is_rpo", "--topic", "kpo-family")
    assert done.code == 0 and "of these" not in done.out
    assert 'topic: "kpo-family"' in (folder.data / "faq" / "what_is_rpo.yml").read_text()


def test_without_a_topic_those_are_shown_that_there_are(folder: Any) -> None:
    done = folder.run("new", "what_is_rpo")
    assert done.code == 0 and all(topic in done.out for topic in ("kpo-family", "cost-figures", "worklife"))


def test_a_topic_that_there_is_not_is_refused_with_those_there_are(folder: Any) -> None:
    done = folder.run("new", "what_is_rpo", "--topic", "cost-figure")
    assert (done.code, done.out) == (1, "") and not (folder.data / "faq" / "what_is_rpo.yml").exists()
    assert "did you mean cost-figures" in done.err and "worklife" in done.err


@pytest.mark.parametrize("command", ["list", "facts", "page"])
def test_who_reads_no_further_sees_no_traceback(command: str) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "bot.faq", command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stdout is not None and running.stderr is not None
    running.stdout.close()  # as `head` does, though before the first line
    said = running.stderr.read().decode()
    running.stderr.close()
    assert running.wait(60) == 1 and said == ""


def test_a_title_is_made_from_the_slug_and_still_to_do(folder: Any) -> None:
    folder.run("new", "what_is_rpo")
    assert 'title: "TODO: what is rpo?"' in (folder.data / "faq" / "what_is_rpo.yml").read_text()


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("first", "first.yml exists; edit it, or choose another slug"),
        ("third", "third.yml is this topic; docs/authoring.md says"),
        ("What-is BPO", "is no slug; write lower case with underscores"),
        ("../first", "is no slug"),
    ],
)
def test_a_slug_that_cannot_be_taken_is_refused(folder: Any, slug: str, said: str) -> None:
    before = (folder.data / "faq" / "first.yml").read_text()
    done = folder.run("new", slug)
    assert done.code == 1 and said in done.err and (folder.data / "faq" / "first.yml").read_text() == before


def test_a_new_entry_elsewhere_than_in_the_project_is_refused(tmp_path: Path, folder: Any) -> None:
    (folder.data / "faq").rename(tmp_path / "away")
    done = folder.run("new", "fourth")
    assert done.code == 1 and "run this in the project's own folder" in done.err


def test_check_lists_problems_and_fails(folder: Any) -> None:
    document = folder.document()
    document["nlu"][0]["metadata"].pop("topic")
    folder.write("faq", "first", document)
    done = folder.run("check")
    assert done.code == 1 and "first.yml: metadata lacks topic" in done.err and "1 problem\n" in done.out


def test_check_says_when_all_is_well(folder: Any) -> None:
    done = folder.run("check")
    assert (done.code, done.out, done.err) == (0, "no problems\n", "")


@pytest.mark.parametrize("name", ["second", "data/nlu/faq/second.yml", "./data/nlu/faq/second.yml"])
def test_check_takes_one_file_by_slug_or_path(folder: Any, name: str) -> None:
    folder.write_text("faq", "first", "nlu: [")
    assert folder.run("check", name).code == 0 and folder.run("check", name, "first").code == 1


def test_check_refuses_what_is_no_entry(folder: Any) -> None:
    done = folder.run("check", "README.md")
    assert done.code == 1 and "README.md is no entry; write a slug, or the path" in done.err


def test_collisions_are_pairs_nearest_first_and_no_failure(folder: Any) -> None:
    document = folder.document()
    document["nlu"][0]["examples"] += "- say second with number 4\n"
    folder.write("faq", "first", document)
    done = folder.run("check", "--collisions", "--at-least", "0.85")
    assert done.code == 0 and done.out.endswith("1 pair\n")
    assert "0.894  first: say second with number 4\n       second: say second number 4\n" in done.out
    own = folder.run("check", "--collisions", "--at-least", "0.85", "second")
    assert "0.894  second: say second number 4\n       first: say second with number 4\n" in own.out
    assert folder.run("check", "--collisions").out == "0 pairs\n"


def test_the_entries_can_be_listed(folder: Any) -> None:
    done = folder.run("list")
    assert done.code == 0 and [line.split(maxsplit=1) for line in done.out.splitlines()] == [
        ["first", "What is first?"],
        ["second", "What is second?"],
    ]


def test_an_entry_is_shown_sentence_by_sentence_with_its_facts(folder: Any) -> None:
    document = folder.document()
    document["responses"]["utter_faq/first"][1]["text"] = "First is so. Ask more. And more. And yet more."
    document["nlu"][0]["metadata"]["rests_on"] = ["F1 F9", "ours", ""]
    folder.write("faq", "first", document)
    assert folder.run("show", "first").out == (
        "What is first?\n"
        "first, topic definitions, reviewed 2026-11-21, 20 examples, 4 test questions\n"
        "\n1. First is so.\n"
        "   F1: First is so in 40% of cases. [A book on first, 2026, https://example.org/first; B]\n"
        "   F9: no such fact\n"
        "\n2. Ask more.\n   ours: claims nothing\n"
        "\n3. And more.\n   rests on nothing\n"
        "\n4. And yet more.\n   rests on nothing\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "frist"), "there is no entry frist; did you mean first?"),
        (("show", "xyz"), "there is no entry xyz; list them first"),
        (("facts", "F3"), "there is no fact F3; did you mean F"),
    ],
)
def test_a_name_that_does_not_exist_is_answered_with_those_that_do(folder: Any, arguments: Any, said: str) -> None:
    done = folder.run(*arguments)
    assert (done.code, done.out) == (1, "") and said in done.err


def test_facts_are_listed_with_how_many_entries_rest_on_them(folder: Any) -> None:
    lines = folder.run("facts").out.splitlines()
    assert [line.split(maxsplit=2) for line in lines] == [
        ["F1", "1", "First is so in 40% of cases."],
        ["F2", "1", "Second is so in 40% of cases."],
    ]


def test_a_fact_is_shown_with_the_entries_that_rest_on_it(folder: Any) -> None:
    folder.facts["F1"] |= {"caution": "old", "also": ["https://example.org/copy"]}
    folder.facts["F3"] = {**folder.facts["F1"], "id": "F3", "reliability": "D"}
    folder.write_facts(*folder.facts.values())
    assert folder.run("facts", "F1").out == (
        "F1: First is so in 40% of cases. [A book on first, 2026, https://example.org/first; B]\n"
        "reliability B: a named analyst, the trade press or a law firm; changed 2026-11-20\n"
        "caution: old\nalso: https://example.org/copy\nfirst, sentence 1\n"
    )
    assert folder.run("facts", "F3").out.endswith("no entry rests on it, and none may\n")


def test_answers_to_read_again_are_listed_with_the_reason(folder: Any) -> None:
    folder.facts["F1"]["changed"] = "2026-11-22"
    folder.write_facts(*folder.facts.values())
    assert "F1 changed 2026-11-22" in folder.run("stale", "--days", "99999").out
    folder.facts["F1"]["changed"] = "2026-11-20"
    folder.write_facts(*folder.facts.values())
    assert folder.run("stale", "--days", "99999").out == "nothing to read again\n"


def test_unanswered_questions_are_listed_most_asked_first(folder: Any) -> None:
    folder.ask("who pays", days_ago=1)
    folder.ask("what is rpo please", days_ago=40, guess="faq/first", score=0.25)
    folder.ask("so what is rpo please", days_ago=40)
    done = folder.run("unanswered")
    day = folder.questions[1].created.date()
    assert done.out.startswith(
        f"   2  what is rpo please\n      nearest: faq/first 0.25; last asked {day}\n      so what is rpo please\n"
        "   1  who pays\n      nearest: nothing; last asked "
    )
    assert [one["question"] for one in json.loads(folder.run("unanswered", "--json").out)] == [
        "what is rpo please",
        "who pays",
    ]
    assert [one["question"] for one in json.loads(folder.run("unanswered", "--json", "--since", "30").out)] == [
        "who pays"
    ]
    assert folder.run("unanswered", "--since", "0").out == "no unanswered questions\n"


def test_the_page_is_printed_or_written(folder: Any) -> None:
    printed = folder.run("page")
    assert printed.code == 0 and printed.out.startswith("<!doctype html>")
    assert folder.run("page", "--out", "faq.html").code == 0
    assert (folder.root / "faq.html").read_text("utf-8") == printed.out
    done = folder.run("page", "--out", "nowhere/faq.html")
    assert done.code == 1 and "nowhere/faq.html cannot be written: No such file" in done.err


def run(folder: Any, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as an owner starts it, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "bot.faq", *arguments],
        cwd=folder.root, env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_the_command_runs_as_a_process(folder: Any) -> None:
    done = run(folder, "check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "no problems\n", "")


def test_unanswered_questions_come_from_the_database_of_the_settings(folder: Any) -> None:
    from bot.storage import Repository, connect

    url = f"sqlite:///{folder.root / 'other.db'}"
    Repository(connect(url)).record_unanswered("visitor", "message-1", "what is rpo", "unclear", "faq/first", 0.3)
    done = run(folder, "unanswered", "--json", BPO_BOT_DATABASE_URL=url, BPO_BOT_CACHE=str(ROOT / ".cache"))
    assert done.returncode == 0, done.stderr
    assert [(one["question"], one["count"], one["guess"]) for one in json.loads(done.stdout)] == [
        ("what is rpo", 1, "faq/first")
    ]


def test_a_database_that_does_not_answer_is_named_and_fails(folder: Any) -> None:
    done = run(folder, "unanswered", BPO_BOT_DATABASE_URL="sqlite:////nowhere/bot.db")
    assert (done.returncode, done.stdout) == (1, "") and "The database does not answer" in done.stderr
    assert "Traceback" not in done.stderr
    assert run(folder, "unanswered", BPO_BOT_PORT="many").returncode == 2
