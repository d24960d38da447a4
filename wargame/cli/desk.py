"""The desk of a person at the terminal: one line in, lines out. It knows no keyboard and no screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from wargame.faults import WargameError, nearest
from wargame.game import Game
from wargame.inputs import Draft
from wargame.menus import order_named
from wargame.narrate import Scene, desk, gather
from wargame.narrate import turn as tell_turn
from wargame.narrate.reasons import explain, full_field
from wargame.narrate.screen import Line, grid, heading
from wargame.narrate.situation import (
    Seat,
    agreements,
    estimates,
    home,
    means,
    objectives,
    programmes,
    relations,
    situation,
)
from wargame.observation import BAND

HELP: Mapping[str, tuple[str, str]] = {
    "situation": ("", "what you can spend, home politics, the ladder, your objectives"),
    "others": ("", "the other nations: trust, threat, capability as you estimate it (±)"),
    "programmes": ("", "your programmes, and what is known of others'"),
    "agreements": ("", "agreements in force"),
    "goals": ("", "your objectives"),
    "brief": ("", "your seat's brief"),
    "news": ("", "the last turn again"),
    "why": ("WHOSE FIELD [TURN]", "why a number changed: why JPN approval, why ROK>JPN trust, why korea tension"),
    "table": ("", "offers that wait for you, what you may offer, meetings you may call"),
    "convene": ("MEETING", "call a meeting, or come to one that was called"),
    "offer": ("AGREEMENT [SHARE] [secret]", "offer an agreement; SHARE is what its first party carries, %"),
    "accept": ("AGREEMENT", "accept an offer"),
    "reject": ("AGREEMENT", "reject an offer"),
    "counter": ("AGREEMENT SHARE", "answer an offer with another share, once"),
    "take": ("AGREEMENT", "take the counter to your offer"),
    "leave": ("AGREEMENT", "leave the counter to your offer"),
    "orders": ("[WORD]", "the orders you may issue, with prices; only those with the word"),
    "can": ("ORDER", "whether an order is legal, and if not, why"),
    "add": ("ORDER", "draft an order: add fund railgun 75"),
    "drop": ("ORDER | NUMBER", "take an order out of the draft"),
    "draft": ("", "your draft with what it costs and leaves"),
    "sign": ("AGREEMENT", "sign an agreement that was agreed at the table (all are, unless withheld)"),
    "withhold": ("AGREEMENT", "do not sign it: the others will trust you less"),
    "signal": ("ORDER | none", "announce an order in public; one you do not issue costs standing"),
    "promise": ("ORDER | none", "promise not to issue an order next turn"),
    "ease": ("", "ease in this turn's crisis round, if you sit in it"),
    "hold": ("", "hold in it, which is what happens if you say nothing"),
    "commit": ("", "seal your orders and play the turn"),
    "help": ("[ORDER]", "these commands; or what an order does: help consult"),
    "quit": ("", "leave; the game is kept and can be taken up again"),
}  # fmt: skip
"""Commands of the desk: what follows them, and what they do."""
WHY = (
    "Write: why WHOSE FIELD [TURN]. Of a nation: approval and the other tracks, spending, capital, funds, presence "
    "and the other areas. Of a pair, such as ROK>JPN: trust, relation, threat. Of a flashpoint: tension, status_quo. "
    "Of a group: cohesion. Of a programme: work, legacy. Of nobody: stability."
)


class Desk:
    """One seat's desk in one game.

    Attributes
    ----------
    committed : the seat has sealed its orders for the turn in play
    left : the person has left
    """

    def __init__(self, game: Game, seat: str) -> None:
        self.game, self.seat = game, seat
        self.committed = self.left = False

    @property
    def view(self) -> Seat:
        """What the seat sees now."""
        return Seat(self.game, self.seat)

    @property
    def drafted(self) -> Draft:
        """The draft, which the record keeps as the seat's orders so far."""
        sealed = [f for f in self.game.record.of(self.game.turn + 1, "orders") if f["seat"] == self.seat]
        return Draft.of(sealed[-1]) if sealed else Draft()

    @property
    def prompt(self) -> str:
        """What stands before the line to be typed."""
        return f"{self.seat}, turn {self.game.turn + 1}> "

    def greet(self) -> list[Line]:
        """Return what is told when the seat's turn begins."""
        if self.game.turn:
            told = [*self.news([]), *means(self.view), *home(self.view), *objectives(self.view)]
        else:
            told = [*self.brief([]), *situation(self.view)]
        hint = "Type help for the commands; table, orders, add ORDER and commit are those a turn needs."
        return [*told, Line(), *(Line(text) for text in desk.waiting(self.view)), Line(hint)]

    def do(self, text: str) -> list[Line]:
        """Do one line of a person and return what it brings; a mistake is told and changes nothing."""
        words = text.split()
        if not words:
            return []
        name, rest = words[0].lower(), words[1:]
        if name not in HELP:
            return [
                Line(f"There is no command {words[0]!r}. {nearest(name, HELP)} Type help for all of them.")
            ]
        command: Callable[[Sequence[str]], list[Line]] = getattr(self, name)
        try:
            return command(rest)
        except WargameError as error:
            return [Line(line) for line in str(error).splitlines()]

    # -- looking --------------------------------------------------------------------------------------------

    def help(self, words: Sequence[str]) -> list[Line]:
        """Return the commands, or what one of them or an order is."""
        if words and words[0].lower() in HELP:
            form, text = HELP[words[0].lower()]
            return [Line(f"{words[0].lower()} {form}".rstrip() + f": {text}.")]
        if words:
            return desk.help_for(self.view, order_named(self.game.play, words[0], self.seat))
        rows = [(f"{name} {form}".rstrip(), text) for name, (form, text) in HELP.items()]
        return [*heading("Commands"), *grid(rows)]

    def situation(self, words: Sequence[str]) -> list[Line]:
        """Return the situation in short."""
        return situation(self.view)

    def others(self, words: Sequence[str]) -> list[Line]:
        """Return the other nations."""
        return [*relations(self.view), *estimates(self.view)]

    def programmes(self, words: Sequence[str]) -> list[Line]:
        """Return programmes."""
        return programmes(self.view)

    def agreements(self, words: Sequence[str]) -> list[Line]:
        """Return agreements in force."""
        return agreements(self.view) or [Line("No agreement that you know of is in force.")]

    def goals(self, words: Sequence[str]) -> list[Line]:
        """Return the seat's objectives."""
        return objectives(self.view)

    def brief(self, words: Sequence[str]) -> list[Line]:
        """Return the seat's brief."""
        row = self.view.row
        return [*heading(f"You are {row.name}"), Line(row.dilemma, 2, "italic"), Line(row.brief, 2)]

    def news(self, words: Sequence[str]) -> list[Line]:
        """Return the last turn as the seat may know it."""
        if not self.game.turn:
            return [Line("No turn is played yet.")]
        return tell_turn(self.game.play.scenario, gather(Scene(self.game, self.game.turn, self.seat)))

    def why(self, words: Sequence[str]) -> list[Line]:
        """Return why a number changed, as the seat may know it."""
        turn = int(words[-1]) if len(words) > 1 and words[-1].isdigit() else None
        asked = words if turn is None else words[:-1]
        if len(asked) not in (1, 2):
            raise WargameError(WHY)
        scenario = self.game.play.scenario
        whose, field = ("", asked[0]) if len(asked) == 1 else asked
        name = full_field(scenario, field)
        told = explain(scenario, self.game.why(whose, name, turn, seat=self.seat))
        track = scenario.ruleset.tracks.get(name.removeprefix("home."))
        if track is not None and track.see == "estimated" and whose != self.seat:
            told.append(Line(f"You see only roughly where it stands: in a band of {BAND:g} points.", 2))
        return told

    # -- the table ------------------------------------------------------------------------------------------

    def table(self, words: Sequence[str]) -> list[Line]:
        """Return the table."""
        return desk.table(self.view)

    def convene(self, words: Sequence[str]) -> list[Line]:
        """Call a meeting."""
        (name,) = _exactly(words, "convene MEETING")
        return [Line(f"{name}: {self.game.convene(self.seat, name)}."), *self.table([])]

    def offer(self, words: Sequence[str]) -> list[Line]:
        """Offer an agreement."""
        secret = "secret" in words
        plain = [word for word in words if word != "secret"]
        if len(plain) not in (1, 2):
            raise WargameError("Write: offer AGREEMENT [SHARE] [secret].")
        share = _number(plain[1]) if len(plain) == 2 else None
        return self._said(plain[0], self.game.offer(self.seat, plain[0], share, secret))

    def accept(self, words: Sequence[str]) -> list[Line]:
        """Accept an offer."""
        (name,) = _exactly(words, "accept AGREEMENT")
        return self._said(name, self.game.answer(self.seat, name, "accept"))

    def reject(self, words: Sequence[str]) -> list[Line]:
        """Reject an offer."""
        (name,) = _exactly(words, "reject AGREEMENT")
        return self._said(name, self.game.answer(self.seat, name, "reject"))

    def counter(self, words: Sequence[str]) -> list[Line]:
        """Answer an offer with another share."""
        name, share = _exactly(words, "counter AGREEMENT SHARE")
        return self._said(name, self.game.answer(self.seat, name, _number(share)))

    def take(self, words: Sequence[str]) -> list[Line]:
        """Take the counter to one's own offer."""
        (name,) = _exactly(words, "take AGREEMENT")
        return self._said(name, self.game.take(self.seat, name, True))

    def leave(self, words: Sequence[str]) -> list[Line]:
        """Leave the counter to one's own offer."""
        (name,) = _exactly(words, "leave AGREEMENT")
        return self._said(name, self.game.take(self.seat, name, False))

    def _said(self, agreement: str, standing: str) -> list[Line]:
        """Tell how an agreement stands; one agreed now is signed unless it is withheld."""
        sign = self.drafted.sign
        if sign is not None and standing in desk.AGREED:
            self._submit(replace(self.drafted, sign=(*sign, agreement)))
        note = " It is pencilled; you sign it unless you withhold it." if standing in desk.AGREED else ""
        return [Line(f"{agreement}: {standing}.{note}")]

    # -- the draft ------------------------------------------------------------------------------------------

    def orders(self, words: Sequence[str]) -> list[Line]:
        """Return the legal orders."""
        return desk.orders(self.view, self.drafted, words)

    def can(self, words: Sequence[str]) -> list[Line]:
        """Tell whether an order is legal."""
        text = _some(words, "can ORDER")
        refused = self.game.refusal(self.seat, text)
        if refused:
            return [Line(refused)]
        name = order_named(self.game.play, words[0], self.seat)
        return [Line(f"{text}: legal."), *desk.help_for(self.view, name)]

    def draft(self, words: Sequence[str]) -> list[Line]:
        """Return the draft with its sums."""
        return desk.draft_lines(self.view, self.drafted)

    def add(self, words: Sequence[str]) -> list[Line]:
        """Draft an order."""
        text = _some(words, "add ORDER")
        return self._change(orders=(*self.drafted.orders, text))

    def drop(self, words: Sequence[str]) -> list[Line]:
        """Take an order out of the draft."""
        text, held = _some(words, "drop ORDER"), self.drafted.orders
        place = int(text.rstrip(".")) - 1 if text.rstrip(".").isdigit() else -1
        if 0 <= place < len(held):
            text = held[place]
        if text not in held:
            raise WargameError(f"{text!r} is not in your draft. {nearest(text, held)}")
        return self._change(orders=tuple(each for each in held if each != text))

    def sign(self, words: Sequence[str]) -> list[Line]:
        """Sign an agreement that was agreed at the table."""
        (name,) = _exactly(words, "sign AGREEMENT")
        held = self._signing()
        return self._change(sign=held if name in held else (*held, name))

    def withhold(self, words: Sequence[str]) -> list[Line]:
        """Do not sign what was agreed."""
        (name,) = _exactly(words, "withhold AGREEMENT")
        pencilled = self.game.pencilled(self.seat)
        if name not in pencilled:
            raise WargameError(f"{name!r} was not agreed at the table. {nearest(name, pencilled)}")
        return self._change(sign=tuple(each for each in self._signing() if each != name))

    def _signing(self) -> tuple[str, ...]:
        held = self.drafted.sign
        return tuple(self.game.pencilled(self.seat) if held is None else held)

    def signal(self, words: Sequence[str]) -> list[Line]:
        """Announce an order in public."""
        (word,) = _exactly(words, "signal ORDER, or signal none")
        return self._change(signal=None if word == "none" else word)

    def promise(self, words: Sequence[str]) -> list[Line]:
        """Promise not to issue an order next turn."""
        (word,) = _exactly(words, "promise ORDER, or promise none")
        return self._change(promise=None if word == "none" else word)

    def ease(self, words: Sequence[str]) -> list[Line]:
        """Ease in the crisis round."""
        return self._change(ease=True)

    def hold(self, words: Sequence[str]) -> list[Line]:
        """Hold in the crisis round."""
        return self._change(ease=False)

    def _change(self, **changed: Any) -> list[Line]:
        """Seal the changed draft if it is legal as a whole; else the old one stays."""
        self._submit(replace(self.drafted, **changed))
        return desk.draft_lines(self.view, self.drafted)

    def _submit(self, made: Draft) -> str:
        return self.game.submit(
            self.seat, made.orders, sign=made.sign, ease=made.ease, signal=made.signal, promise=made.promise
        )

    def commit(self, words: Sequence[str]) -> list[Line]:
        """Seal the orders for good."""
        seal = self._submit(self.drafted)
        self.committed = True
        return [Line(f"Your orders are sealed. Their fingerprint: {seal}", style="dim")]

    def quit(self, words: Sequence[str]) -> list[Line]:
        """Leave the game."""
        self.left = True
        return []


def _some(words: Sequence[str], form: str) -> str:
    """Return the words as one text, which there must be."""
    if not words:
        raise WargameError(f"Write: {form}.")
    return " ".join(words)


def _exactly(words: Sequence[str], form: str) -> Sequence[str]:
    """Return the words if they are as many as the form asks for."""
    wanted = len(form.partition(",")[0].split()) - 1
    if len(words) != wanted:
        raise WargameError(f"Write: {form}.")
    return words


def _number(text: str) -> float:
    try:
        return float(text.rstrip("%"))
    except ValueError:
        raise WargameError(f"{text!r} is not a share. Write a number of percent, such as 40.") from None
