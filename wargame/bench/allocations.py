"""How many arrays NumPy allocates, and how many bytes: counted where it asks for memory.

``tracemalloc`` tells what is held, not how often memory was asked for. NumPy lets a program put its own memory
routines in place of the usual ones (NEP 49); these count and then ask the C library. A process that has used them
should do nothing else of weight: every allocation now takes a call of Python.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

_SET_HANDLER = 304
"""Place of ``PyDataMem_SetHandler`` in the table of NumPy's C interface, which never moves."""
_HANDLER = b"mem_handler"
"""Name under which NumPy looks for a capsule's routines."""
_SIZE, _POINTER = ctypes.c_size_t, ctypes.c_void_p
_MALLOC = ctypes.CFUNCTYPE(_POINTER, _POINTER, _SIZE)
_CALLOC = ctypes.CFUNCTYPE(_POINTER, _POINTER, _SIZE, _SIZE)
_REALLOC = ctypes.CFUNCTYPE(_POINTER, _POINTER, _POINTER, _SIZE)
_FREE = ctypes.CFUNCTYPE(None, _POINTER, _POINTER, _SIZE)


class _Routines(ctypes.Structure):
    _fields_ = (
        ("ctx", _POINTER),
        ("malloc", _MALLOC),
        ("calloc", _CALLOC),
        ("realloc", _REALLOC),
        ("free", _FREE),
    )


class _Handler(ctypes.Structure):
    _fields_ = (("name", ctypes.c_char * 127), ("version", ctypes.c_uint8), ("routines", _Routines))


@dataclass
class Count:
    """Arrays allocated so far, and their bytes."""

    arrays: int = 0
    bytes: int = 0

    def add(self, size: int) -> None:
        """Count one more."""
        self.arrays += 1
        self.bytes += size


_KEPT: list[Any] = []
"""Routines that were ever used: an array made by them is freed by them, however late."""


@contextmanager
def counting() -> Iterator[Count]:
    """Count the arrays that NumPy allocates inside the block."""
    count, handler = Count(), _Handler(b"counting", 1)
    handler.routines = _routines(count)
    api = ctypes.pythonapi
    api.PyCapsule_New.restype, api.PyCapsule_New.argtypes = (
        ctypes.py_object,
        (_POINTER, ctypes.c_char_p, _POINTER),
    )
    api.PyCapsule_GetPointer.restype = _POINTER
    api.PyCapsule_GetPointer.argtypes = (ctypes.py_object, ctypes.c_char_p)
    capsule = api.PyCapsule_New(ctypes.addressof(handler), _HANDLER, None)
    _KEPT.append((handler, capsule))
    table = api.PyCapsule_GetPointer(np._core._multiarray_umath._ARRAY_API, None)  # type: ignore[attr-defined]
    address = ctypes.cast(table, ctypes.POINTER(_POINTER))[_SET_HANDLER]
    use = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.py_object)(address)
    usual = use(capsule)
    try:
        yield count
    finally:
        use(usual)


def _routines(count: Count) -> _Routines:
    library = ctypes.CDLL(None)
    for name, result, arguments in (
        ("malloc", _POINTER, (_SIZE,)),
        ("calloc", _POINTER, (_SIZE, _SIZE)),
        ("realloc", _POINTER, (_POINTER, _SIZE)),
        ("free", None, (_POINTER,)),
    ):
        routine = getattr(library, name)
        routine.restype, routine.argtypes = result, arguments

    def malloc(_: Any, size: int, routine: Any = library.malloc) -> Any:
        count.add(size)
        return routine(size)

    def calloc(_: Any, number: int, size: int, routine: Any = library.calloc) -> Any:
        count.add(number * size)
        return routine(number, size)

    def realloc(_: Any, place: Any, size: int, routine: Any = library.realloc) -> Any:
        count.add(size)
        return routine(place, size)

    def free(_: Any, place: Any, size: int, routine: Any = library.free) -> None:
        routine(place)

    return _Routines(None, _MALLOC(malloc), _CALLOC(calloc), _REALLOC(realloc), _FREE(free))
