"""README and docs say what the repository is."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from bot import slack_credentials
from bot.faq.__main__ import main as faq
from bot.faq.check import check
from bot.faq.facts import RELIABILITY
from bot.faq.stale import DAYS
from bot.faq.wording import MIN_EXAMPLES, MIN_READING_EASE, MIN_TEST_QUESTIONS
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOCS = sorted((ROOT / "docs").rglob("*.md"))
ADRS = sorted((ROOT / "docs/adr").glob("*.md"))
PAGES = [README, ROOT / "CHANGELOG.md", *DOCS]
AUTHORING = ROOT / "docs/authoring.md"
FAULTS = ROOT / "docs/quality/faults.md"

FENCED = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^ {4}(\S.*)$", re.MULTILINE)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
TOP = ("bot", "actions", "data", "deploy", "docs", "tests", "script", ".ci")
TARGET = re.compile(r"^([\w-]+):(?!=)(.*)$", re.MULTILINE)
DECLINED = "data/nlu/unwritten/"  # not there while every topic has an answer
PAGE_WORDS = 520  # about a page


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def text(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def spans(path: Path) -> list[str]:
    """Everything in backticks within the sentences of a page."""
    return SPAN.findall(FENCED.sub("", text(path)))


def code(path: Path) -> Iterator[str]:
    """What a reader may copy: everything in backticks, and every line of code."""
    yield from spans(path)
    for block in FENCED.findall(text(path)):
        yield from (line.strip() for line in block.splitlines())
    yield from INDENTED.findall(text(path))


def paths(path: Path) -> list[str]:
    """Everything in backticks that looks like a path of this repository."""
    found = [span for span in spans(path) if re.fullmatch(r"[\w./<>*-]+", span)]
    at_the_root = re.compile(r"Makefile|LICENSE|[A-Z]+\.md|\w+\.(?:toml|lock)")
    return [one for one in found if ("/" in one and one.split("/")[0] in TOP) or at_the_root.fullmatch(one)]


def targets() -> dict[str, str]:
    """Make's targets with the rest of their line."""
    return dict(TARGET.findall(text(ROOT / "Makefile")))


def example() -> str:
    """The file to copy in docs/authoring.md."""
    return next(block for block in FENCED.findall(text(AUTHORING)) if block.startswith("version:"))


def slug() -> str:
    """The example's slug."""
    intent: str = yaml.safe_load(example())["nlu"][0]["intent"]
    return intent.removeprefix("faq/")


def files_to_copy() -> dict[str, str]:
    """The files to copy in docs/authoring.md, by the path that stands before each."""
    facts = next(block for block in FENCED.findall(text(AUTHORING)) if block.startswith("facts:"))
    return {"data/facts/call-transfers.yml": facts, f"data/nlu/faq/{slug()}.yml": example()}


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The project's data with the files to copy in it."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    for place, content in files_to_copy().items():
        assert f"`{place}`" in text(AUTHORING)
        assert not (tmp_path / place).exists(), f"{place} is written; think of another example"
        (tmp_path / place).write_text(content, "utf-8")
    return tmp_path


@pytest.mark.parametrize("target", targets())
def test_every_make_target_explains_itself(target: str) -> None:
    assert "## " in targets()[target], f"Makefile: write `## what it does` behind {target}:"


def test_make_help_lists_every_target_and_only_those() -> None:
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert {line.split()[0] for line in shown.splitlines()} == set(targets())


def test_every_target_is_phony() -> None:
    phony = re.search(r"^\.PHONY:(.*)$", text(ROOT / "Makefile"), re.MULTILINE)
    assert phony and set(phony.group(1).split()) == set(targets())


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_path_in_backticks_exists(page: Path) -> None:
    missing = [path for path in paths(page) if not any(ROOT.glob(re.sub(r"<[^>]*>", "*", path)))]
    missing = [path for path in missing if path not in files_to_copy() and not path.startswith(DECLINED)]
    assert not missing, f"{name(page)} names what does not exist: {', '.join(missing)}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_test_that_a_page_names_exists(page: Path) -> None:
    for named in (span for span in spans(page) if "::" in span):
        place, _, test = named.partition("::")
        assert re.search(rf"^(?:async )?def {test}\(", text(ROOT / place), re.MULTILINE), f"{name(page)}: {named}"


def test_every_failure_names_the_test_that_replays_it() -> None:
    rows = [line for line in text(FAULTS).splitlines() if line.startswith("| ")]
    rows = [row.strip("| ").split(" | ") for row in rows if not row.startswith("| what")]
    assert len(rows) > 20
    for row in rows:
        assert len(row) == 4 and ("::test_" in row[3] or row[3] in ("the same", "the next row")), row[0]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_within_the_repository_leads_somewhere(page: Path) -> None:
    prose = SPAN.sub("", FENCED.sub("", text(page)))
    broken = [link for link in LINK.findall(prose) if not (page.parent / link).exists()]
    assert not broken, f"{name(page)} links to what does not exist: {', '.join(broken)}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_of_make_in_the_docs_exists(page: Path) -> None:
    named = {target for line in code(page) for target in re.findall(r"\bmake ([a-z][\w-]*)", line)}
    assert not named - set(targets()), f"{name(page)} names targets that the Makefile lacks"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_python_command_in_the_docs_exists(page: Path) -> None:
    modules = {module for line in code(page) for module in re.findall(r"python -m (bot[\w.]*)", line)}
    for module in modules:
        place = ROOT / module.replace(".", "/")
        assert (place / "__main__.py").exists() or place.with_suffix(".py").exists(), f"{name(page)}: {module}"


def test_the_docs_that_the_code_points_to_exist() -> None:
    files = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "bot").rglob("*.yml"), *(ROOT / "actions").glob("*.py")]
    files += [ROOT / "Makefile", ROOT / "pyproject.toml"]
    for file in files:
        for path in re.findall(r"\b(?:docs|tests)/[\w./-]+\.(?:md|py|yml)", text(file)):
            assert (ROOT / path).exists(), f"{name(file)} points to {path}"


SLACKS = [*slack_credentials.NAMES, slack_credentials.TOKEN_KEY, slack_credentials.API]
VARIABLES = [PREFIX + field.name.upper() for field in fields(Settings) if field.name != "slack"] + SLACKS


@pytest.mark.parametrize("variable", VARIABLES)
def test_every_setting_is_described_in_the_readme(variable: str) -> None:
    assert re.search(rf"`{variable}`", text(README)), f"README.md: say what {variable} does"


def test_every_channel_is_named_in_the_docs() -> None:
    docs = "".join(map(text, DOCS))
    for path in sorted((ROOT / "bot/channels").glob("*.py")):
        bases = [
            ast.unparse(base)
            for node in ast.parse(text(path)).body
            if isinstance(node, ast.ClassDef)
            for base in node.bases
        ]
        if "InputChannel" in bases:
            assert f"`{name(path)}`" in docs, f"docs/architecture.md: name {name(path)}"


def test_the_files_to_copy_pass_the_check_together(copied: Path) -> None:
    places = [copied / place for place in files_to_copy()]
    assert check(copied / "data/nlu", places) == []


def test_the_entry_to_copy_needs_its_fact(copied: Path) -> None:
    fact, entry = (copied / place for place in files_to_copy())
    fact.unlink()
    assert any("CALL-1, which is no fact" in problem for problem in check(copied / "data/nlu", [entry]))


def test_the_entry_to_copy_passes_the_command_as_an_author_runs_it(copied: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "bot.faq", "check", slug()],
        cwd=copied,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr


def test_a_declined_topic_becomes_an_entry_by_the_steps_given(copied: Path) -> None:
    """The steps of docs/authoring.md, done to the example as somebody might have left it unwritten."""
    data = copied / "data/nlu"
    document, written = yaml.safe_load(example()), yaml.safe_load(example())
    block, card = document["nlu"][0], document["nlu"][0]["metadata"]
    gained = {key: card.pop(key) for key in ("related", "sources", "rests_on", "reviewed")}
    document.pop("responses")
    block["intent"], card["name"] = f"unwritten/{slug()}", "warm transfers"
    before, after = data / f"unwritten/{slug()}.yml", data / f"faq/{slug()}.yml"
    before.parent.mkdir(exist_ok=True)
    before.write_text(yaml.safe_dump(document))
    after.unlink()
    assert check(data, [before]) == []

    before.rename(after)
    block["intent"] = f"faq/{slug()}"
    card.pop("name")
    card |= gained
    document["responses"] = written["responses"]
    after.write_text(yaml.safe_dump(document))
    assert document == written and check(data, [after]) == []


def test_the_numbers_for_authors_are_those_of_the_check() -> None:
    words = text(AUTHORING)
    assert f"At least {MIN_EXAMPLES['faq']} examples" in words
    assert f"At least {MIN_TEST_QUESTIONS['faq']}, worded" in words
    declined = f"at least {MIN_EXAMPLES['unwritten']} examples and {MIN_TEST_QUESTIONS['unwritten']} test questions"
    assert declined in words
    assert f"reading ease has to be {MIN_READING_EASE} or more" in words
    assert f"more than {DAYS} days ago" in words
    assert all(f"`{grade}`" in words for grade in RELIABILITY)


def test_the_commands_for_authors_are_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        faq(["--help"])
    there_are = set(re.findall(r"^ {4}([a-z]+)(?: |$)", capsys.readouterr().out, re.MULTILINE))
    named = {command for line in code(AUTHORING) for command in re.findall(r"^faq ([a-z]+)", line)}
    assert named == there_are


@pytest.mark.parametrize("adr", ADRS, ids=lambda path: path.stem)
def test_every_adr_has_context_decision_and_consequences_on_a_page(adr: Path) -> None:
    assert re.findall(r"^## (.*)$", text(adr), re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert text(adr).startswith(f"# {adr.stem[:4]}: ")
    assert len(text(adr).split()) <= PAGE_WORDS, f"{name(adr)} is longer than a page"


def test_the_adrs_are_numbered_from_one_without_a_gap() -> None:
    assert [path.stem[:4] for path in ADRS] == [f"{number:04}" for number in range(1, len(ADRS) + 1)]
    assert all(re.fullmatch(r"\d{4}-[a-z0-9.-]+", path.stem) for path in ADRS)


def test_the_changelog_knows_the_version() -> None:
    version = tomllib.loads(text(ROOT / "pyproject.toml"))["project"]["version"]
    assert re.search(rf"^## {re.escape(version)}\b", text(ROOT / "CHANGELOG.md"), re.MULTILINE)


def test_the_weights_in_the_docs_are_those_that_are_pinned() -> None:
    from bot.recognition.weights import SHA256

    for file, digest in SHA256.items():
        assert re.search(rf"{re.escape(file)} +{digest}", text(ROOT / "docs/architecture.md"))


def test_the_old_pins_that_were_looked_at_are_those_that_are_installed() -> None:
    with (ROOT / "uv.lock").open("rb") as file:
        locked = {package["name"]: package["version"] for package in tomllib.load(file)["package"]}
    table = text(ROOT / "docs/security.md").split("## Rasa's old pins")[1].split("\n## ")[0]
    first = re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)[2:]
    named = [found for cell in first for found in re.findall(r"([a-z][\w-]*) (\d[\w.]*)", cell)]
    assert len(named) >= 14
    changed = {
        package: locked[package] for package, version in named if not f"{locked[package]}.".startswith(f"{version}.")
    }
    assert changed == {}, "look at what is known of these, and write it into docs/security.md"
