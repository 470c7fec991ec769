"""Packets: start, list, check, and what goes with their forms and calls."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import click

from onrecord.cli.naming import find_company, find_dispute, find_id, find_recipient
from onrecord.cli.opening import open_vault, read_waiting, the_vault
from onrecord.cli.options import Group, in_vault, shared
from onrecord.cli.packet_fit import packet_fit
from onrecord.cli.packet_marks import packet_hide, packet_mark, packet_marks, packet_private
from onrecord.cli.packet_sets import packet_sets
from onrecord.cli.packet_versions import packet_compare, packet_revise, packet_save
from onrecord.cli.printing import print_answer, print_list, progress
from onrecord.errors import NotFound, Refused


@click.group(cls=Group)
@in_vault
def packet() -> None:
    """Start, check and mark packets, and get forms filled."""


for one in (
    packet_mark, packet_hide, packet_private, packet_marks, packet_fit, packet_sets,
    packet_compare, packet_save, packet_revise,
):  # fmt: skip
    packet.add_command(one)


@packet.command("new")
@click.argument("dispute", metavar="DISPUTE")
@click.option(
    "--for",
    "who",
    required=True,
    metavar="WHO",
    help="supervisor, formal, regulator, small_claims, an id of the directory (agencies), or the"
    " name of a set of yours (packet sets).",
)
@click.option("--name", default="", help="Who it is addressed to, as it is printed.")
@click.option("--company", default="", help="Of which company, where there are several.")
@shared
def packet_new(dispute: str, who: str, name: str, company: str) -> None:
    """Start a packet, filled for its recipient."""
    from onrecord.services.packet_for import packet_for
    from onrecord.services.workshop import Workshop

    with Workshop(open_vault()) as workshop:
        vault = workshop.vault
        id = find_dispute(vault, dispute)
        with progress() as tell:
            read_waiting(workshop, tell)
        whom = find_recipient(vault, who, name)
        whom = replace(whom, company_id=find_company(vault, id, company))
        made = packet_for(vault, id, whom).result
    print_answer({"id": made}, made)


@packet.command("list")
@click.argument("dispute", metavar="DISPUTE")
@shared
def packet_list(dispute: str) -> None:
    """List the packets of a dispute, the newest first."""
    from onrecord.services.views.packets import packets

    with the_vault() as vault:
        rows = packets(vault, find_dispute(vault, dispute))
    print_list(
        [asdict(row) for row in rows],
        [
            (row.id, row.profile, row.recipient, row.title, f"{len(row.bundles)} made", row.state)
            for row in rows
        ],
        "There is no packet in this dispute yet.",
    )


@packet.command("check")
@click.argument("packet", metavar="PACKET")
@click.option("--quick", is_flag=True, help="Reckon pages and bytes; do not set the pages.")
@click.option("--mend", is_flag=True, help="Do every remedy that needs no answer.")
@click.option(
    "--reason",
    nargs=2,
    multiple=True,
    metavar="KEY WORDS",
    help="Why something it asks about is right as it is; KEY is that of the line.",
)
@click.option(
    "--out", default="", metavar="FILE", help="Write it to a file: .pdf to print, else text."
)
@shared
def packet_check(
    packet: str, quick: bool, mend: bool, reason: tuple[tuple[str, str], ...], out: str
) -> None:  # fmt: skip
    """Check before sending, by the recipient's rules.

    It says how the packet meets them, and where it is weak.
    """
    from onrecord.services.apply_remedy import AT_ONCE, LEFT_TO_A_PERSON, apply_remedy
    from onrecord.services.check_packet import Checked, check
    from onrecord.services.fit_report import measured_of
    from onrecord.services.fit_row import Measured
    from onrecord.services.live_preview import LivePreview
    from onrecord.services.picture_sizes import offer_to_fit, size_limit, take_offer
    from onrecord.services.settle_check import settle_check
    from onrecord.services.workshop import Workshop
    from onrecord.services.write_fit import fit_text, write_fit

    with Workshop(open_vault()) as workshop:
        vault = workshop.vault
        id = find_id(vault, "packet", packet, "packet")
        with progress() as tell:
            read_waiting(workshop, tell)

        def looked() -> Checked:
            if quick or any(line.level == "stop" for line in check(vault, id).lines):
                return check(vault, id)
            preview = LivePreview(workshop, id)
            try:
                size: Measured = measured_of(preview.update()[0])
            finally:
                preview.close()
            return check(vault, id, size)

        done: list[str] = []
        found = looked()
        for key, words in reason:
            line = next((x for x in found.lines if x.name == key and x.level == "ask"), None)
            if line is None:
                raise NotFound(f"Nothing asks under the key {key}.")
            settle_check(vault, id, key, line.words, words)
        if mend:
            for line in found.lines:
                mends = line.level == "ask" or line.act == "circle"
                if mends and line.act == "reduce":
                    offer = offer_to_fit(workshop, id, size_limit(vault, id))
                    done.append(take_offer(vault, id, offer).words)
                elif mends and line.act in AT_ONCE and line.act not in LEFT_TO_A_PERSON:
                    done.append(apply_remedy(vault, id, line).words)
        if reason or done:
            found = looked()
        fit = found.fit
        if out:
            write_fit(workshop, id, Path(out), None if fit.measured.about else fit.measured)
    plain = {
        "id": id,
        "recipient": fit.recipient,
        "agency_id": fit.agency_id,
        "profile": fit.profile,
        "rules": fit.rules,
        "fits": fit.fits,
        "ready": not any(line.level != "tip" for line in found.lines),
        "pages": fit.measured.pages,
        "bytes": fit.measured.length,
        "files": fit.measured.files,
        "about": fit.measured.about,
        "rows": [asdict(row) for row in fit.rows],
        "lines": [{**asdict(line), "key": line.name} for line in found.lines],
        "more_tips": found.more_tips,
        "settled": [
            {"key": line.name, "asked": line.words, "reason": why.reason}
            for line, why in found.settled
        ],
        "mended": done,
    }
    said = [*(f"Mended: {words}." for words in done), f"Wrote {out}." if out else fit_text(found)]
    print_answer(plain, "\n".join(said))


@packet.command("sheet")
@click.argument("packet", metavar="PACKET")
@click.option(
    "--field", nargs=2, multiple=True, metavar="CODE WORDS", help="Your own words for one."
)
@click.option(
    "--out", default="", metavar="FILE", help="Write it to a file: .pdf to print, else text."
)
@shared
def packet_sheet(packet: str, field: tuple[tuple[str, str], ...], out: str) -> None:
    """The fields of the recipient's form, to copy.

    Each has its count and its limit.
    """
    from onrecord.services.form_sheet import form_sheet, form_text
    from onrecord.services.form_words import set_field
    from onrecord.services.workshop import Workshop
    from onrecord.services.write_sheet import write_sheet

    with Workshop(open_vault()) as workshop:
        vault = workshop.vault
        id = find_id(vault, "packet", packet, "packet")
        for code, words in field:
            set_field(vault, id, code, words)
        sheet = form_sheet(vault, id)
        if out:
            write_sheet(workshop, id, Path(out))
    fields = [
        {**asdict(one), "id": one.code, "count": one.count, "over": one.over}
        for one in sheet.fields
    ]
    print_answer(
        {"id": id, **asdict(sheet), "fields": fields},
        f"Wrote {out}." if out else form_text(sheet).rstrip(),
    )


@packet.command("say")
@click.argument("packet", metavar="PACKET")
@shared
def packet_say(packet: str) -> None:
    """What to say on the telephone, in forty seconds."""
    from onrecord.domain.packet import Packet
    from onrecord.packet.content import Frozen
    from onrecord.services.bundle_content import bundle_content
    from onrecord.services.packet_for import packet_body
    from onrecord.services.say_it import say_it

    with the_vault() as vault:
        id = find_id(vault, "packet", packet, "packet")
        body = packet_body(vault, vault.get(Packet, id))
        said = say_it(bundle_content(vault, id, Frozen()), body)
    print_answer(
        {"id": id, "lines": list(said.lines), "words": said.words, "seconds": said.seconds},
        "\n".join((*said.lines, "", f"{said.words} words, about {said.seconds} seconds")),
    )


@packet.command("words")
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option("--list", "language", metavar="LANGUAGE", help="Write out FILE, to be translated.")
@shared
def packet_words(file: Path | None, language: str | None) -> None:
    """Our own words on the pages, in another language.

    Keeps those of FILE, for packets with that --language. Without FILE it says which languages
    there are.
    """
    from onrecord.services.bundle_words import keep_words, languages, words_to_translate
    from onrecord.services.writing_out import write_out

    with the_vault() as vault:
        if language is not None:
            words = words_to_translate(vault, language)
            if file is None:
                print_answer(json.loads(words), words.rstrip())
                return
            write_out(
                vault, [(file, lambda: [words.encode()])], "Wrote a list of words to translate"
            )
            print_answer({"id": language, "path": str(file)}, f"Wrote {file}.")
            return
        if file is None:
            print_answer({"languages": languages(vault)}, ", ".join(languages(vault)))
            return
        try:
            data = file.read_bytes()
        except OSError:
            raise Refused(f"{file} cannot be read.") from None
        kept = keep_words(vault, data)
    rest = f", {kept.missing} of ours are not in it and stay as they are" if kept.missing else ""
    unknown = f" None of ours: {'; '.join(kept.unknown[:5])}." if kept.unknown else ""
    print_answer(
        {"id": kept.language, "known": kept.known, "missing": kept.missing,
         "unknown": list(kept.unknown)},
        f"{kept.language}: {kept.known} words kept{rest}.{unknown}",
    )  # fmt: skip
