"""What is blacked out and marked on the pages of a packet."""

from __future__ import annotations

from dataclasses import asdict

import click

from onrecord.cli.naming import find_exhibit, find_id
from onrecord.cli.opening import open_vault, read_waiting, the_vault
from onrecord.cli.options import shared
from onrecord.cli.printing import print_answer, print_list, progress, remark


@click.command("mark")
@click.argument("packet", metavar="PACKET")
@click.argument("document", metavar="DOC")
@click.argument("page", type=int)
@click.argument("box", nargs=4, type=float, metavar="LEFT TOP RIGHT BOTTOM")
@click.option(
    "--as",
    "kind",
    type=click.Choice(["black_out", "crop", "circle", "highlight", "arrow", "note"]),
    default="black_out",
    show_default=True,
    help="What to do with the box.",
)
@click.option("--words", default="", help="What a note says.")
@click.option("--reason", default="", help="Why; kept with it.")
@click.option("--only-here", is_flag=True, help="Leave the same words alone elsewhere.")
@shared
def packet_mark(
    packet: str, document: str, page: int, box: tuple[float, float, float, float], kind: str,
    words: str, reason: str, only_here: bool,
) -> None:  # fmt: skip
    """Black out or mark a part of a page, on the copy only.

    The box is in points (1/72 inch) from the top left of the page as it is shown; of a picture in
    thousandths of its sides. DOC is a label in the packet, a title, a file name or an id.
    """
    from onrecord.domain.rect import Rect
    from onrecord.services.black_out import black_out_box
    from onrecord.services.mark_page import Mark, mark_page
    from onrecord.services.workshop import Workshop

    with Workshop(open_vault()) as workshop:
        vault = workshop.vault
        id = find_id(vault, "packet", packet, "packet")
        with progress() as tell:
            read_waiting(workshop, tell)
        evidence_id, rect = find_exhibit(vault, id, document), Rect(*box).text()
        if kind == "black_out":
            made = black_out_box(vault, id, evidence_id, page, [rect], reason, only_here=only_here)
            change, everywhere, pages = made.change, made.everywhere, len(made.elsewhere)
            still = made.still
        else:
            mark = Mark(kind, evidence_id, page, (rect,), words, reason)
            change, everywhere, pages, still = mark_page(vault, id, mark), (), 0, ()
    more = f" It stood on {pages} more pages, and is gone from there too." if pages else ""
    if still:
        where = ", ".join(f"{place.label} page {place.page}" for place in still)
        more = f": {where}. packet hide blacks them out everywhere."
    print_answer(
        {
            "id": change.result,
            "everywhere": list(everywhere),
            "more_pages": pages,
            "still_on": [{"label": one.label, "page": one.page} for one in still],
        },
        change.words + ("" if still else ".") + more,
    )


@click.command("hide")
@click.argument("packet", metavar="PACKET")
@click.argument("words", nargs=-1)
@click.option(
    "--found",
    multiple=True,
    metavar="KIND",
    help="All that was found of a kind (see packet private), but what the packet itself says; or all.",
)
@click.option("--reason", default="", help="Why; kept with it.")
@shared
def packet_hide(
    packet: str, words: tuple[str, ...], found: tuple[str, ...], reason: str
) -> None:  # fmt: skip
    """Black out words wherever they stand in the packet."""
    from onrecord.domain.private_words import PRIVATE_KINDS
    from onrecord.services.black_out_typed import black_out_typed
    from onrecord.services.judge_exhibits import judge_exhibits
    from onrecord.services.private_words import black_out_private, private_in_packet
    from onrecord.services.workshop import Workshop

    unknown = [kind for kind in found if kind not in (*PRIVATE_KINDS, "all")]
    if unknown or not (words or found):
        known = ", ".join(PRIVATE_KINDS)
        raise click.UsageError(f"Give words, or --found with one of {known}, all.")
    with Workshop(open_vault()) as workshop:
        vault = workshop.vault
        id = find_id(vault, "packet", packet, "packet")
        with progress() as tell:
            read_waiting(workshop, tell)
            judge_exhibits(
                workshop, id, tell
            )  # tells on which pages other words are seen than read
            read_waiting(workshop, tell)
        made = black_out_typed(vault, id, words, reason) if words else None
        kinds = PRIVATE_KINDS if "all" in found else found
        hidden = [x for x in private_in_packet(vault, id, kinds) if not x.printed] if found else []
        if hidden:
            black_out_private(vault, id, hidden)
    absent = list(made.absent) if made is not None else []
    told = [*(one for one in words if one not in absent), *(one.words for one in hidden)]
    if made is not None and made.sentence:
        remark(made.sentence)
    print_answer(
        {"id": id, "hidden": told, "absent": absent},
        "\n".join(told) or "There was nothing to black out.",
    )


@click.command("private")
@click.argument("packet", metavar="PACKET")
@shared
def packet_private(packet: str) -> None:
    """List what is in it that a stranger need not read."""
    from onrecord.services.private_words import private_in_packet
    from onrecord.services.workshop import Workshop

    with Workshop(open_vault()) as workshop:
        id = find_id(workshop.vault, "packet", packet, "packet")
        with progress() as tell:
            read_waiting(workshop, tell)
        found = private_in_packet(workshop.vault, id)
    print_list(
        [{**asdict(one), "reason": one.reason} for one in found],
        [
            (one.kind, one.words, f"{one.places[0].label} p. {one.places[0].page}",
             f"{len(one.places)} pages", "also printed" if one.printed else "")
            for one in found
        ],
        "Nothing private was found in the words of these pages.",
    )  # fmt: skip


@click.command("marks")
@click.argument("packet", metavar="PACKET")
@click.option("--take-off", "gone", multiple=True, metavar="MARK", help="Take this one off again.")
@click.option(
    "--say", nargs=2, multiple=True, metavar="MARK WORDS", help="Other words of this note."
)
@click.option(
    "--move",
    type=(str, float, float, float, float),
    multiple=True,
    metavar="MARK LEFT TOP RIGHT BOTTOM",
    help="Another box of this mark, as packet mark takes it; several boxes move with it.",
)
@shared
def packet_marks(
    packet: str,
    gone: tuple[str, ...],
    say: tuple[tuple[str, str], ...],
    move: tuple[tuple[str, float, float, float, float], ...],
) -> None:
    """List what is blacked out and marked in a packet, newest first."""
    from onrecord.domain.rect import Rect
    from onrecord.services.black_out import redraw_mark
    from onrecord.services.mark_page import change_mark, remove_marks
    from onrecord.services.views.packet_marks import marks_of_packet

    with the_vault() as vault:
        id = find_id(vault, "packet", packet, "packet")
        if gone:
            remove_marks(vault, [find_id(vault, "packet_mark", one, "mark") for one in gone])
        for mark, words in say:
            change_mark(vault, find_id(vault, "packet_mark", mark, "mark"), words=words)
        for mark, *box in move:
            redraw_mark(vault, find_id(vault, "packet_mark", mark, "mark"), Rect(*box).text())
        rows = marks_of_packet(vault, id).marks
    print_list(
        [asdict(row) for row in rows],
        [(row.id, row.kind, row.label, str(row.page or ""), row.words, row.reason) for row in rows],
        "Nothing is marked in this packet.",
    )
