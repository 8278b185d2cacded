"""OpenBLAS uses what the processor can do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import blas

KERNEL, THREADS = "OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS"


@pytest.fixture(autouse=True)
def _unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (KERNEL, THREADS):
        monkeypatch.setenv(name, "to be restored")
        monkeypatch.delenv(name)


def cpus(tmp_path: Path, flags: str) -> Path:
    file = tmp_path / "cpuinfo"
    file.write_text(f"processor\t: 0\nmodel name\t: one of next year\nflags\t\t: {flags}\n\nprocessor\t: 1\n", "utf-8")
    return file


def test_a_processor_with_avx2_gets_its_kernel(tmp_path: Path) -> None:
    blas.set_up(cpus(tmp_path, "fpu sse2 avx avx2 fma avx512f"))
    assert (os.environ[KERNEL], os.environ[THREADS]) == ("Haswell", "1")


@pytest.mark.parametrize("flags", ["fpu sse2 avx", "avx2", ""])
def test_any_other_is_left_to_openblas(tmp_path: Path, flags: str) -> None:
    blas.set_up(cpus(tmp_path, flags))
    assert KERNEL not in os.environ


def test_so_is_one_of_which_nothing_is_known(tmp_path: Path) -> None:
    blas.set_up(tmp_path / "nothing")
    assert KERNEL not in os.environ


def test_what_the_operator_sets_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KERNEL, "SkylakeX")
    monkeypatch.setenv(THREADS, "4")
    blas.set_up(cpus(tmp_path, "avx2 fma"))
    assert (os.environ[KERNEL], os.environ[THREADS]) == ("SkylakeX", "4")


def test_numpy_multiplies_with_it() -> None:
    code = (
        "from bot.quiet import hush; hush();"
        "import json, numpy; from threadpoolctl import threadpool_info;"
        "print(json.dumps([one for one in threadpool_info() if one['user_api'] == 'blas']))"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60).stdout
    [blas_of_numpy] = json.loads(said)
    assert blas_of_numpy["num_threads"] == 1
    assert (blas_of_numpy["architecture"] == "Haswell") == ({"avx2", "fma"} <= blas.features(blas.CPUS))
