"""What this is, its version, and whose work it stands on."""

from __future__ import annotations

import platform
from datetime import date
from importlib import metadata

from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from onrecord import __released__
from onrecord.bundled import schema
from onrecord.domain.when import When
from onrecord.ui.design import Body, Card, LinkButton, Mono, Muted
from onrecord.ui.desk import Desk
from onrecord.ui.shell.page import Page

LIBRARIES = (
    ("PySide6-Essentials", "Qt for Python, LGPL 3", True),
    ("pi-heif", "with libheif and libde265, LGPL 3", True),
    ("sqlcipher3", "SQLCipher and SQLite, BSD and public domain", False),
    ("sqlite-utils", "Apache 2.0", False),
    ("cryptography", "Apache 2.0 or BSD", False),
    ("pikepdf", "with qpdf, MPL 2.0 and Apache 2.0", False),
    ("pypdf", "BSD", False),
    ("pypdfium2", "with PDFium, Apache 2.0 and BSD", False),
    ("typst", "Apache 2.0", False),
    ("pillow", "MIT-CMU", False),
    ("nh3", "MIT", False),
    ("mammoth", "BSD", False),
    ("rapidocr", "with models of PaddleOCR, Apache 2.0", False),
    ("onnxruntime", "MIT", False),
    ("shapely", "BSD, with GEOS, LGPL 2.1", True),
    ("opencv-python-headless", "OpenCV, Apache 2.0, with FFmpeg, LGPL 2.1", True),
    ("icalendar", "BSD", False),
    ("defusedxml", "PSF", False),
    ("zxcvbn", "MIT", False),
    ("fontpkg-noto-sans", "Noto Sans, Open Font License", False),
    ("manimgx-fonts", "Noto for more scripts, Open Font License", False),
    ("noto-cjk-sans-otc", "Noto Sans CJK, Open Font License", False),
)
"""Distribution, its licence, and whether it is replaceable under the LGPL."""


class AboutPage(Page):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.set_words(
            self.tr("OnRecord {0}").format(_version("onrecord")),
            self.tr(
                "Keeps the papers of a dispute, gets calls on record, and builds the PDF that "
                "settles it. Everything stays on this computer; nothing is ever sent anywhere."
            ),
        )
        ours = Card(self.tr("Licence"), self)
        ours.body.addWidget(
            Body(self.tr("OnRecord is free software under the MIT licence, without warranty."))
        )
        self.body.addWidget(ours)
        self.body.addWidget(_age(self))
        self.body.addWidget(_vault_format(self))
        ours.body.addWidget(
            Muted(
                self.tr("Python {0}, Qt {1}").format(platform.python_version(), qVersion()),
                ours,
                selectable=True,
            )
        )
        free = Card(self.tr("Libraries under the LGPL"), self)
        free.body.addWidget(
            Body(
                self.tr(
                    "These are used unchanged, as shared libraries of their own that you may "
                    "replace with your version. Their licences, the LGPL 3 and the GPL 3 it builds "
                    "on, and their sources are at doc.qt.io, code.qt.io, "
                    "github.com/strukturag, libgeos.org and ffmpeg.org."
                ),
                selectable=True,
            )
        )
        others = Card(self.tr("Other libraries"), self)
        for name, licence, replaceable in LIBRARIES:
            card = free if replaceable else others
            if not _version(name):  # those that read pictures may be left out
                continue
            card.body.addWidget(Muted(f"{name} {_version(name)}: {licence}", card, selectable=True))
        self.body.addWidget(free)
        self.body.addWidget(others)


def _age(page: QWidget) -> Card:
    """How old the rules of this build are; each date says so of its own rule."""
    from onrecord.services.agency_directory import bundled_agencies

    card = Card(page.tr("How old this is"), page)
    made = date.fromisoformat(__released__)
    card.body.addWidget(
        Body(
            page.tr("This version was finished on {0}, {1}.").format(
                When.of_day(made).words(), _ago(page, made)
            )
        )
    )
    newest = max(agency.revised for agency in bundled_agencies())
    card.body.addWidget(
        Body(
            page.tr(
                "The rules of agencies and laws in this build were last gone over on {0}, {1}. "
                "They change. Each date shows its source, how old that is, and the address to "
                "check; OnRecord never goes online to look."
            ).format(When.of_day(newest).words(), _ago(page, newest))
        )
    )
    return card


def _ago(page: QWidget, day: date) -> str:
    days = (date.today() - day).days
    if days <= 0:
        return page.tr("today")
    return page.tr("1 day ago") if days == 1 else page.tr("{0} days ago").format(f"{days:,}")


def _vault_format(page: QWidget) -> Card:
    """A vault outlives the program: where it says how it is read without it."""
    card = Card(page.tr("Your vault without OnRecord"), page)
    card.body.addWidget(
        Body(
            page.tr(
                "A vault is a folder of encrypted files. README-RECOVERY.txt in it says how to read "
                "them with other programs and your passphrase or recovery code. How every file and "
                "every record is written is described in:"
            )
        )
    )
    described = schema("VAULT.md")
    card.body.addWidget(Mono(str(described), card, wrap=True))
    card.body.addWidget(
        LinkButton(
            page.tr("Open the description"),
            card,
            icon="external",
            on_click=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(described))),
        ),
        0,
        Qt.AlignmentFlag.AlignLeft,
    )
    return card


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
