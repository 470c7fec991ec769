"""What happened on record that a time can be counted from.

A clock can start on a phone call: a complaint need not be in writing for most bodies, so the first
contact we began counts as the first complaint where no step says otherwise, marked as assumed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from onrecord.domain.contact import Contact
from onrecord.domain.deadline import Start
from onrecord.domain.track import COMPANY_RUNGS, StageEvent
from onrecord.domain.when import When

# What a step of a track means in the words of the rules. "escalated" depends on its rung.
_MEANS: dict[str, tuple[str, ...]] = {
    "asked": ("first_complaint",),
    "denied": ("company_response", "provider_refused", "company_decision"),
    "answered": ("company_response",),
    "final_response": ("final_response", "company_response"),
    "deadlock": ("deadlock", "company_response"),
    "served": ("complaint_served", "complaint_sent", "complaint_received", "body_notice"),
}

_STANDS_IN = {
    "final_response": ("deadlock",),
    "deadlock": ("final_response",),
    "provider_refused": ("final_response", "deadlock"),
    "company_decision": ("final_response", "deadlock"),
}
"""What counts where that itself is not on record: a final answer and a deadlock letter are both the
company's last word. A refusal is none, and stands for neither."""


def starts_of(
    events: Iterable[StageEvent],
    contacts: Iterable[Contact] = (),
    more: Mapping[str, When | tuple[When, ...]] | None = None,
    notices: Collection[str] = (),
) -> dict[str, tuple[Start, ...]]:
    """For each event of the rules what is on record of it, the earliest first.

    ``more`` are dates given by hand, for what no step or contact says (when it was bought, when
    the statement was sent), several where it happened more than once. ``notices`` are ids of tracks
    with a bank or company whose notice is the way itself: what goes there is that notice, and filed
    nowhere.
    """
    found: dict[str, list[Start]] = {}

    def add(code: str, start: Start) -> None:
        found.setdefault(code, []).append(start)

    for event in events:
        codes = _MEANS.get(event.kind, ())
        if event.kind in ("asked", "denied") and event.rung not in COMPANY_RUNGS:
            codes = ()  # said by or to a body, not the company
        if event.kind == "escalated":
            codes = ("first_complaint",) if event.rung in COMPANY_RUNGS else ("filed",)
            if event.track_id in notices:
                codes = ("notice_given", "first_complaint")
        if event.kind == "served" and event.track_id in notices:
            codes = ("notice_received",)
        for code in codes:
            add(code, Start(code, When(event.dated), StageEvent.TABLE, event.id))
    for code, given in (more or {}).items():
        for when in (given,) if isinstance(given, When) else given:
            add(code, Start(code, when))
    if "first_complaint" not in found:
        for contact in contacts:
            if contact.direction == "out" and contact.kind != "voicemail" and not contact.attempt:
                when = When(contact.dated)
                doubt = f"If you complained in your {contact.kind} of {when.words()}."
                add(
                    "first_complaint",
                    Start("first_complaint", when, Contact.TABLE, contact.id, doubt),
                )
    own = {code: tuple(starts) for code, starts in found.items()}
    for code, others in _STANDS_IN.items():
        for other in () if code in own else others:
            for start in own.get(other, ()):
                add(code, start)  # still by the name of what it was
    return {
        code: tuple(sorted(starts, key=lambda start: start.when.sort_key))
        for code, starts in found.items()
    }
