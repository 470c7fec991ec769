"""In which order bodies are shown to whoever looks for help."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.domain.matter import Option


def deciders_first(options: Iterable[Option]) -> tuple[Option, ...]:
    """As ``who_can_help`` gives them; but who only takes reports or gives advice, even if it is
    open now, stands behind those that perhaps can decide the case now."""

    def behind(option: Option) -> tuple[bool, bool]:
        settles = option.agency.settles_single_cases
        told_only = bool(settles and not settles.value)
        return option.verdict not in ("now", "perhaps"), told_only and option.verdict == "now"

    return tuple(sorted(options, key=behind))
