"""Experiments: factors varied by a design, played under the same luck, and what that tells."""

from wargame.experiment.design import Design, design_of
from wargame.experiment.factors import Factor
from wargame.experiment.reading import (
    Experiment,
    check_experiments,
    find_experiments,
    read_experiment,
)
from wargame.experiment.study import Study, study
from wargame.experiment.words import make_experiment
from wargame.experiment.writing import write_study

__all__ = [
    "Design",
    "Experiment",
    "Factor",
    "Study",
    "check_experiments",
    "design_of",
    "find_experiments",
    "make_experiment",
    "read_experiment",
    "study",
    "write_study",
]
