"""A picture whose file is cut off is shown as far as it goes, and nobody is left to find that out."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image

from onrecord.domain.evidence import Evidence
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.check_packet import check_packet
from onrecord.services.export_bundle import bundle_chunks, export_bundle
from onrecord.services.read_documents import read_documents
from onrecord.services.start_packet import start_packet
from onrecord.services.workshop import Workshop


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_what_is_there_of_it_is_in_the_pdf_and_it_is_asked_about(
    workshop: Workshop, dispute: str, form: str
) -> None:
    vault, made = workshop.vault, io.BytesIO()
    Image.effect_noise((640, 480), 90).convert("RGB").save(made, form)
    cut = made.getvalue()[: len(made.getvalue()) // 2]
    (id,) = attach_files(vault, [Pasted("meter.img", cut)], dispute_id=dispute).added
    read_documents(vault, workshop.reader)
    one = vault.get(Evidence, id)
    assert (one.read_state, one.page_count) == ("read", 1)
    assert one.problem == "This picture is cut off; what is there of it is shown."
    packet = start_packet(vault, dispute).result
    lines = [line for line in check_packet(vault, packet) if "cut off" in line.words]
    assert [(line.level, line.words) for line in lines] == [
        ("ask", "“meter” is a picture that is cut off: only what is there of it is in the PDF.")
    ]
    bundle = export_bundle(workshop, packet).bundle_id
    with pypdfium2.PdfDocument(b"".join(bundle_chunks(vault, bundle))) as pdf:
        pictures = [o for page in pdf for o in page.get_objects() if o.type == 3]
        assert len(pictures) == 1  # and no sheet in its place
