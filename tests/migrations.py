"""A migration that comes after the present ones, for tests of what a newer version of the bot does to an older one."""

from __future__ import annotations

import textwrap
from pathlib import Path


def add_migration(folder: Path, upgrade: str, needed: bool = False) -> str:
    """Write the next migration into a copy of bot/storage/migrations; its revision.

    `needed`: older code cannot work on what it leaves.
    """
    versions = folder / "versions"
    before = max(path.name[:4] for path in versions.glob("[0-9]*.py"))
    revision = f"{int(before) + 1:04}"
    lines = [
        '"""What a later version adds."""',
        "import sqlalchemy as sa",
        "from alembic import op",
        f'revision = "{revision}"',
        f'down_revision = "{before}"',
        *([f'needs = "{revision}"'] if needed else []),
        "def upgrade():",
        textwrap.indent(upgrade, "    "),
    ]
    (versions / f"{revision}_later.py").write_text("\n".join(lines) + "\n", "utf-8")
    return revision
