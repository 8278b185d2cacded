"""Packages of npm as they were published: fetched by npm once, and checked against the digest that is pinned with them."""

import base64
import hashlib
import io
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from bot.recognition.encoder import cache_folder

TOP = "package/"  # the folder in which npm packs everything
PATIENCE = 120  # seconds for npm


class NpmError(RuntimeError):
    """A package cannot be had; the text says why."""


@dataclass(frozen=True)
class Package:
    """A version of a package; `integrity` is its tarball's digest as npm writes it, `sha512-` and base64."""

    name: str
    version: str
    integrity: str

    def read(self, *paths: str, cache: Path | None = None) -> list[bytes]:
        """Files of the package, without its dependencies; npm is asked when the tarball is not in the cache.

        Raises NpmError.
        """
        with tarfile.open(fileobj=io.BytesIO(self._tarball(cache or cache_folder() / "npm"))) as packed:
            return [self._member(packed, path) for path in paths]

    def _member(self, packed: tarfile.TarFile, path: str) -> bytes:
        try:
            file = packed.extractfile(TOP + path)
        except KeyError:
            file = None
        if file is None:
            raise NpmError(f"{self.name} {self.version} has no file {path}")
        return file.read()

    def _tarball(self, cache: Path) -> bytes:
        kept = cache / f"{self.name.strip('@').replace('/', '-')}-{self.version}.tgz"  # as npm names it
        if not kept.exists():
            self._fetch(cache)
        whole = kept.read_bytes()
        found = "sha512-" + base64.b64encode(hashlib.sha512(whole).digest()).decode()
        if found != self.integrity:
            kept.unlink()  # or the next one would find it, too
            raise NpmError(f"{self.name} {self.version} is not what was published: its digest is {found}")
        return whole

    def _fetch(self, cache: Path) -> None:
        npm = shutil.which("npm")
        if npm is None:
            raise NpmError("there is no npm on this machine")
        cache.mkdir(parents=True, exist_ok=True)
        command = [npm, "pack", f"{self.name}@{self.version}", "--pack-destination", str(cache.resolve())]
        try:
            done = subprocess.run(command, cwd=cache, check=False, capture_output=True, text=True, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            raise NpmError(f"npm did not fetch {self.name} within {PATIENCE} seconds") from None
        if done.returncode:
            raise NpmError(f"npm did not fetch {self.name} {self.version}: {done.stderr.strip()[-500:]}")
