"""Our assembly alone, from files to a file: ``python assembling.py FOLDER OUT``."""

from __future__ import annotations

import sys
from pathlib import Path

from pikepdf import Pdf

from onrecord.packet.assemble import assemble
from onrecord.packet.content import BundleContent, Exhibit
from onrecord.packet.gather import Library
from onrecord.packet.outcome import Verdict
from onrecord.packet.verdict import engine


def main(folder: Path, out: Path) -> None:
    paths = sorted(folder.iterdir())
    exhibits = tuple(
        Exhibit(str(path), f"A{n}", title=path.stem, media_type="application/pdf")
        for n, path in enumerate(paths, 1)
    )
    verdicts = {}
    for path in paths:
        with Pdf.open(path) as pdf:
            verdicts[str(path)] = Verdict(engine(), len(pdf.pages))
    content = BundleContent("Charged twice (sample)", exhibits=exhibits, sample=True)
    library = Library(lambda id: Path(id).read_bytes())
    with out.open("wb") as file:
        assemble(content, library, verdicts).write(file.write)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
