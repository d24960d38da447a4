"""The machine that a benchmark ran on, in one line: speed without it tells nothing."""

from __future__ import annotations

import os
import platform
import resource
import sys
from pathlib import Path
from typing import Any

import mesa
import numpy as np

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Variables that hold linear algebra to one thread, if they are set before NumPy is imported."""


def machine() -> dict[str, Any]:
    """Return processor, cores, Python, NumPy, its BLAS and threads, Mesa."""
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return {
        "processor": _processor(),
        "cores": os.cpu_count() or 1,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "numpy": np.__version__,
        "blas": f"{blas.get('name', 'unknown')} {blas.get('version', '')}".strip(),
        "blas_threads": _threads(),
        "mesa": mesa.__version__,
    }


def _processor() -> str:
    """Return the processor's name; the kernel's on Linux, where ``platform`` does not know it."""
    path = Path("/proc/cpuinfo")
    if path.exists():
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return " ".join(line.partition(":")[2].split())
    return platform.processor() or platform.machine()


def _threads() -> int | None:
    """Return the threads that BLAS uses, as far as it was told; None if nobody told it."""
    told = os.environ.get("OMP_NUM_THREADS", "")
    return int(told) if told.isdigit() else None


def peak_memory() -> float:
    """Return the most memory that this process ever held, MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024.0**2 if sys.platform == "darwin" else 1024.0)
