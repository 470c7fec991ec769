"""Long work reports from its own thread, can be stopped, and gives nothing away."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from onrecord.ui.jobs import JobCenter, JobsChanged


def test_a_job_reports_from_another_thread(qtbot: QtBot, qapp: QObject) -> None:
    center = JobCenter(qapp)
    told: list[JobsChanged] = []
    center.changed.connect(told.append)
    job = center.start("Reading documents")
    thread = threading.Thread(target=lambda: job.progress(2, 9))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(told))
    state = told[-1].jobs[0]
    assert (state.words, state.done, state.total) == ("Reading documents", 2, 9)
    job.finish()
    qtbot.waitUntil(lambda: told[-1].jobs == ())
    assert center.running() == []


def test_a_flood_of_progress_is_told_once_a_batch(qtbot: QtBot, qapp: QObject) -> None:
    center = JobCenter(qapp)
    told: list[JobsChanged] = []
    center.changed.connect(told.append)
    job = center.start("Checking")
    for done in range(10_000):
        job.progress(done, 10_000)
    qtbot.waitUntil(lambda: bool(told))
    assert len(told) == 1
    assert told[0].jobs[0].done == 9_999
    job.finish()


def test_what_a_service_says_is_not_shown_unless_its_phrases_are_fixed(qapp: QObject) -> None:
    center = JobCenter(qapp)
    secret, open_ = center.start("Adding documents"), center.start("Exporting", show_steps=True)
    secret.progress(1, 2, "Northline bill.pdf")
    open_.progress(1, 2, "Checking links")
    assert secret.words == "Adding documents"
    assert open_.words == "Checking links"


def test_stopping_everything_reaches_every_job(qapp: QObject) -> None:
    center = JobCenter(qapp)
    one, other = center.start("Reading"), center.start("Backing up")
    center.cancel_all()
    assert one.cancelled() and other.cancelled()


def test_a_job_may_finish_twice_and_after_the_window_is_gone(qapp: QObject) -> None:
    import shiboken6

    center = JobCenter()
    job, late = center.start("Reading"), center.start("Reading")
    job.finish()
    job.finish()
    shiboken6.delete(center)
    late.progress(1, 2)
    late.finish()
