"""Codes, tokens and keys: who may come into a room, and how often a stranger may guess.

A **code** names a seat or the big screen of one room; it is short, for people to type. Whoever gives a right one gets a
**token**, long and random, which their browser keeps; the store holds only its hash. The **key** is the facilitator's:
drawn anew at each start of the server and never written to disk.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import os
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass

from wargame.faults import WargameError

LETTERS = "BCDFGHJKMNPRSTVWXYZ"
"""No vowels, so that chance writes no words; no I, L, O, Q or U, which are taken for others."""
MEANT = str.maketrans({"2": "Z", "5": "S", "8": "B", "U": "V"})
"""What is read as another letter of a code, where only that one can be meant."""
CODE, KEY, GROUP = 6, 16, 4
"""Letters of a code and of a key; letters of a group of a key."""
DAYS = 7
"""Days that a browser is known."""
LIMIT, SECONDS, OVERALL = 10, 60.0, 100
"""Wrong codes in so many seconds: of one caller, and of all."""
CALLERS = 512
"""Callers that are remembered; of more, the one that was quiet longest is forgotten."""
LONGEST = 60
"""Letters of a typed code or key that are read, with all that is forgiven."""


def new_code() -> str:
    """Return a code, six letters: uniform, from the system's own randomness."""
    return _letters(CODE)


def show_code(code: str) -> str:
    """Return a code as people read it.

    Examples
    --------
    >>> show_code("BCDFGH")
    'BCD-FGH'
    """
    return f"{code[: CODE // 2]}-{code[CODE // 2 :]}"


def read_code(text: str) -> str:
    """Return the code that somebody typed, in whatever case and with whatever marks between.

    Raises
    ------
    WargameError
        text that can be no code; its words do not repeat what was typed

    Examples
    --------
    >>> read_code(" bcd fgh "), read_code("8CD-FGH")
    ('BCDFGH', 'BCDFGH')
    """
    found = _plain(text)
    if len(found) != CODE or not set(found) <= set(LETTERS):
        raise WargameError("A code is six letters, such as BCD-FGH. Look at the sheet of your seat again.")
    return found


def new_token() -> str:
    """Return a token of 32 random bytes, in letters that a cookie and an address may hold."""
    return base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=")


def hashed(token: str) -> str:
    """Return what the store keeps of a token or key.

    Examples
    --------
    >>> len(hashed("any"))
    64
    """
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def same(one: str, other: str) -> bool:
    """Tell whether two secrets are the same, in a time that does not depend on where they differ."""
    return hmac.compare_digest(hashed(one), hashed(other))


def new_key() -> str:
    """Return a facilitator's key: four groups of four letters."""
    drawn = _letters(KEY)
    return "-".join(drawn[at : at + GROUP] for at in range(0, KEY, GROUP))


def read_key(text: str) -> str:
    """Return the key that somebody typed, as ``new_key`` writes it; "" for what can be none.

    Examples
    --------
    >>> read_key("bcdf ghjk mnpr stvw"), read_key("bcdf")
    ('BCDF-GHJK-MNPR-STVW', '')
    """
    found = _plain(text)
    return "-".join(found[at : at + GROUP] for at in range(0, KEY, GROUP)) if len(found) == KEY else ""


@dataclass(frozen=True)
class Attempts:
    """Wrong codes of one caller, as the facilitator is told of them.

    Attributes
    ----------
    caller : address that they came from
    tries : how many, those that were turned away unread included
    at : when the last came, seconds since 1970
    """

    caller: str
    tries: int
    at: float


class TooMany(WargameError):
    """More wrong guesses than are allowed; the text says how long to wait."""


class Guesses:
    """Limits wrong codes, of one caller and of all, and remembers how many there were; never what was typed.

    A guess is taken before the code is looked up and forgiven if it was right, so that many at once gain nothing.

    Parameters
    ----------
    limit, overall : wrong codes of one caller, and of all
    seconds : in which so many are allowed
    steady, now : clocks, of waiting and of telling

    Examples
    --------
    >>> guesses = Guesses(limit=1, seconds=60, steady=lambda: 5.0, now=lambda: 1000.0)
    >>> guesses.take("192.0.2.7")
    >>> guesses.take("192.0.2.7")
    Traceback (most recent call last):
      ...
    wargame.workshop.door.TooMany: Too many wrong codes came from here. Wait 60 seconds, then try again.
    >>> guesses.recent()
    (Attempts(caller='192.0.2.7', tries=2, at=1000.0),)
    """

    def __init__(
        self,
        limit: int = LIMIT,
        seconds: float = SECONDS,
        overall: int = OVERALL,
        *,
        steady: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.limit, self.seconds, self.overall = limit, seconds, overall
        self._steady, self._now = steady, now
        self._lock = threading.Lock()
        self._all: deque[float] = deque()
        self._of: dict[str, deque[float]] = {}
        self._told: OrderedDict[str, Attempts] = OrderedDict()

    def take(self, caller: str) -> None:
        """Count a guess of a caller.

        Raises
        ------
        TooMany
            too many were wrong; says how long to wait
        """
        name = _caller(caller)
        with self._lock:
            at = self._steady()
            self._age(at)
            mine = self._of.setdefault(name, deque())
            self._note(name)
            for times, most, words in (
                (mine, self.limit, "came from here"),
                (self._all, self.overall, "came in from several places"),
            ):
                if len(times) >= most:
                    wait = max(1, round(times[len(times) - most] + self.seconds - at))
                    raise TooMany(
                        f"Too many wrong codes {words}. Wait {wait} second{'s' * (wait > 1)}, then try again."
                    )
            mine.append(at)
            self._all.append(at)

    def forgive(self, caller: str) -> None:
        """Take back the last guess of a caller: it was right."""
        name = _caller(caller)
        with self._lock:
            mine = self._of.get(name)
            if mine:
                at = mine.pop()
                if at in self._all:
                    self._all.remove(at)
            told = self._told.get(name)
            if told is not None and told.tries > 1:
                self._told[name] = Attempts(name, told.tries - 1, told.at)
            else:
                self._told.pop(name, None)

    def recent(self) -> tuple[Attempts, ...]:
        """Return who gave wrong codes, the latest first."""
        with self._lock:
            return tuple(reversed(self._told.values()))

    def _age(self, at: float) -> None:
        """Forget guesses older than the limit's time, and callers who made none since."""
        since = at - self.seconds
        for times in (self._all, *self._of.values()):
            while times and times[0] <= since:
                times.popleft()
        self._of = {name: times for name, times in self._of.items() if times}

    def _note(self, name: str) -> None:
        tries = self._told[name].tries + 1 if name in self._told else 1
        self._told[name] = Attempts(name, tries, self._now())
        self._told.move_to_end(name)
        while len(self._told) > CALLERS:
            self._told.popitem(last=False)


def _plain(text: str) -> str:
    """Return the letters and digits of a text that might be a code, as meant."""
    kept = "".join(each for each in text[:LONGEST].upper() if each.isalnum())
    return kept.translate(MEANT)


def _letters(number: int) -> str:
    """Return random letters; bytes that would favour some are drawn again."""
    fair = 256 - 256 % len(LETTERS)
    found = ""
    while len(found) < number:
        found += "".join(LETTERS[each % len(LETTERS)] for each in os.urandom(2 * number) if each < fair)
    return found[:number]


def _caller(address: str) -> str:
    """Return what counts as one caller: an address; of IPv6 the network, as one machine has many there."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        if not (found.is_loopback or found.is_link_local):
            return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
