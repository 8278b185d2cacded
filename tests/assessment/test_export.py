"""The owner gets every stored assessment as a row, safe to open, and no conversation ids unasked."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import bot.assessment
from bot.assessment import Profile, recommend
from bot.assessment.__main__ import main
from bot.assessment.export import columns, write_csv, write_json
from bot.assessment.tables import table
from bot.storage import Repository, connect
from bot.storage.tables import assessments

ROOT = Path(bot.assessment.__file__).parents[2]
PROFILE: dict[str, Any] = {
    "work": ["customer_support", "appointments"],
    "volume": [200, 300],
    "unit": "calls",
    "aht": 3.5,
    "home": "S\xe3o Paulo",
    "priority": "cost",
}

MONTH = timedelta(days=30)


@dataclass(frozen=True)
class One:
    """A stored assessment without a storage."""

    profile: dict[str, Any] = field(default_factory=dict)
    recommendation: dict[str, Any] = field(default_factory=dict)
    id: str = "a1"
    conversation: str = "visitor-7"
    created: datetime = datetime(2026, 11, 1, 12, tzinfo=timezone(timedelta(hours=2)))


def _advised(profile: dict[str, Any]) -> dict[str, Any]:
    return recommend(Profile.from_dict(profile), draws=0).to_dict()


def _csv(*stored: One, conversations: bool = False) -> list[dict[str, str]]:
    file = io.StringIO(newline="")
    write_csv(stored, file, conversations)
    return list(csv.DictReader(io.StringIO(file.getvalue(), newline="")))


def _json(*stored: One, conversations: bool = False) -> Any:
    file = io.StringIO()
    write_json(stored, file, conversations)
    return json.loads(file.getvalue())


def test_a_row_has_what_was_told_and_what_was_advised() -> None:
    advice = _advised(PROFILE)
    [row] = _csv(One(PROFILE, advice))
    assert (row["id"], row["created"]) == ("a1", "2026-11-01T10:00:00+00:00")
    assert (row["option"], row["runner_up"], row["confidence"]) == ("CC_SHARED", advice["runner_up"], "medium")
    assert float(row["points"]) == advice["points"] and row["flags"].split("|") == advice["flags"]
    assert (row["work"], row["volume"], row["aht"]) == ("customer_support|appointments", "200 to 300", "3.5")
    assert (row["home"], row["priority"], row["setup"]) == ("S\xe3o Paulo", "cost", "")


def test_an_object_keeps_the_kinds_of_its_values() -> None:
    advice = _advised(PROFILE)
    [row] = _json(One(PROFILE, advice))
    assert list(row) == columns(conversations=False)
    assert {key: row[key] for key in PROFILE} == PROFILE
    assert {key: row[key] for key in ("points", "flags", "margin")} == {
        key: advice[key] for key in ("points", "flags", "margin")
    }
    assert row["setup"] is None


def test_every_key_of_a_profile_has_a_column_of_its_own() -> None:
    names = columns(conversations=True)
    assert set(table("answers")) <= set(names) and len(names) == len(set(names))


@pytest.mark.parametrize("read", [_csv, _json])
def test_whose_it_is_is_told_only_when_asked(read: Any) -> None:
    assert "visitor-7" not in str(read(One(PROFILE, _advised(PROFILE))))
    assert read(One(), conversations=True)[0]["conversation"] == "visitor-7"


@pytest.mark.parametrize(
    "home",
    ["=1+1", "+49 30", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "\uff1d1+1", '=HYPERLINK("http://x";"y")'],
)
def test_text_is_no_formula(home: str) -> None:
    [row] = _csv(One({"home": home}, {"option": home}, conversation=home), conversations=True)
    assert row["home"] == row["option"] == row["conversation"] == f"'{home}"
    assert _json(One({"home": home}))[0]["home"] == home


@pytest.mark.parametrize("home", ['Rome, "Italy"', "two\nlines", "a;=1+1", "\U0001f600", "US = here"])
def test_other_text_is_kept_as_it_is(home: str) -> None:
    assert _csv(One({"home": home}))[0]["home"] == home


def test_a_list_is_no_formula_either() -> None:
    assert _csv(One({"languages": ["=1", "en"]}))[0]["languages"] == "'=1|en"


def test_numbers_stay_numbers() -> None:
    file = io.StringIO(newline="")
    write_csv([One({"volume": 300, "aht": 2.5})], file)
    row = next(csv.reader(io.StringIO(file.getvalue().splitlines()[1]), quoting=csv.QUOTE_NONNUMERIC))
    assert {300.0, 2.5} <= set(row)


def test_an_assessment_of_an_older_kind_is_a_row_too() -> None:
    [row] = _csv(One({"work": ["x"], "gone": 1}, {"option": "KPO"}))
    assert (row["work"], row["option"], row["points"]) == ("x", "KPO", "")


@pytest.mark.parametrize("write", [write_csv, write_json])
def test_rows_are_not_kept(write: Any, tmp_path: Path) -> None:
    stored = (One({"home": "x" * 2000 + str(number)}) for number in range(10_000))  # 20 MB
    with open(tmp_path / "rows", "w", encoding="utf-8", newline="") as file:
        tracemalloc.start()
        write(stored, file)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert (tmp_path / "rows").stat().st_size > 20_000_000 and peak < 1_000_000


@pytest.fixture
def filled(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The database of the settings, with three assessments, a day apart from 2026-11-01 noon on."""
    monkeypatch.setenv("BPO_BOT_DATABASE_URL", sqlite_url)
    engine = connect(sqlite_url)
    for number in (2, 0, 1):
        home = f"town {number}"
        Repository(engine).save_assessment(
            f"visitor {number}", f"m{number}", {"home": home}, _advised({"home": home}), MONTH
        )
        with engine.begin() as connection:
            noon = datetime(2026, 11, 1 + number, 12, tzinfo=UTC)
            connection.execute(sa.update(assessments).where(assessments.c.message == f"m{number}").values(created=noon))
    engine.dispose()
    return sqlite_url


def _homes(text: str) -> list[str]:
    return [row["home"] for row in csv.DictReader(io.StringIO(text))]


@pytest.mark.usefixtures("filled")
def test_the_command_writes_the_oldest_first(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["export"]) == 0
    said = capfd.readouterr()
    assert _homes(said.out) == ["town 0", "town 1", "town 2"] and not said.err and "visitor" not in said.out


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("since", "count"),
    [("2026-11-02", 2), ("2026-11-02T12:00", 2), ("2026-11-02T12:00:01", 1), ("2026-11-02T14:00+02:00", 2)],
)
def test_since_is_a_date_or_a_moment(since: str, count: int, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--since", since]) == 0
    assert len(_homes(capfd.readouterr().out)) == count


@pytest.mark.usefixtures("filled")
def test_the_command_writes_a_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "out.json"
    assert main(["export", "--format", "json", "--conversations", "--output", str(path)]) == 0
    rows = json.loads(path.read_text("utf-8"))
    assert [row["conversation"] for row in rows] == ["visitor 0", "visitor 1", "visitor 2"]
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("form", ["csv", "json"])
def test_nothing_to_export_is_said(form: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--since", "2027-01-01", "--format", form]) == 0
    said = capfd.readouterr()
    assert "No assessments are stored since then." in said.err
    assert (list(csv.DictReader(io.StringIO(said.out))) if form == "csv" else json.loads(said.out)) == []


def test_both_formats_are_utf_8_whatever_the_locale(filled: str) -> None:
    Repository(connect(filled)).save_assessment("visitor 3", "m3", {"home": "S\xe3o Paulo"}, _advised({}), MONTH)
    environment = {"BPO_BOT_DATABASE_URL": filled, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PATH": "/usr/bin:/bin"}
    for form in ("csv", "json"):
        command = [sys.executable, "-m", "bot.assessment", "export", "--format", form]
        done = subprocess.run(command, capture_output=True, timeout=60, check=True, cwd=ROOT, env=environment)
        assert "S\xe3o Paulo".encode() in done.stdout


def test_a_reader_who_has_had_enough_is_no_error(filled: str) -> None:
    engine = connect(filled)
    for number in range(100):
        Repository(engine).save_assessment("many", f"n{number}", {"home": "x" * 100}, {"option": "KPO"}, MONTH)
    command = f"{sys.executable} -m bot.assessment export --format json | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False, cwd=ROOT)
    assert done.stdout.startswith("[\n{") and done.stderr == ""


@pytest.mark.usefixtures("filled")
def test_a_file_that_cannot_be_written_is_explained(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--output", "/nowhere/out.csv"]) == 1
    assert "/nowhere/out.csv: cannot be written" in capfd.readouterr().err


def test_a_database_that_does_not_answer_costs_no_earlier_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BPO_BOT_DATABASE_URL", "postgresql://127.0.0.1:1/nowhere")
    path = tmp_path / "out.csv"
    path.write_text("the export of yesterday", encoding="utf-8")
    assert main(["export", "--output", str(path)]) == 1
    assert "The database does not answer" in capfd.readouterr().err
    assert path.read_text(encoding="utf-8") == "the export of yesterday"


def test_a_date_that_is_none_and_a_setting_that_is_wrong_are_explained(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["export", "--since", "yesterday"])
    assert "write one such as 2026-11-01" in capfd.readouterr().err
    monkeypatch.setenv("BPO_BOT_PORT", "x")
    assert main(["export"]) == 2
    assert "BPO_BOT_PORT" in capfd.readouterr().err


def test_a_broken_connection_half_way_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def breaking(self: Repository, since: datetime | None = None) -> Iterator[One]:
        yield One()
        raise sa.exc.OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setenv("BPO_BOT_DATABASE_URL", f"sqlite:///{tmp_path / 'bot.db'}")
    monkeypatch.setattr(Repository, "assessments", breaking)
    assert main(["export"]) == 1
    assert "The database does not answer" in capfd.readouterr().err
