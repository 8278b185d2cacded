"""A model is made anew when what it was made of changes, and only then."""

from __future__ import annotations

import importlib.metadata
import os
from pathlib import Path

import pytest

from bot.model.fingerprint import best_model, current_model, fingerprint

FILES = {
    "data/nlu/faq/first.yml": "nlu: []",
    "data/stories/rules.yml": "rules: []",
    "bot/config.yml": "pipeline: []",
    "bot/domain/conversation.yml": "intents: []",
    "bot/nlu/recogniser.py": "pass",
    "bot/recognition/decision.py": "pass",
    "bot/recognition/spellings.yml": "centre: center",
    "bot/recognition/terms.txt": "bpo",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with one source of each kind."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_the_same_sources_have_the_same_fingerprint(root: Path) -> None:
    first = fingerprint(root)
    assert fingerprint(root) == first and len(first) == 16 and int(first, 16) >= 0


@pytest.mark.parametrize("name", FILES)
def test_a_changed_source_changes_it(root: Path, name: str) -> None:
    before = fingerprint(root)
    (root / name).write_text(FILES[name] + "\n")
    assert fingerprint(root) != before


@pytest.mark.parametrize("name", ["data/nlu/faq/second.yml", "bot/recognition/new.py"])
def test_a_new_source_changes_it(root: Path, name: str) -> None:
    before = fingerprint(root)
    (root / name).touch()
    assert fingerprint(root) != before


def test_a_renamed_source_changes_it(root: Path) -> None:
    before = fingerprint(root)
    (root / "data/nlu/faq/first.yml").rename(root / "data/nlu/faq/renamed.yml")
    assert fingerprint(root) != before


def test_a_deleted_source_changes_it(root: Path) -> None:
    before = fingerprint(root)
    (root / "data/nlu/faq/first.yml").unlink()
    assert fingerprint(root) != before


@pytest.mark.parametrize("name", ["README.md", "bot/chat.py", "actions/turn.py", "data/notes.txt"])
def test_what_no_model_depends_on_does_not_change_it(root: Path, name: str) -> None:
    before = fingerprint(root)
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text("anything")
    assert fingerprint(root) == before


def test_another_version_of_a_package_changes_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint(root)
    monkeypatch.setattr(importlib.metadata, "version", lambda package: "99")
    assert fingerprint(root) != before


def test_it_does_not_depend_on_where_the_project_is(root: Path, tmp_path: Path) -> None:
    before = fingerprint(root)
    moved = root.rename(tmp_path.parent / f"{tmp_path.name}-moved")
    assert fingerprint(moved) == before


def test_until_edited_data_are_trained_the_newest_model_of_the_same_code_serves(root: Path) -> None:
    models = root / "models"
    models.mkdir()
    assert best_model(current_model(models, root)) == current_model(models, root)  # which would have to be trained
    of_another_code = models / f"bpo-bot-00000000{fingerprint(root)[8:]}.tar.gz"
    older, newer = current_model(models, root), models / f"bpo-bot-{fingerprint(root)[:8]}00000000.tar.gz"
    for age, path in enumerate([older, newer, of_another_code]):
        path.touch()
        os.utime(path, (age, age))
    assert best_model(current_model(models, root)) == older
    (root / "data/nlu/faq/first.yml").write_text("nlu: [edited]")
    assert best_model(current_model(models, root)) == newer
    (root / "bot/nlu/recogniser.py").write_text("edited")
    assert best_model(current_model(models, root)) == current_model(models, root)


def test_the_current_model_is_named_after_it(root: Path) -> None:
    assert current_model(Path("models"), root) == Path(f"models/bpo-bot-{fingerprint(root)}.tar.gz")
