"""Verification: published and closed-form values beside what the project's own functions compute."""

from wargame.verification.check import MET, MISSED, NO_DATA, Finding, choose, count, run, verify
from wargame.verification.data import Folder
from wargame.verification.target import INSTRUMENT, RULE, Check, Target, Tolerance, Value
from wargame.verification.targets import FAMILIES, TARGETS

__all__ = [
    "FAMILIES",
    "INSTRUMENT",
    "MET",
    "MISSED",
    "NO_DATA",
    "RULE",
    "TARGETS",
    "Check",
    "Finding",
    "Folder",
    "Target",
    "Tolerance",
    "Value",
    "choose",
    "count",
    "run",
    "verify",
]
