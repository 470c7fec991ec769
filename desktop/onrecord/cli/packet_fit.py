"""A packet's pictures made smaller, so that its PDF fits a size."""

from __future__ import annotations

import click

from onrecord.cli.naming import find_id
from onrecord.cli.opening import open_vault, read_waiting
from onrecord.cli.options import shared
from onrecord.cli.printing import print_answer, progress


@click.command("fit")
@click.argument("packet", metavar="PACKET")
@click.option(
    "--to",
    "megabytes",
    type=click.FloatRange(min=0, min_open=True),
    metavar="MB",
    help="Megabytes at most; what the recipient takes, where it is not said.",
)
@click.option("--try", "only_try", is_flag=True, help="Tell what it would come to, change nothing.")
@shared
def packet_fit(packet: str, megabytes: float | None, only_try: bool) -> None:
    """Make its pictures smaller until the PDF fits a size.

    The mildest way that does is chosen; the answer names the page that loses most.
    """
    from onrecord.domain.file_size import size_words
    from onrecord.errors import Refused
    from onrecord.services.picture_sizes import offer_to_fit, size_limit, take_offer
    from onrecord.services.workshop import Workshop

    with Workshop(open_vault()) as workshop:
        vault = workshop.vault
        id = find_id(vault, "packet", packet, "packet")
        most = round(megabytes * 1_000_000) if megabytes else size_limit(vault, id)
        if not most:
            raise Refused("Their limit is not known; say how large it may be, with --to.", "to")
        with progress() as tell:
            read_waiting(workshop, tell)
            offer = offer_to_fit(workshop, id, most, tell)
        if not only_try:
            take_offer(vault, id, offer)
    sizes = f"{size_words(offer.before)} now, {size_words(offer.after)}"
    if offer.fits_now:
        said = f"It fits: {size_words(offer.before)}."
    else:
        said = f"{sizes} with pictures made smaller ({offer.pictures or 'as they are'})."
        said += f" {offer.label}, page {offer.page} loses most." if offer.page else ""
    plain = {
        "id": id, "most": most, "before": offer.before, "after": offer.after,
        "pictures": offer.pictures, "before_pictures": offer.now, "fits_now": offer.fits_now,
        "worst": {"label": offer.label, "page": offer.page} if offer.page else None,
        "changed": not only_try and not offer.fits_now,
    }  # fmt: skip
    print_answer(plain, said)
