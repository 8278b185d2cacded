"""Packages of npm: what was published, or an error that says why not."""

from __future__ import annotations

import base64
import hashlib
import io
import tarfile
from pathlib import Path

import pytest

from bot.evaluate.npm import NpmError, Package


def packed(**files: str) -> bytes:
    """A tarball as npm makes them."""
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w:gz") as tarball:
        for name, text in files.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(text.encode())
            tarball.addfile(entry, io.BytesIO(text.encode()))
    return whole.getvalue()


@pytest.fixture
def kept(tmp_path: Path) -> Package:
    """A package that is in the cache."""
    whole = packed(one="1", two="2")
    (tmp_path / "somebody-widget-1.0.0.tgz").write_bytes(whole)
    return Package("@somebody/widget", "1.0.0", "sha512-" + base64.b64encode(hashlib.sha512(whole).digest()).decode())


def test_files_are_read_in_the_order_asked_for(kept: Package, tmp_path: Path) -> None:
    assert kept.read("two", "one", cache=tmp_path) == [b"2", b"1"]


def test_a_file_that_is_not_in_it_is_named(kept: Package, tmp_path: Path) -> None:
    with pytest.raises(NpmError, match="has no file three"):
        kept.read("three", cache=tmp_path)


def test_other_bytes_are_refused_and_not_kept(kept: Package, tmp_path: Path) -> None:
    file = tmp_path / "somebody-widget-1.0.0.tgz"
    file.write_bytes(packed(one="evil"))
    with pytest.raises(NpmError, match="is not what was published"):
        kept.read("one", cache=tmp_path)
    assert not file.exists()


def test_without_npm_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NpmError, match="no npm"):
        Package("@somebody/widget", "1.0.0", "").read("one", cache=tmp_path / "cache")


def test_what_npm_says_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'there is none such' >&2\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(NpmError, match=r"did not fetch @somebody/widget .*: there is none such"):
        Package("@somebody/widget", "1.0.0", "").read("one", cache=tmp_path / "cache")
