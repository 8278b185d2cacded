"""How OpenBLAS, which multiplies matrices for numpy and scipy, works here; it reads that when numpy is imported."""

import os
from pathlib import Path

CPUS = Path("/proc/cpuinfo")


def set_up(cpus: Path = CPUS) -> None:
    """Set what is not set yet. To be called before numpy is imported.

    One thread: on matrices this small OpenBLAS's threads only spin (138 against 102 ms CPU a turn, measured). And the kernel
    for AVX2, where the processor has that: the OpenBLAS of numpy 1.23, the newest that Rasa takes, knows no processor made
    after it and gives those the kernel of 2004, less than half as fast (a parse 6.4 against 4.9 ms CPU on Emerald Rapids).
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if {"avx2", "fma"} <= features(cpus):
        os.environ.setdefault("OPENBLAS_CORETYPE", "Haswell")


def features(cpus: Path) -> set[str]:
    """What the first processor can do, in Linux's words; nothing where Linux is not there to say it."""
    try:
        lines = cpus.read_text("utf-8").splitlines()
    except OSError:
        return set()
    flags = next((line for line in lines if line.startswith("flags")), "")
    return set(flags.partition(":")[2].split())
