"""The window."""

from __future__ import annotations

from onrecord.ui.overrides import make_errors_whole

make_errors_whole()
