"""What to say on the telephone in forty seconds, so that a supervisor knows what it is about."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.domain.when import When
from onrecord.packet.content import BundleContent, Reference

SECONDS = 40
A_MINUTE = 150
"""Spoken words a minute. Our own choice: where people usually speak, at 125 to 150 (S. Lucas, The
Art of Public Speaking, 8th edition 2004, page 300, as quoted on joyfulpublicspeaking.blogspot.com,
16 May 2021; read 22 November 2026), it is the brisk end; who speaks slower takes longer."""
MOST = SECONDS * A_MINUTE // 60
_FIGURES = 3
"""A number with more figures than this is read out figure by figure."""
_PLEASE = "I ask you to do this: "
_WANT = "What I want of them: "
_CLOSE_BODY = (
    "Please tell me what happens next, and give me your name and a reference for this call."
)


@dataclass(frozen=True)
class SayIt:
    """``lines`` are spoken one after the other; ``words`` as many as are spoken, numbers read out
    figure by figure."""

    lines: tuple[str, ...]
    words: int
    ask: str = ""
    """What is asked for, as it stands in the packet."""
    must: tuple[str, ...] = ()
    """What is never left out."""

    @property
    def seconds(self) -> int:
        return -(-self.words * 60 // A_MINUTE)

    @property
    def fits(self) -> bool:
        return self.words <= MOST

    def words_with(self, ask: str) -> int:
        """How many words it has at the least, were this asked for: what may be left out is."""
        others = [line for line in self.must if not line.startswith((_PLEASE, _WANT))]
        return spoken(" ".join([*others, _asked(ask)]))


def say_it(content: BundleContent, body: str = "") -> SayIt:
    """Who I am, what was promised and not done or what went wrong, what I ask for, and the two
    things to have before hanging up. What does not fit in the time is left out, the ask never.
    ``body`` is who is called, where that is not the company: then the company is ``they``."""
    if body:
        return _to_a_body(content, body)
    me = content.complainant.name
    account = next((r.value for r in content.references if r.kind == "Account"), "")
    hello = f"Hello, my name is {me}." if me else "Hello."
    number = f"My account number is {account}." if account else ""
    about = f"I call because {_about(content.title)}"
    ask = _asked(content.ask)
    close = (
        "Please give me a reference number for this call, your name, and the day it will be done."
    )
    must = [hello, about, ask, close]
    may = [number, _promise(content), _last(content), _refer(content)]
    chosen = [line for line in must if line]
    for line in may:
        if line and spoken(" ".join([*chosen, line])) <= MOST:
            chosen.append(line)
    order = [hello, number, about, _promise(content), _last(content), _refer(content), *must[2:]]
    lines = tuple(dict.fromkeys(line for line in order if line and line in chosen))
    must = tuple(line for line in must if line)
    return SayIt(lines, spoken(" ".join(lines)), content.ask, must)


def _to_a_body(content: BundleContent, body: str) -> SayIt:
    me, them = content.complainant.name, content.counterparty.name
    whom = f" about {them}" if them else ""
    hello = f"Hello, my name is {me}." if me else "Hello."
    title = content.title.strip().rstrip(".")
    about = f"I call about my complaint{whom}{f': {title}' if title else ''}."
    ask = _asked(content.ask).replace(_PLEASE, _WANT, 1)
    must = tuple(one for one in (hello, about, ask, _CLOSE_BODY) if one)
    found = ((one, _of_the_body(one, body)) for one in content.references)
    filed = next((number for _, number in found if number), "")
    theirs = _complaint(content) or next((r for r in reversed(_given(content))), "")
    may = [
        f"Your reference of it is {filed}." if filed else "",
        f"The company's reference of it is {theirs}." if theirs else "",
        _promise(content, "they"),
    ]
    chosen = list(must)
    for line in may:
        if line and spoken(" ".join([*chosen, line])) <= MOST:
            chosen.append(line)
    order = [hello, about, *may, ask, _CLOSE_BODY]
    lines = tuple(line for line in order if line and line in chosen)
    return SayIt(lines, spoken(" ".join(lines)), content.ask, must)


def _of_the_body(one: Reference, body: str) -> str:
    """The body's own number, as the cover has it (``BodyFile.said``)."""
    if one.kind == f"{body} file":
        return one.value
    return one.value.removeprefix("File ") if one.kind == body else ""


def spoken(text: str) -> int:
    """Words as they are spoken: a long number counts as many as it has figures."""
    count = 0
    for word in text.split():
        figures = sum(c.isdigit() for c in word)
        count += figures if figures > _FIGURES else 1
    return count


def _about(title: str) -> str:
    words = title.strip().rstrip(".")
    if not words:
        return "of my complaint."
    return f"of this: {words}."


def _asked(ask: str) -> str:
    lines = [line.strip().rstrip(".") for line in ask.splitlines() if line.strip()]
    return f"{_PLEASE}{lines[0]}." if lines else ""


def _promise(content: BundleContent, they: str = "you") -> str:
    """The last promise that was not kept; ``they`` is what the company is called."""
    for row in reversed(content.contact_log):
        for one in row.promises:
            if one.state == "broken" and not row.company:
                by = f" by {When(one.due).words()}" if one.due else ""
                who = row.who.split(",")[0].split(" (")[0]
                on = f"On {When(row.when).day.words()} {who or they} promised" if row.when else (
                    f"{they.capitalize()} promised"
                )  # fmt: skip
                return f"{on}: {one.words}{by}. That was not done."
    return ""


def _last(content: BundleContent) -> str:
    complaint = _complaint(content)
    if complaint:
        return f"Your reference of my complaint is {complaint}."
    given = _given(content)
    if not given:
        return ""
    last = list(given)[-1]
    return f"Your reference of {When(given[last]).day.words()} is {last}."


def _complaint(content: BundleContent) -> str:
    return next((r.value for r in content.references if r.kind == "Complaint"), "")


def _given(content: BundleContent) -> dict[str, str]:
    """The numbers they gave in calls and messages, by the last use, each with the day they first
    gave it."""
    found: dict[str, str] = {}
    for row in content.contact_log:
        if row.when and not row.attempt and row.reference and not row.company:
            found[row.reference] = found.pop(row.reference, row.when)
    return found


def _refer(content: BundleContent) -> str:
    count = len([r for r in content.contact_log if r.direction == "out" and not r.company])
    return f"This is my {count + 1}th contact about it." if 3 <= count <= 19 else ""
