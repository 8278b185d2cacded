"""`python -m bot.assessment` prints the advice, or says on standard error what is wrong."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import bot.assessment

ROOT = Path(bot.assessment.__file__).parents[2]


def _run(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot.assessment", *arguments]
    return subprocess.run(command, input=text, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT)


def test_a_profile_in_a_file_gives_the_object(tmp_path: Path, schema: Any) -> None:
    path = tmp_path / "profile.json"
    path.write_text('{"work": ["appointments"], "volume": 300}', encoding="utf-8")
    done = _run(str(path))
    assert done.returncode == 0 and done.stderr == ""
    schema.validate(json.loads(done.stdout))


def test_a_profile_on_standard_input_gives_the_wording() -> None:
    done = _run("-", "--text", text="{}")
    assert done.returncode == 0 and done.stdout.startswith("**You need a call center")


def test_help_helps() -> None:
    done = _run("--help")
    assert done.returncode == 0 and "PROFILE.json" in done.stdout


def test_a_bad_profile_is_explained() -> None:
    done = _run("-", text='{"work": ["plumbing"], "colour": 1}')
    assert done.returncode != 0 and done.stdout == ""
    assert "work: 'plumbing' is not known" in done.stderr and "colour: not a key" in done.stderr


def test_what_is_not_json_is_explained() -> None:
    done = _run("-", text="{")
    assert done.returncode != 0 and "is not JSON that can be read" in done.stderr and "Traceback" not in done.stderr


def test_a_missing_file_is_explained() -> None:
    done = _run("/nowhere/profile.json")
    assert done.returncode != 0 and "cannot be read" in done.stderr and "Traceback" not in done.stderr


def test_help_tells_of_the_commands_and_each_explains_itself() -> None:
    top = _run("--help").stdout
    for command, word in (("sensitivity", "--plot"), ("export", "--since")):
        assert f"python -m bot.assessment {command} --help" in top
        done = _run(command, "--help")
        assert done.returncode == 0 and word in done.stdout and f"bot.assessment {command}" in done.stdout


def test_a_profile_may_have_the_name_of_a_command(tmp_path: Path) -> None:
    (tmp_path / "export").write_text('{"work": ["appointments"]}', encoding="utf-8")
    done = _run(str(tmp_path / "export"), "--draws", "0")
    assert done.returncode == 0 and json.loads(done.stdout)["option"]


def test_without_an_argument_the_usage_is_shown() -> None:
    done = _run()
    assert done.returncode == 2 and "PROFILE.json" in done.stderr and done.stdout == ""
