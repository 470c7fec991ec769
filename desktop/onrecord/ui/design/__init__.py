"""The pieces every view is made of: sizes, colours, icons, and a few widgets.

Importing this loads Qt and nothing else that takes time: the unlock window paints first.
"""

from __future__ import annotations

from onrecord.ui.design import icons, theme
from onrecord.ui.design.announce import announce
from onrecord.ui.design.apart import Apart, in_line
from onrecord.ui.design.buttons import (
    Button,
    DangerButton,
    ElidedButton,
    ElidedLink,
    IconButton,
    LinkButton,
    PrimaryButton,
    QuietButton,
)
from onrecord.ui.design.card import Card, Choice, NextStepCard, NextStepDismissed
from onrecord.ui.design.check_box import CheckBox
from onrecord.ui.design.chips import (
    Chip,
    ChipGroup,
    ChipRemoved,
    ChoiceMade,
    Option,
    Segmented,
)
from onrecord.ui.design.choice_box import ChoiceBox
from onrecord.ui.design.drop import DropOverlay
from onrecord.ui.design.empty import EmptyState
from onrecord.ui.design.field import Field
from onrecord.ui.design.flow import FlowLayout
from onrecord.ui.design.labels import Body, Heading, Label, Mono, Muted, Rule, Title, set_look
from onrecord.ui.design.memory import ViewMemory
from onrecord.ui.design.notice import NoticeArea, NoticeBar, NoticeClosed, NoticeKind
from onrecord.ui.design.offers import offer
from onrecord.ui.design.palette import Roles, Tone
from onrecord.ui.design.passphrase import PassphraseEdit, Strength, StrengthJudged
from onrecord.ui.design.pill import StatusPill, paint_pill
from onrecord.ui.design.popover import Popover
from onrecord.ui.design.progress import CancelAsked, ProgressStrip
from onrecord.ui.design.rows import ROW_ROLE
from onrecord.ui.design.scroll import ScrollArea, under_head
from onrecord.ui.design.sidebar import SidebarDelegate, SidebarList, SidebarRow
from onrecord.ui.design.steps import Step, StepTrack
from onrecord.ui.design.tables import TableDress
from onrecord.ui.design.theme import Theme, ThemeChanged
from onrecord.ui.design.timeline import TimelineDelegate, TimelineList, TimelineRow
from onrecord.ui.design.tokens import Metrics, Radius, Space, TextStyle

__all__ = [
    "ROW_ROLE",
    "Apart",
    "Body",
    "Button",
    "CancelAsked",
    "Card",
    "CheckBox",
    "Chip",
    "ChipGroup",
    "ChipRemoved",
    "Choice",
    "ChoiceBox",
    "ChoiceMade",
    "DangerButton",
    "DropOverlay",
    "ElidedButton",
    "ElidedLink",
    "EmptyState",
    "Field",
    "FlowLayout",
    "Heading",
    "IconButton",
    "Label",
    "LinkButton",
    "Metrics",
    "Mono",
    "Muted",
    "NextStepCard",
    "NextStepDismissed",
    "NoticeArea",
    "NoticeBar",
    "NoticeClosed",
    "NoticeKind",
    "Option",
    "PassphraseEdit",
    "Popover",
    "PrimaryButton",
    "ProgressStrip",
    "QuietButton",
    "Radius",
    "Roles",
    "Rule",
    "ScrollArea",
    "Segmented",
    "SidebarDelegate",
    "SidebarList",
    "SidebarRow",
    "Space",
    "StatusPill",
    "Step",
    "StepTrack",
    "Strength",
    "StrengthJudged",
    "TableDress",
    "TextStyle",
    "Theme",
    "ThemeChanged",
    "TimelineDelegate",
    "TimelineList",
    "TimelineRow",
    "Title",
    "Tone",
    "ViewMemory",
    "announce",
    "icons",
    "in_line",
    "offer",
    "paint_pill",
    "set_look",
    "theme",
    "under_head",
]
