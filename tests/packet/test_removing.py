"""What cannot be taken away as it was asked for stops the bundle; it is never passed over."""

from __future__ import annotations

from dataclasses import replace

from onrecord.packet.content import Drawn
from packet.papers import bundle, content_of, holds, paper, says


def test_a_box_that_lies_outside_the_page_is_never_passed_over() -> None:
    documents = {"a": paper([says("The account is 44711234")])}
    content = content_of(documents)
    drawn = (Drawn(1, "black_out", ("-5 100 200 140",)),)
    content = replace(content, exhibits=(replace(content.exhibits[0], drawn=drawn),))
    made, report = bundle(content, documents)
    assert any(problem.stops for problem in report.problems)
    assert not holds(made, "44711234")
