"""Two versions of the bot: this one, and one that comes after it, made from a copy."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bot.settings import Settings
from tests.migrations import add_migration
from tests.webhook.conftest import ROOT, Server

COPIED = ("bot", "actions", "data", "pyproject.toml")
SAID = "In the next version: "  # begins its answer to "what is bpo"
ENTRY = "what_is_a_rolling_upgrade"  # only the next version knows it
QUESTION = "what is a rolling upgrade of servers"
COLUMN = "written_by"  # of the inbox: the next version fills it, this one leaves it empty

UPGRADE = f"""\
op.add_column("inbox", sa.Column("{COLUMN}", sa.String(16)))
op.create_index("ix_inbox_{COLUMN}", "inbox", ["{COLUMN}"], if_not_exists=True)
op.create_table("versions", sa.Column("name", sa.String(16), primary_key=True))"""
TABLES = f"""
inbox.append_column(sa.Column("{COLUMN}", sa.String(16), default="next"))
versions = sa.Table("versions", metadata, sa.Column("name", sa.String(16), primary_key=True))
"""
EXAMPLES = f"""\
    examples: |
      - {QUESTION}
      - what does rolling upgrade mean
      - rolling upgrades of servers explained
      - how are servers upgraded in a rolling way
"""


@dataclass(frozen=True)
class Version:
    """A checkout and its models."""

    home: Path
    models: Path

    def take(self, server: Server) -> None:
        """Have a server start from it, from the next start on."""
        server.run_from(self.home, **self._environment)

    def run(self, module: str, *arguments: str, **environment: str) -> str:
        """Run one of its commands; what it says."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=self.home,
            env={**os.environ, **self._environment, **environment},
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    @property
    def _environment(self) -> dict[str, str]:
        # The encoder's graph is the same for both, and takes a while to build.
        cache = os.environ.get("BPO_BOT_CACHE", str(ROOT / ".cache"))
        return {"BPO_BOT_MODELS": str(self.models), "BPO_BOT_CACHE": cache}


def this_version() -> Version:
    """The checkout that is tested."""
    return Version(ROOT, (ROOT / Settings.from_environment().models).resolve())


def next_version(folder: Path) -> Version:
    """A copy with a further migration, which the code uses, another answer and one more; its model is trained."""
    home = folder / "next"
    home.mkdir()
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, home / name)
    _rewrite(home / "pyproject.toml", r'^version = ".*"', 'version = "99.0.0"')
    add_migration(home / "bot/storage/migrations", UPGRADE)
    with (home / "bot/storage/tables.py").open("a", encoding="utf-8") as tables:
        tables.write(TABLES)
    entries = home / "data/nlu/faq"
    more = shutil.copy(entries / "what_is_bpo.yml", entries / f"{ENTRY}.yml")
    _rewrite(more, "what_is_bpo", ENTRY)
    _rewrite(more, r'^      title: ".*"', '      title: "What is a rolling upgrade?"')
    _rewrite(more, r"    examples: \|\n(?:      - .*\n)+", EXAMPLES)
    _rewrite(entries / "what_is_bpo.yml", '    - text: "', f'    - text: "{SAID}')
    version = Version(home, folder / "models")
    version.run("bot.model.train")
    return version


def _rewrite(path: Path, pattern: str, replacement: str) -> None:
    written, times = re.subn(pattern, replacement, path.read_text("utf-8"), flags=re.MULTILINE)
    assert times, f"{path.name} has no {pattern}"
    path.write_text(written, "utf-8")
