"""The five questions of the debrief: what may be answered, and what is told of it."""

from __future__ import annotations

from typing import Any

import pytest

from wargame.faults import WargameError
from wargame.workshop.survey import LETTERS, STATEMENTS, checked_answers, sentences, summary

WHOLE: dict[str, Any] = {**dict.fromkeys(STATEMENTS, 4), "sentence": "More time at the table."}


def test_five_statements_and_a_sentence_are_kept() -> None:
    assert len(STATEMENTS) == 5
    assert checked_answers(WHOLE) == WHOLE
    assert checked_answers({}) == {}


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"choise": 4}, "no statement 'choise' among the five"),
        ({"choice": 0}, "from 1, not at all, to 5, fully"),
        ({"choice": 6}, "from 1, not at all, to 5, fully"),
        ({"choice": 4.5}, "from 1, not at all, to 5, fully"),
        ({"choice": True}, "from 1, not at all, to 5, fully"),
        ({"choice": "5"}, "from 1, not at all, to 5, fully"),
        ({"sentence": "x" * (LETTERS + 1)}, "500 letters at most"),
    ],
)
def test_other_answers_are_told(answers: dict[str, Any], words: str) -> None:
    with pytest.raises(WargameError, match=words):
        checked_answers(answers)


def test_a_summary_counts_and_averages_each_statement() -> None:
    rows = {row.statement: row for row in summary([{"choice": 1}, {"choice": 5}, {"choice": 5, "again": 2}])}

    assert list(rows) == list(STATEMENTS)
    assert rows["choice"].counts == (1, 0, 0, 0, 2)
    assert rows["choice"].mean == pytest.approx(11.0 / 3.0)
    assert (rows["again"].counts, rows["again"].mean) == ((0, 1, 0, 0, 0), 2.0)
    assert (rows["others"].counts, rows["others"].mean) == ((0,) * 5, None)


def test_sentences_come_in_an_order_that_tells_nobody() -> None:
    told = [
        {"sentence": "We ran out of money."},
        {"choice": 3},
        {"sentence": ""},
        {"sentence": "It was fun."},
    ]
    assert sentences(told) == ("It was fun.", "We ran out of money.")
    assert sentences(reversed(told)) == sentences(told)
