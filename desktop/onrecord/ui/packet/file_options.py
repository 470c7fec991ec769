"""How the files of a packet are made: print, sizes, pictures, what goes along. Folded sections, of
which one stands open at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDoubleValidator, QIntValidator
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from onrecord.domain.file_size import MEGABYTE, size_words
from onrecord.ui.design import CheckBox, Field, LinkButton, Muted, Space, icons, theme
from onrecord.ui.packet.language_box import LanguageBox, name_of
from onrecord.ui.packet.typed_limits import typed_bytes, typed_pages

if TYPE_CHECKING:
    from onrecord.domain.packet_options import PacketOptions
    from onrecord.services.views.packet_detail import PlacedDocument

_PAUSE_MS = 600


@dataclass(frozen=True)
class FileOptionsEdited:
    """Options of the packet that were changed, by name."""

    values: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True)
class RevealAsked:
    """Whether the original of a document goes along of which not all is in the PDF."""

    evidence_id: str
    reveal: bool


@dataclass(frozen=True)
class SizesAsked:
    """How large the PDF becomes with each way of making pictures smaller."""


class Fold(QWidget):
    """A heading to click, what is set below it, and what lies folded behind it."""

    opened = Signal(object)  # the fold itself

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._words, self._open = words, False
        self.head = LinkButton(words, self, icon="chevron-right", on_click=self.toggle)
        self.summary = Muted("", self)
        self.body = QWidget(self)
        self.inside = QVBoxLayout(self.body)
        self.inside.setContentsMargins(Space.M, Space.XS, 0, Space.S)
        self.inside.setSpacing(Space.S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.head, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.summary)
        column.addWidget(self.body)
        self.set_open(on=False)
        theme.follow(self._refresh)

    @property
    def is_open(self) -> bool:
        return self._open

    def set_open(self, *, on: bool) -> None:
        self._open = on
        self.body.setVisible(on)
        self._refresh()

    def toggle(self) -> None:
        self.set_open(on=not self._open)
        if self._open:
            self.opened.emit(self)

    def say(self, summary: str) -> None:
        """What is set in it, in a few words; nothing where all is as usual."""
        self.summary.setText(summary)
        self._refresh()

    def _refresh(self) -> None:
        name = "chevron-down" if self._open else "chevron-right"
        self.head.setIcon(icons.icon(name, "muted", theme.current().metrics.px(14)))
        state = self.tr("open") if self._open else self.tr("folded")
        self.head.setAccessibleName(f"{self._words}, {state}")
        self.summary.setVisible(bool(self.summary.text()) and not self._open)


class FileOptions(QWidget):
    edited = Signal(object)  # FileOptionsEdited
    reveal_asked = Signal(object)  # RevealAsked
    sizes_asked = Signal(object)  # SizesAsked
    fit_asked = Signal()
    folded_out = Signal()
    """One of its folds was opened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options: PacketOptions | None = None
        self._boxes: dict[str, CheckBox] = {}
        self._sizes: Mapping[str, int] = {}
        self._reveals = self.tr("That shows what you left out or took away.")
        self.print = Fold(self.tr("Print"), self)
        self.files = Fold(self.tr("Files and passphrase"), self)
        self.images = Fold(self.tr("Pictures"), self)
        self.along = Fold(self.tr("What goes along"), self)
        self.folds = (self.print, self.files, self.images, self.along)
        self._box(self.print, "large", self.tr("Large print"), "")
        self._box(self.print, "grey", self.tr("No colour, for a grey printer"), "")
        self._box(
            self.print, "flat", self.tr("No links, notes or layers"),
            self.tr("Some courts ask for a flat PDF. Bookmarks stay."),
        )  # fmt: skip
        self.language = LanguageBox(self)
        self.language.chosen.connect(lambda code: self._set(language=code))
        self.print.inside.addWidget(self.language)
        self.pages = QLineEdit(self)
        self.pages.setValidator(QIntValidator(0, 99_999, self))
        self.megabytes = QLineEdit(self)
        self.megabytes.setValidator(QDoubleValidator(0.0, 9_999.0, 1, self))
        for edit in (self.pages, self.megabytes):
            edit.setPlaceholderText(self.tr("no limit"))
        self.pages_field = Field(self.tr("Most pages in one file"), self.pages, self)
        self.megabytes_field = Field(self.tr("Most megabytes in one file"), self.megabytes, self)
        self.files.inside.addWidget(self.pages_field)
        self.files.inside.addWidget(self.megabytes_field)
        self._box(
            self.files, "locked", self.tr("Opens with a passphrase only"),
            self.tr("You are asked for it at each export. It is kept nowhere."),
        )  # fmt: skip
        self.pictures = QComboBox(self)
        for key, words in self._ways():
            self.pictures.addItem(words, key)
        self.pictures_field = Field(
            self.tr("Pictures and scans"), self.pictures, self,
            hint=self.tr("Only the copies become smaller. Your documents stay as they are."),
        )  # fmt: skip
        self.effect = Muted("", self)
        self.compare = LinkButton(
            self.tr("How large is each?"), self,
            on_click=lambda: self.sizes_asked.emit(SizesAsked()),
        )  # fmt: skip
        self.pictures.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.pictures.setMinimumContentsLength(10)
        self.images.inside.addWidget(self.pictures_field)
        self.images.inside.addWidget(self.effect)
        self.fit = LinkButton(self.tr("Fit it to a size…"), self, on_click=self.fit_asked.emit)
        for link in (self.compare, self.fit):
            self.images.inside.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        self._box(
            self.along, "originals", self.tr("The original files, as a zip"),
            self.tr("With all they hold: the place and camera of a photo, too."),
        )  # fmt: skip
        self._box(
            self.along, "converted", self.tr("Copies that portals take"),
            self.tr("A JPEG of HEIC photos, a PDF of mail and web pages."),
        )  # fmt: skip
        self.reveals = QVBoxLayout()
        self.reveals.setSpacing(Space.XS)
        self.along.inside.addLayout(self.reveals)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        for fold in self.folds:
            column.addWidget(fold)
            fold.opened.connect(self._opened)
        self.pictures.activated.connect(lambda _index: self._picked())
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        for edit in (self.pages, self.megabytes):
            edit.textEdited.connect(lambda _text: self._pause.start())
            edit.editingFinished.connect(self.flush)

    def _ways(self) -> list[tuple[str, str]]:
        return [
            ("", self.tr("As they are")),
            ("300", self.tr("300 dots an inch, as courts limit them")),
            ("200", self.tr("200 dots an inch")),
            ("150", self.tr("150 dots an inch")),
            ("grey", self.tr("Grey, 150 dots an inch")),
            ("bw", self.tr("Black and white, smallest")),
        ]

    def _box(self, fold: Fold, name: str, words: str, hint: str) -> None:
        box = CheckBox(words, fold.body)
        box.clicked.connect(lambda on=False: self._set(**{name: bool(on)}))
        self._boxes[name] = box
        fold.inside.addWidget(box)
        if hint:
            fold.inside.addWidget(Muted(hint, fold.body))
            box.setAccessibleDescription(hint)

    def box(self, name: str) -> CheckBox:
        """The box of one option, by its name."""
        return self._boxes[name]

    # ---------------------------------------------------------------- showing

    def show_options(
        self,
        options: PacketOptions,
        documents: Sequence[PlacedDocument] = (),
        languages: Sequence[str] = (),
    ) -> None:
        """``documents``: those in the packet. What is being typed is left as it is."""
        self._options = options
        self.language.show_languages(languages, options.language)
        for name, box in self._boxes.items():
            box.setChecked(getattr(options, name))
        if not self._pause.isActive():
            for edit, text in self._typed(options):
                if not edit.hasFocus() or not edit.isModified():
                    edit.setText(text)
        self.pictures.setCurrentIndex(max(0, self.pictures.findData(options.pictures)))
        self._show_reveals(documents)
        self._say()

    def _typed(self, options: PacketOptions) -> tuple[tuple[QLineEdit, str], ...]:
        size = options.volume_bytes / MEGABYTE
        return (
            (self.pages, str(options.volume_pages) if options.volume_pages else ""),
            (self.megabytes, f"{size:g}" if size else ""),
        )

    def _show_reveals(self, documents: Sequence[PlacedDocument]) -> None:
        while (item := self.reveals.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if self._options is None or not self._options.originals:
            return
        for one in documents:
            if not one.included or one.whole:
                continue
            box = CheckBox(self.tr("Also {0}, whole").format(one.label), self.along.body)
            box.setAccessibleDescription(f"{one.title}. {self._reveals}")
            box.setToolTip(one.title)
            box.setChecked(one.reveal)
            box.clicked.connect(
                lambda on=False, id=one.evidence_id: self.reveal_asked.emit(
                    RevealAsked(id, bool(on))
                )
            )
            self.reveals.addWidget(box)
        if self.reveals.count():
            self.reveals.addWidget(Muted(self._reveals, self.along.body))

    def show_size(self, length: int) -> None:
        """Bytes of the PDF as the preview has it now, with the way that is chosen."""
        if self._options is not None:
            self.show_sizes({**self._sizes, self._options.pictures: length})

    def show_sizes(self, sizes: Mapping[str, int]) -> None:
        """Bytes of the whole PDF with each way that was tried."""
        self._sizes = dict(sizes)
        now = self._options.pictures if self._options is not None else ""
        for index, (key, words) in enumerate(self._ways()):
            size = f"  ·  {size_words(sizes[key])}" if key in sizes else ""
            self.pictures.setItemText(index, words + size)
        said = ""
        if now and "" in sizes and now in sizes:
            said = self.tr("{0} as they are, {1} like this.").format(
                size_words(sizes[""]), size_words(sizes[now])
            )
        elif now in sizes:
            said = self.tr("The PDF has {0} now.").format(size_words(sizes[now]))
        self.effect.setText(said)

    def _say(self) -> None:
        options = self._options
        if options is None:
            return
        several = [
            (options.large, self.tr("large")),
            (options.grey, self.tr("no colour")),
            (options.flat, self.tr("flat")),
            (options.language != "en", name_of(options.language)),
        ]
        self.print.say(", ".join(words for on, words in several if on))
        limits: list[str] = []
        if options.volume_pages:
            limits.append(self.tr("{0} pages").format(options.volume_pages))
        if options.volume_bytes:
            limits.append(f"{options.volume_bytes / MEGABYTE:g} MB")
        said = [self.tr("at most {0} in a file").format(", ".join(limits))] if limits else []
        if options.locked:
            said.append(self.tr("with a passphrase"))
        self.files.say(", ".join(said))
        self.images.say(self.pictures.currentText() if options.pictures else "")
        along = [
            (options.originals, self.tr("original files")),
            (options.converted, self.tr("copies")),
        ]
        self.along.say(", ".join(words for on, words in along if on))

    # ---------------------------------------------------------------- changing

    def open(self, fold: Fold) -> None:
        """For what leads here: the section stands open."""
        fold.set_open(on=True)
        self._opened(fold)

    def close_folds(self) -> None:
        for fold in self.folds:
            fold.set_open(on=False)

    def _opened(self, fold: Fold) -> None:
        for other in self.folds:
            if other is not fold:
                other.set_open(on=False)
        self.folded_out.emit()

    def flush(self) -> None:
        """Keep what is typed now."""
        self._pause.stop()
        options = self._options
        if options is None:
            return
        pages, size = typed_pages(self.pages.text()), typed_bytes(self.megabytes.text())
        changed: dict[str, Any] = {}
        if pages != options.volume_pages:
            changed["volume_pages"] = pages
        if size != options.volume_bytes:
            changed["volume_bytes"] = size
        for edit in (self.pages, self.megabytes):
            edit.setModified(False)
        if changed:
            self._set(**changed)

    def say_wrong(self, name: str, sentence: str) -> None:
        """A limit that cannot be, said below it."""
        self.pages_field.set_error(sentence if name == "volume_pages" else "")
        self.megabytes_field.set_error(sentence if name == "volume_bytes" else "")
        if sentence:
            self.open(self.files)

    def _picked(self) -> None:
        self._set(pictures=str(self.pictures.currentData()))

    def _set(self, **values: Any) -> None:
        self.say_wrong("", "")
        self.edited.emit(FileOptionsEdited(values))
