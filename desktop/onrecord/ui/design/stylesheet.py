"""The one stylesheet, made from the colour roles and sizes.

It sets colours, borders and paddings only. Fonts are set on widgets (``Theme.font``), because a
stylesheet cannot reach the weight axis of a variable font. Pieces pick their look by the dynamic
property ``look``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.ui.design.palette import Roles
    from onrecord.ui.design.tokens import Metrics

from onrecord.ui.design.tokens import Radius


def stylesheet(roles: Roles, metrics: Metrics) -> str:
    r, px = roles, metrics.px
    pad_x, pad_y, inner = px(14), px(5), px(8)
    return f"""
QMainWindow, QDialog, QWizard {{ background: {r.window}; }}
QToolTip {{ background: {r.raised}; color: {r.text}; border: 1px solid {r.line};
  padding: {px(4)}px {px(8)}px; }}
*[look="surface"] {{ background: {r.surface}; }}
*[look="window"], *[look="bar"], *[look="side"], *[look="foot"] {{ background: {r.window}; }}
*[look="raised"] {{ background: {r.raised}; }}

QLabel[tone="muted"] {{ color: {r.muted}; }}
QLabel[tone="accent"] {{ color: {r.accent_text}; }}
QLabel[tone="danger"] {{ color: {r.danger}; }}
QLabel[tone="warning"] {{ color: {r.warning}; }}
QLabel[tone="success"] {{ color: {r.success}; }}
QLabel[tone="info"] {{ color: {r.info}; }}

QPushButton {{ background: {r.raised}; color: {r.text}; border: 1px solid {r.button_line};
  border-radius: {Radius.CONTROL}px; padding: {pad_y}px {pad_x}px; min-height: {px(20)}px; }}
QPushButton:hover {{ background: {r.hover}; }}
QPushButton:pressed {{ background: {r.pressed}; }}
QPushButton:disabled {{ color: {r.faint}; border-color: {r.line}; background: {r.window}; }}
QPushButton:focus {{ border: 2px solid {r.focus}; padding: {pad_y - 1}px {pad_x - 1}px; }}
QPushButton[look="primary"] {{ background: {r.accent}; color: {r.on_accent};
  border-color: {r.accent}; }}
QPushButton[look="primary"]:hover {{ background: {r.accent_hover};
  border-color: {r.accent_hover}; }}
QPushButton[look="primary"]:pressed {{ background: {r.accent_pressed}; }}
QPushButton[look="primary"]:focus {{ border: 2px solid {r.text}; }}
QPushButton[look="primary"]:disabled {{ background: {r.sunken}; color: {r.faint};
  border-color: {r.sunken}; }}
QPushButton[look="danger"] {{ color: {r.danger}; border-color: {r.danger}; }}
QPushButton[look="danger"]:hover {{ background: {r.danger_soft}; }}
QPushButton[look="danger"]:focus {{ border: 2px solid {r.focus}; }}
QPushButton[look="quiet"] {{ background: transparent; border: 1px solid transparent;
  color: {r.accent_text}; padding: {pad_y}px {px(10)}px; }}
QPushButton[look="quiet"]:hover {{ background: {r.hover}; }}
QPushButton[look="quiet"]:pressed {{ background: {r.pressed}; }}
QPushButton[look="quiet"]:focus {{ border: 2px solid {r.focus};
  padding: {pad_y - 1}px {px(10) - 1}px; }}
QPushButton[look="quiet"]:disabled {{ color: {r.faint}; background: transparent; }}
QPushButton[look="link"] {{ background: transparent; border: 1px solid transparent;
  color: {r.accent_text}; padding: {px(2)}px 1px; min-height: {px(18)}px; }}
QPushButton[look="link"]:hover {{ color: {r.accent_hover}; text-decoration: underline; }}
QPushButton[look="link"]:focus {{ border: 2px solid {r.focus}; padding: {px(2) - 1}px 0; }}
QPushButton[look="link"]:disabled {{ color: {r.faint}; }}
QPushButton::menu-indicator {{ width: 0; image: none; }}

QToolButton {{ background: transparent; border: 1px solid transparent; color: {r.text};
  border-radius: {Radius.CONTROL}px; padding: {px(5)}px; }}
QToolButton:hover {{ background: {r.hover}; }}
QToolButton:pressed, QToolButton:checked {{ background: {r.pressed}; }}
QToolButton:focus {{ border: 2px solid {r.focus}; padding: {px(5) - 1}px; }}
QToolButton:disabled {{ color: {r.faint}; }}
QToolButton[look="small"] {{ padding: {px(2)}px; border-radius: {px(9)}px; }}
QToolButton[look="small"]:focus {{ padding: {px(2) - 1}px; }}
QToolButton::menu-indicator {{ width: 0; image: none; }}

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateEdit, QTimeEdit,
QDateTimeEdit {{ background: {r.raised}; color: {r.text}; border: 1px solid {r.control_line};
  border-radius: {Radius.CONTROL}px; padding: {px(5)}px {inner}px;
  selection-background-color: {r.selection}; selection-color: {r.on_selection}; }}
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateEdit, QTimeEdit, QDateTimeEdit {{
  min-height: {px(20)}px; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QComboBox:focus, QDateEdit:focus, QTimeEdit:focus, QDateTimeEdit:focus {{
  border: 2px solid {r.focus}; padding: {px(5) - 1}px {inner - 1}px; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QSpinBox:disabled,
QComboBox:disabled {{ color: {r.faint}; background: {r.window}; border-color: {r.line}; }}
QLineEdit:read-only {{ background: {r.window}; border-color: {r.line}; }}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] {{
  border: 2px solid {r.danger}; padding: {px(5) - 1}px {inner - 1}px; }}
QComboBox::drop-down {{ border: none; width: {px(24)}px; }}
QComboBox::down-arrow {{ image: url("{arrow_file(r, "down")}"); width: {px(12)}px;
  height: {px(12)}px; }}
QComboBox QAbstractItemView {{ background: {r.raised}; border: 1px solid {r.line};
  padding: {px(4)}px; outline: none; }}
QListView[look="offers"] {{ background: {r.raised}; border: 1px solid {r.control_line};
  padding: {px(4)}px; }}
QComboBox QAbstractItemView::item, QListView[look="offers"]::item {{ min-height: {px(26)}px;
  padding: 0 {px(6)}px; border-radius: {Radius.SMALL}px; }}
QComboBox QAbstractItemView::item:selected, QListView[look="offers"]::item:selected,
QListView[look="offers"]::item:hover {{ background: {r.selection};
  color: {r.on_selection}; }}

QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus, QComboBox QLineEdit,
QComboBox QLineEdit:focus {{ border: none; padding: 0; background: transparent;
  min-height: 0; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: none;
  background: transparent; width: {px(20)}px; }}
QAbstractSpinBox::up-arrow {{ image: url("{arrow_file(r, "up")}"); width: {px(9)}px;
  height: {px(9)}px; }}
QAbstractSpinBox::down-arrow {{ image: url("{arrow_file(r, "down")}"); width: {px(9)}px;
  height: {px(9)}px; }}

QCheckBox, QRadioButton {{ color: {r.text}; spacing: {px(8)}px; padding: {px(3)}px;
  border: 2px solid transparent; border-radius: {Radius.SMALL}px; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {r.focus}; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {r.faint}; }}
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator {{ width: {px(16)}px; height: {px(16)}px;
  border: 1px solid {r.control_line}; background: {r.raised}; }}
QCheckBox::indicator, QAbstractItemView::indicator {{ border-radius: {Radius.SMALL}px; }}
QRadioButton::indicator {{ border-radius: {px(16) // 2 + 1}px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ background: {r.hover}; }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{ background: {r.accent}; border-color: {r.accent};
  image: url("{arrow_file(r, "check")}"); }}
QCheckBox::indicator:indeterminate {{ background: {r.accent}; border-color: {r.accent};
  image: url("{arrow_file(r, "dash")}"); }}
QRadioButton::indicator:checked {{ background: {r.accent}; border-color: {r.accent};
  image: url("{arrow_file(r, "dot")}"); }}

QFrame[look="card"] {{ background: {r.raised}; border: 1px solid {r.line};
  border-radius: {Radius.CARD}px; }}
QFrame[look="next"] {{ background: {r.raised}; border: 1px solid {r.line};
  border-left: 4px solid {r.accent}; border-radius: {Radius.CARD}px;
  border-top-left-radius: 2px; border-bottom-left-radius: 2px; }}
QFrame[look="popover"] {{ background: {r.raised}; border: 1px solid {r.control_line};
  border-radius: {Radius.CARD}px; }}
QFrame[look="rule"] {{ background: {r.line}; border: none; }}
QFrame[look="empty"] {{ background: transparent; border: 1px solid transparent;
  border-radius: {Radius.CARD}px; }}
QFrame[look="empty"][target="true"] {{ background: {r.selection};
  border: 2px dashed {r.accent}; }}
{_notices(r)}
QFrame[look="chip"] {{ background: {r.neutral_soft}; border: 1px solid transparent;
  border-radius: {px(10)}px; }}
QPushButton[look="chip"] {{ background: {r.raised}; color: {r.text}; border: 1px solid {r.line};
  border-radius: {px(12)}px; padding: {px(2)}px {px(12)}px; min-height: {px(20)}px; }}
QPushButton[look="chip"]:hover {{ background: {r.hover}; }}
QPushButton[look="chip"]:checked {{ background: {r.selection}; color: {r.on_selection};
  border-color: {r.accent}; }}
QPushButton[look="chip"]:focus {{ border: 2px solid {r.focus};
  padding: {px(2) - 1}px {px(12) - 1}px; }}
QPushButton[big="true"], QLineEdit[big="true"] {{ min-height: {px(30)}px; }}
QToolButton[big="true"] {{ min-height: {px(30)}px; min-width: {px(30)}px; }}
QPushButton[look="secondary"]:checked {{ background: {r.selection}; color: {r.on_selection};
  border-color: {r.accent}; }}
QPushButton[look="secondary"][big="true"] {{ padding: {pad_y}px {px(6)}px; }}
QPushButton[look="secondary"][big="true"]:focus {{ padding: {pad_y - 1}px {px(6) - 1}px; }}
QPushButton[look="chip"][big="true"] {{ min-height: {px(34)}px; }}
QPushButton[big="true"][on="true"] {{ background: {r.selection}; color: {r.on_selection};
  border-color: {r.accent}; }}
QFrame[look="segments"] {{ background: {r.sunken}; border: 1px solid {r.line};
  border-radius: {Radius.CONTROL + 1}px; }}
QPushButton[look="segment"] {{ background: transparent; border: 1px solid transparent;
  color: {r.muted}; padding: {px(2)}px {px(12)}px; min-height: {px(20)}px;
  border-radius: {Radius.CONTROL - 1}px; }}
QPushButton[look="segment"][big="true"] {{ min-height: {px(34)}px; }}
QPushButton[look="segment"]:hover {{ color: {r.text}; }}
QPushButton[look="segment"]:checked {{ background: {r.raised}; color: {r.text};
  border-color: {r.line}; }}
QPushButton[look="segment"]:focus {{ border: 2px solid {r.focus};
  padding: {px(2) - 1}px {px(12) - 1}px; }}

QAbstractItemView {{ background: {r.surface}; color: {r.text}; border: none; outline: none;
  selection-background-color: {r.selection}; selection-color: {r.on_selection}; }}
QListView[look="sidebar"] {{ background: {r.window}; border: none; }}
QTableView {{ gridline-color: {r.line}; alternate-background-color: {r.window}; }}
QTableView::item {{ padding: 0 {px(8)}px; }}
QTableView::item:selected, QTreeView::item:selected {{ background: {r.selection};
  color: {r.on_selection}; }}
QHeaderView {{ background: {r.window}; }}
QHeaderView::section {{ background: {r.window}; color: {r.muted}; border: none;
  border-bottom: 1px solid {r.line}; padding: {px(5)}px {px(8) + 3}px; }}
QTableCornerButton::section {{ background: {r.window}; border: none; }}

QTabWidget::pane {{ border: none; border-top: 1px solid {r.line}; }}
QTabBar {{ background: transparent; qproperty-drawBase: 0; }}
QTabBar::tab {{ background: transparent; color: {r.muted}; padding: {px(7)}px {px(14)}px;
  border: 2px solid transparent; border-bottom: 2px solid transparent; }}
QTabBar[look="close"]::tab {{ padding: {px(7)}px {px(5)}px; }}
QTabBar::tab:hover {{ color: {r.text}; }}
QTabBar::tab:selected {{ color: {r.text}; border-bottom: 2px solid {r.accent}; }}
QTabBar::tab:focus {{ border: 2px solid {r.focus}; border-radius: {Radius.SMALL}px; }}
QTabBar::scroller {{ width: {px(26)}px; }}
QTabBar QToolButton {{ background: {r.surface}; border: none; padding: 0; }}
QTabBar QToolButton::left-arrow {{ image: url("{arrow_file(r, "left")}"); width: {px(12)}px;
  height: {px(12)}px; }}
QTabBar QToolButton::right-arrow {{ image: url("{arrow_file(r, "right")}"); width: {px(12)}px;
  height: {px(12)}px; }}

QMenuBar {{ background: {r.window}; color: {r.text}; border: none; padding: 2px {px(4)}px; }}
QMenuBar::item {{ padding: {px(4)}px {px(9)}px; border-radius: {Radius.SMALL}px;
  background: transparent; }}
QMenuBar::item:selected {{ background: {r.hover}; }}
QMenu {{ background: {r.raised}; color: {r.text}; border: 1px solid {r.control_line};
  padding: {px(5)}px; }}
QMenu::item {{ padding: {px(5)}px {px(24)}px {px(5)}px {px(8)}px;
  border-radius: {Radius.SMALL}px; }}
QMenu::item:selected {{ background: {r.selection}; color: {r.on_selection}; }}
QMenu::item:disabled {{ color: {r.faint}; }}
QMenu::icon {{ padding-left: {px(6)}px; }}
QMenu::separator {{ height: 1px; background: {r.line}; margin: {px(5)}px {px(6)}px; }}
QToolBar {{ background: {r.window}; border: none; border-bottom: 1px solid {r.line};
  padding: {px(4)}px {px(8)}px; spacing: {px(4)}px; }}
QStatusBar {{ background: {r.window}; color: {r.muted}; border-top: 1px solid {r.line}; }}
QStatusBar::item {{ border: none; }}

QProgressBar {{ background: {r.sunken}; border: none; border-radius: {px(3)}px;
  max-height: {px(6)}px; min-height: {px(6)}px; color: transparent; }}
QProgressBar::chunk {{ background: {r.accent}; border-radius: {px(3)}px; }}
QProgressBar[strength="0"]::chunk, QProgressBar[strength="1"]::chunk {{
  background: {r.danger}; }}
QProgressBar[strength="2"]::chunk {{ background: {r.warning}; }}
QProgressBar[strength="3"]::chunk, QProgressBar[strength="4"]::chunk {{
  background: {r.success}; }}

QSplitter::handle {{ background: {r.line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QSplitter::handle:hover {{ background: {r.accent}; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ border: none; background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: {px(12)}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {px(12)}px; margin: 0; }}
QScrollBar::handle {{ background: {r.faint}; border-radius: {px(3)}px; margin: {px(3)}px; }}
QScrollBar::handle:vertical {{ min-height: {px(28)}px; }}
QScrollBar::handle:horizontal {{ min-width: {px(28)}px; }}
QScrollBar::handle:hover {{ background: {r.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def _notices(r: Roles) -> str:
    kinds = {
        "info": (r.info_soft, r.info),
        "success": (r.success_soft, r.success),
        "warning": (r.warning_soft, r.warning),
        "error": (r.danger_soft, r.danger),
    }
    return "\n".join(
        f'QFrame[look="notice"][kind="{kind}"] {{ background: {soft}; border: none; '
        f"border-left: 3px solid {ink}; border-radius: {Radius.SMALL}px; "
        "border-top-left-radius: 0; border-bottom-left-radius: 0; }\n"
        f'QFrame[look="notice"][kind="{kind}"] QLabel {{ color: {r.text}; }}'
        for kind, (soft, ink) in kinds.items()
    )


def arrow_file(roles: Roles, what: str) -> str:
    """The few pictures a stylesheet takes only from a file: one each for light and dark."""
    from onrecord.bundled import resource

    theme = "dark" if roles.dark else "light"
    return resource("icons", "controls", f"{what}-{theme}.svg").as_posix()
