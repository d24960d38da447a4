"""Codes, tokens and keys: who comes in, who is kept waiting, and what is never written down."""

from __future__ import annotations

import json
import os
import threading
from collections import Counter
from pathlib import Path

import pytest

from wargame.faults import WargameError
from wargame.workshop import door
from wargame.workshop.door import Guesses, hashed, new_code, new_key, new_token, read_code, same, show_code
from wargame.workshop.keys import Keys


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = 1_000_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


# -- codes and tokens -----------------------------------------------------------------------------------------


def test_codes_are_six_letters_that_nobody_takes_for_others():
    codes = [new_code() for _ in range(300)]
    assert {len(code) for code in codes} == {6}
    assert not set("".join(codes)) & set("AEIOULQ0123456789")
    assert len(set(codes)) == 300


def test_every_letter_is_as_likely_as_any_other(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "urandom", lambda count: bytes(range(256)))
    drawn = Counter(door._letters(247))
    assert set(drawn.values()) == {13}


@pytest.mark.parametrize("typed", ["BCDFGV", "bcd-fgv", " bcd fgv ", "b.c.d.f.g.v", "BCD–FGV", "8CDFGU"])
def test_a_code_is_read_however_it_was_typed(typed: str):
    assert read_code(typed) == "BCDFGV"


@pytest.mark.parametrize(
    "typed", ["", "BCDFG", "BCDFGHJ", "BCDFGA", "BCDFG1", "<script>", "日本日本日本", "B" * 9999]
)
def test_what_can_be_no_code_is_told_without_repeating_it(typed: str):
    with pytest.raises(WargameError, match="A code is six letters") as told:
        read_code(typed)
    assert not typed or typed not in str(told.value)


def test_a_code_is_shown_as_it_can_be_read_back():
    code = new_code()
    assert read_code(show_code(code)) == code


def test_tokens_are_long_differ_and_fit_a_cookie():
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) == 43 and token.replace("-", "").replace("_", "").isalnum() for token in tokens)


def test_a_hash_tells_nothing_of_its_token():
    token = new_token()
    assert token not in hashed(token)
    assert same(token, token)
    assert not same(token, token + "x")


# -- guesses ----------------------------------------------------------------------------------------------------


def test_a_caller_who_guesses_waits_and_another_does_not(clock: Clock):
    guesses = Guesses(limit=3, seconds=60, steady=clock, now=clock)
    for _ in range(3):
        guesses.take("192.0.2.1")
    clock.at += 20
    with pytest.raises(WargameError, match="Wait 40 seconds"):
        guesses.take("192.0.2.1")
    guesses.take("192.0.2.2")
    clock.at += 41
    guesses.take("192.0.2.1")


def test_a_right_code_counts_for_nothing(clock: Clock):
    guesses = Guesses(limit=1, steady=clock, now=clock)
    for _ in range(50):
        guesses.take("192.0.2.1")
        guesses.forgive("192.0.2.1")
    assert guesses.recent() == ()


def test_a_right_code_does_not_wash_away_wrong_ones(clock: Clock):
    guesses = Guesses(limit=2, steady=clock, now=clock)
    guesses.take("192.0.2.1")
    guesses.take("192.0.2.1")
    guesses.forgive("192.0.2.1")
    guesses.take("192.0.2.1")
    with pytest.raises(WargameError, match="Too many wrong codes came from here"):
        guesses.take("192.0.2.1")


def test_guesses_from_many_places_are_limited_together(clock: Clock):
    guesses = Guesses(limit=5, overall=20, steady=clock, now=clock)
    for place in range(20):
        guesses.take(f"192.0.2.{place}")
    with pytest.raises(WargameError, match=r"several places.*Wait 60 seconds"):
        guesses.take("192.0.2.200")


def test_a_network_of_ipv6_is_one_caller(clock: Clock):
    guesses = Guesses(limit=2, steady=clock, now=clock)
    guesses.take("2001:db8::1")
    guesses.take("2001:db8::ffff:2")
    with pytest.raises(WargameError, match="Too many"):
        guesses.take("2001:db8::3")
    guesses.take("2001:db8:0:1::3")
    guesses.take("::ffff:192.0.2.1")
    assert guesses.recent()[0].caller == "192.0.2.1"


def test_who_guessed_is_told_and_what_was_typed_is_not(clock: Clock):
    guesses = Guesses(limit=2, steady=clock, now=clock)
    for place in ("192.0.2.1", "192.0.2.2", "192.0.2.1"):
        clock.at += 1
        guesses.take(place)
    with pytest.raises(WargameError):
        guesses.take("192.0.2.1")
    found = [(each.caller, each.tries, each.at) for each in guesses.recent()]
    assert found == [("192.0.2.1", 3, clock.at), ("192.0.2.2", 1, clock.at - 1)]


def test_memory_of_callers_is_bounded(clock: Clock):
    guesses = Guesses(overall=10**9, steady=clock, now=clock)
    for place in range(3 * door.CALLERS):
        clock.at += 1
        guesses.take(f"place {place} " + "x" * 1000)
    assert len(guesses.recent()) == door.CALLERS
    assert len(guesses._of) <= door.SECONDS + 1
    assert all(len(each.caller) <= 64 for each in guesses.recent())


def test_many_guesses_at_once_gain_nothing(clock: Clock):
    guesses = Guesses(limit=10, steady=clock, now=clock)
    let, begin = [], threading.Barrier(20)

    def guess() -> None:
        begin.wait()
        for _ in range(10):
            try:
                guesses.take("192.0.2.1")
            except WargameError:
                continue
            let.append(1)

    threads = [threading.Thread(target=guess) for _ in range(20)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(let) == 10


# -- the facilitator's key ----------------------------------------------------------------------------------------


def test_the_key_lets_in_however_it_is_typed(tmp_path: Path):
    keys = Keys(tmp_path / "door.json")
    for typed in (keys.key, keys.key.lower(), keys.key.replace("-", " ")):
        assert keys.knows(keys.enter(typed, "192.0.2.1"))


@pytest.mark.parametrize("typed", ["", "BCDF", "x" * 100_000, "BCDF-GHJK-MNPR-STVW-BCDF"])
def test_a_wrong_key_lets_nobody_in(tmp_path: Path, typed: str):
    keys = Keys(tmp_path / "door.json")
    with pytest.raises(WargameError, match="This is not the key"):
        keys.enter(typed, "192.0.2.1")
    assert not (tmp_path / "door.json").exists()


def test_keys_cannot_be_tried_out(tmp_path: Path):
    keys = Keys(tmp_path / "door.json")
    for _ in range(door.LIMIT):
        with pytest.raises(WargameError, match="not the key"):
            keys.enter(new_key(), "192.0.2.1")
    with pytest.raises(WargameError, match="Too many"):
        keys.enter(keys.key, "192.0.2.1")


def test_a_restart_draws_a_new_key_and_knows_the_old_browsers(tmp_path: Path):
    before = Keys(tmp_path / "rooms" / "door.json")
    token = before.enter(before.key, "192.0.2.1")
    after = Keys(tmp_path / "rooms" / "door.json")
    assert after.knows(token)
    with pytest.raises(WargameError):
        after.enter(before.key, "192.0.2.1")


def test_a_browser_is_forgotten_when_asked_and_after_a_week(tmp_path: Path, clock: Clock):
    keys = Keys(tmp_path / "door.json", clock)
    one, other = (keys.enter(keys.key, "192.0.2.1") for _ in range(2))
    keys.forget(one)
    assert (keys.knows(one), keys.knows(other)) == (False, True)
    assert not Keys(tmp_path / "door.json", clock).knows(one)
    clock.at += 7 * 86400 + 1
    assert not keys.knows(other)
    clock.at -= 1000
    keys.forget()
    assert not keys.knows(other)


def test_the_file_holds_neither_key_nor_token_and_is_its_owners(tmp_path: Path):
    path = tmp_path / "door.json"
    keys = Keys(path)
    token = keys.enter(keys.key, "192.0.2.1")
    text = path.read_text(encoding="utf-8")
    assert token not in text
    assert keys.key not in text
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["door.json"]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"tokens": {"a": "b"}}', '{"tokens": 3}'])
def test_a_damaged_file_costs_no_more_than_giving_the_key_again(tmp_path: Path, text: str):
    path = tmp_path / "door.json"
    path.write_text(text, encoding="utf-8")
    keys = Keys(path)
    assert "cannot be read" in keys.fault
    assert keys.knows(keys.enter(keys.key, "192.0.2.1"))
    assert len(json.loads(path.read_text(encoding="utf-8"))["tokens"]) == 1
    assert keys.fault == ""


def test_a_disk_that_takes_nothing_keeps_no_facilitator_out(tmp_path: Path):
    (tmp_path / "rooms").write_text("a file where a folder should be", encoding="utf-8")
    keys = Keys(tmp_path / "rooms" / "door.json")
    assert keys.knows(keys.enter(keys.key, "192.0.2.1"))
    assert "cannot be written" in keys.fault
    assert keys.key not in keys.fault


def test_nobody_is_known_by_nothing(tmp_path: Path):
    assert not Keys(tmp_path / "door.json").knows("")
