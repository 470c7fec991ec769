"""Our assembly alone, from files to a file: ``python assembling.py FOLDER OUT``.

Prints as JSON the processor seconds it took, without importing, and without setting our own pages:
that is work its peer is spared.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pikepdf import Pdf

from benchmarks.measure import own_cpu_s
from onrecord.packet import assemble as assembly
from onrecord.packet import press
from onrecord.packet.content import BundleContent, Exhibit
from onrecord.packet.gather import Library
from onrecord.packet.outcome import Verdict
from onrecord.packet.typeset import FrontMatter, typeset
from onrecord.packet.verdict import engine


def main(folder: Path, out: Path) -> None:
    paths = sorted(folder.iterdir())
    exhibits = tuple(
        Exhibit(str(path), f"A{n}", title=path.stem, media_type="application/pdf")
        for n, path in enumerate(paths, 1)
    )
    verdicts: dict[str, Verdict] = {}
    for path in paths:
        with Pdf.open(path) as pdf:
            verdicts[str(path)] = Verdict(engine(), len(pdf.pages))
    content = BundleContent("Charged twice (sample)", exhibits=exhibits, sample=True)
    press.warm()
    setting: list[float] = []

    def measured(*args: Any) -> FrontMatter:
        began = own_cpu_s()
        made = typeset(*args)
        setting.append(own_cpu_s() - began)
        return made

    assembly.typeset = measured
    began = own_cpu_s()
    library = Library(lambda id: Path(id).read_bytes())
    with out.open("wb") as file:
        assembly.assemble(content, library, verdicts).write(file.write)
    print(json.dumps(own_cpu_s() - began - sum(setting)))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
