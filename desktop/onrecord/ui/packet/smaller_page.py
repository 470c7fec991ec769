"""Pictures made smaller to fit a size: how large the PDF becomes, and what the page that loses most
looks like, before anything is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDoubleValidator, QHideEvent, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from onrecord.domain.file_size import MEGABYTE, size_words
from onrecord.errors import Cancelled, KnownError
from onrecord.ui.design import (
    Body,
    Button,
    Field,
    Heading,
    IconButton,
    Label,
    Muted,
    PrimaryButton,
    Rule,
    Space,
    TextStyle,
    announce,
    set_look,
    theme,
)
from onrecord.ui.desk import Desk
from onrecord.ui.packet.export_strip import ExportProgress
from onrecord.ui.packet.typed_limits import typed_bytes

if TYPE_CHECKING:
    from onrecord.services.picture_sizes import SizeOffer
    from onrecord.ui.jobs import Job


class SmallerPage(QWidget):
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._packet_id = ""
        self._job: Job | None = None
        self.offer: SizeOffer | None = None
        self.heading = Heading(self.tr("Make pictures smaller"), self)
        self.setAccessibleName(self.heading.text())
        self.back = IconButton(
            "close", self.tr("Back to the packet"), self, on_click=self.close_page, shortcut="Esc"
        )
        self.most = QLineEdit(self)
        self.most.setValidator(QDoubleValidator(0.0, 9_999.0, 2, self))
        self.most.returnPressed.connect(self.look)
        self.most_field = Field(self.tr("Most megabytes of the PDF"), self.most, self)
        self.go = Button(self.tr("Find the mildest way"), self, on_click=self.look)
        self.progress = ExportProgress(desk.session.jobs, self)
        self.said = Body("", self)
        self.page_words = Muted("", self)
        self.use = PrimaryButton(self.tr("Use these pictures"), self, on_click=self._use)
        self.before = _Look(self.tr("Now"), self)
        self.after = _Look(self.tr("Like this"), self)
        self._lay_out()
        for one, other in ((self.before, self.after), (self.after, self.before)):
            for mine, theirs in zip(one.bars, other.bars, strict=True):
                mine.valueChanged.connect(theirs.setValue)
        theme.follow(self._make_room)

    def _lay_out(self) -> None:
        set_look(self, "look", "surface")
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.S, Space.S, Space.S)
        head.addWidget(self.heading, 1)
        head.addWidget(self.back)
        asked = QHBoxLayout()
        asked.setContentsMargins(Space.L, 0, Space.L, Space.S)
        asked.setSpacing(Space.S)
        asked.addWidget(self.most_field)
        asked.addWidget(self.go, 0, Qt.AlignmentFlag.AlignBottom)
        asked.addWidget(self.progress, 1, Qt.AlignmentFlag.AlignBottom)
        asked.addStretch(1)
        told = QVBoxLayout()
        told.setSpacing(Space.XS)
        told.addWidget(self.said)
        told.addWidget(self.page_words)
        found = QHBoxLayout()
        found.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        found.setSpacing(Space.M)
        found.addLayout(told, 1)
        found.addWidget(self.use, 0, Qt.AlignmentFlag.AlignVCenter)
        looks = QHBoxLayout()
        looks.setContentsMargins(Space.L, 0, Space.L, Space.L)
        looks.setSpacing(Space.M)
        looks.addWidget(self.before, 1)
        looks.addWidget(self.after, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(asked)
        column.addWidget(Rule(self))
        column.addLayout(found)
        column.addLayout(looks, 1)
        column.addStretch(0)

    def _make_room(self) -> None:
        self.most.setFixedWidth(theme.current().metrics.px(160))

    # ---------------------------------------------------------------- looking

    def open(self, packet_id: str) -> None:
        """The size the recipient takes is tried at once; where none is known, it is asked for."""
        self._packet_id, vault = packet_id, self._desk.vault
        self._show(None)
        self.most.clear()
        self.most_field.set_error("")
        self.said.setText("")
        self.most.setFocus()

        def limit() -> int:
            from onrecord.services.picture_sizes import size_limit

            return size_limit(vault, packet_id)

        def known(most: int) -> None:
            if most and self._packet_id == packet_id and not self.most.text():
                self.most.setText(f"{most * 10 // MEGABYTE / 10:g}")
                self.look()

        self._desk.session.ask(limit, known, self, "size limit")

    def look(self) -> None:
        """Begins, or begins again with what is typed now."""
        if self._job is not None:
            self._job.cancel()
        workshop, packet_id = self._desk.session.workshop, self._packet_id
        most = typed_bytes(self.most.text())
        self._show(None)
        self.most_field.set_error("")
        self.said.setText(self.tr("The PDF is made once for each way, the mildest first."))

        def work(job: Any) -> Any:
            from onrecord.services.picture_sizes import offer_to_fit

            try:
                return offer_to_fit(workshop, packet_id, most, job.progress, job.cancelled)
            except Cancelled as stopped:
                return stopped

        def done(found: Any) -> None:
            if self._job is job:
                self._ended()
                self._show(found) if not isinstance(found, Cancelled) else self._stopped()

        def failed(error: KnownError) -> None:
            if self._job is job:
                self._ended()
                self.said.setText("")
                self.most_field.set_error(str(error))
                self.most.setFocus()

        words = self.tr("Comparing sizes")
        job = self._desk.session.job(words, work, done, self, failed=failed, quiet=True)
        self._job = job
        self.progress.follow(job, words)
        self.progress.show()
        self.go.hide()

    def _ended(self) -> None:
        self._job = None
        self.progress.hide()
        self.go.show()

    def _stopped(self) -> None:
        self.said.setText(self.tr("Stopped. Nothing was changed."))
        self.most.setFocus()

    def _show(self, offer: SizeOffer | None) -> None:
        self.offer = offer
        if self._job is None:
            self._ended()
        better = offer is not None and not offer.fits_now
        looks = offer.looks if offer is not None else None
        self.use.setVisible(better)
        for look, pixels in zip((self.before, self.after), looks or (None, None), strict=True):
            look.setVisible(pixels is not None)
            if pixels is not None and offer is not None:
                look.show_page(pixels, offer.spot)
        self.page_words.setVisible(better)
        if offer is None:
            return
        self.said.setText(self._effect(offer))
        if looks is not None:
            words = self.tr(
                "{0}, page {1} loses most. Read its small print on both sides: they scroll together."
            ).format(offer.label, offer.page)
        else:
            words = self.tr("No page looks otherwise.")
        self.page_words.setText(words)
        announce(self, self.said.text())
        (self.use if better else self.most).setFocus()

    def _effect(self, offer: SizeOffer) -> str:

        if offer.fits_now:
            return self.tr("The PDF has {0} and fits. Its pictures stay as they are.").format(
                size_words(offer.before)
            )
        return self.tr("{0} now, {1} with {2}. Your documents stay as they are.").format(
            size_words(offer.before), size_words(offer.after), self._ways()[offer.pictures]
        )

    def _ways(self) -> dict[str, str]:
        return {
            "": self.tr("pictures as they are"),
            "300": self.tr("pictures of 300 dots an inch"),
            "200": self.tr("pictures of 200 dots an inch"),
            "150": self.tr("pictures of 150 dots an inch"),
            "grey": self.tr("grey pictures of 150 dots an inch"),
            "bw": self.tr("pictures in black and white"),
        }

    # ---------------------------------------------------------------- taking it, or not

    def _use(self) -> None:
        vault, packet_id, offer = self._desk.vault, self._packet_id, self.offer
        if offer is None:
            return

        def verb() -> Any:
            from onrecord.services.picture_sizes import take_offer

            return take_offer(vault, packet_id, offer)

        self._desk.session.do(verb, lambda _change: self.closed.emit(), self, say=True)

    def close_page(self) -> None:
        self._stop()
        self.closed.emit()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._ended()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_page()
        else:
            super().keyPressEvent(event)


class _Look(QWidget):
    """A page, dot for dot, with what it is above it."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.label = Label(words, self, style=TextStyle.SMALL_STRONG, muted=True)
        self.picture = QLabel(self)
        self.area = QScrollArea(self)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(self.picture)
        self.area.setWidgetResizable(True)
        self.area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area.setAccessibleName(words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.label)
        column.addWidget(self.area, 1)

    @property
    def bars(self) -> tuple[Any, Any]:
        return self.area.horizontalScrollBar(), self.area.verticalScrollBar()

    def show_page(self, pixels: Any, spot: tuple[float, float]) -> None:
        """``PagePixels``; ``spot`` is in the middle, as far as it can be."""
        image = QImage(
            pixels.data, pixels.width, pixels.height, pixels.stride, QImage.Format.Format_RGB888
        ).copy()
        self.picture.setPixmap(QPixmap.fromImage(image))
        self.picture.resize(self.picture.sizeHint())
        self.area.ensureVisible(
            round(spot[0] * pixels.width), round(spot[1] * pixels.height),
            self.area.viewport().width() // 2, self.area.viewport().height() // 2,
        )  # fmt: skip
