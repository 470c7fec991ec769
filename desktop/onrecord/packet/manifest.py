"""The machine-readable list of what a bundle holds, as ``schemas/manifest.schema.json`` has it.

It goes out beside the PDF, so it says no more than the PDF prints. ``pdf.sha256`` stays null until
the finished file is stored. Parser-free.
"""

from __future__ import annotations

from typing import Any

from onrecord.packet.content import BundleContent, Exhibit
from onrecord.packet.outcome import BuildReport, PageRecord

FORMAT = "onrecord-bundle-manifest"
VERSION = 1


def manifest_of(content: BundleContent, report: BuildReport) -> dict[str, Any]:
    """The manifest of the bundle that ``report`` describes."""
    frozen = content.frozen
    return {
        "format": FORMAT,
        "version": VERSION,
        "title": content.title,
        "language": content.language,
        "sample": content.sample,
        "revision": frozen.revision,
        "frozen_at": frozen.frozen_at,
        "made_with": {
            "app": "OnRecord",
            "app_version": frozen.app_version,
            "libraries": dict(sorted(frozen.library_versions.items())),
        },
        "pdf": {
            "sha256": report.sha256 or None,
            "length": report.length or None,
            "page_count": report.page_count,
        },
        "custody": {"length": frozen.custody_length, "sha256": frozen.custody_head},
        **_volumes(report),
        **_along(content),
        "exhibits": [_exhibit(e, report) for e in content.exhibits],
        "pages": [_page(page) for page in report.pages],
    }


def _volumes(report: BuildReport) -> dict[str, Any]:
    return {"volumes": [vars(one) for one in report.volumes]} if report.volumes else {}


def _along(content: BundleContent) -> dict[str, Any]:
    if not content.along:
        return {}
    return {
        "along": [
            {
                "exhibit": one.label,
                "name": one.name,
                "form": one.form,
                "length": one.length or None,
                "sha256": one.sha256 or None,
            }
            for one in content.along
        ]
    }


def with_pdf(manifest: dict[str, Any], *, sha256: str, length: int) -> dict[str, Any]:
    """``manifest`` with the figures of the finished file."""
    return manifest | {"pdf": manifest["pdf"] | {"sha256": sha256, "length": length}}


def _exhibit(exhibit: Exhibit, report: BuildReport) -> dict[str, Any]:
    mine = [p for p in report.pages if p.exhibit_label == exhibit.label]
    shown = [p for p in mine if p.kind != "divider"]
    return {
        "id": exhibit.id,
        "label": exhibit.label,
        "title": exhibit.title,
        "file_name": exhibit.file_name,
        "media_type": exhibit.media_type,
        "length": exhibit.length,
        "sha256": exhibit.sha256,
        "sha256_of": exhibit.sha256_of,
        "theirs": exhibit.theirs,
        "page_count": exhibit.page_count,
        "pages": [p.exhibit_page for p in shown if p.kind != "sheet" and p.exhibit_page],
        "bundle_pages": {
            "divider": next((p.number for p in mine if p.kind == "divider"), None),
            "first": shown[0].number if shown else None,
            "last": shown[-1].number if shown else None,
        },
        "method": _method(exhibit, shown),
    }


def _method(exhibit: Exhibit, shown: list[PageRecord]) -> str:
    kinds = {p.kind for p in shown}
    if "redacted" in kinds and "sheet" not in kinds:
        return "redacted"
    if "sheet" in kinds:
        return "sheet"
    if kinds == {"image"}:
        return "image"
    if exhibit.media_type.startswith(("image/", "text/", "message/")):
        return "made"
    return "copy and image" if "image" in kinds else "copy"


def _page(page: PageRecord) -> dict[str, Any]:
    return {
        "number": page.number,
        "kind": page.kind,
        "exhibit": page.exhibit_label or None,
        "exhibit_page": page.exhibit_page,
    }
