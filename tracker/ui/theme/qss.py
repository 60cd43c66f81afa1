"""The one style sheet. Colours only, sizes of type are set in code (a font-size here would beat setFont)."""

from dataclasses import asdict
from string import Template

from tracker.ui.theme.tokens import Tokens

# Heights: min-height is the content box, so 28 px controls say 26 + 2 x 1 px frame; a 2 px focus
# frame says 24 and one pixel less padding, or the control would jump.
_SHEET = Template("""
QMainWindow, QWidget#page, QWidget#surface { background: $surface; }
QWidget#canvas { background: $canvas; }
QPushButton, QCheckBox, QRadioButton, QToolButton, QComboBox { outline: none; }
QToolTip { background: $tip; color: $tiptext; border: 1px solid $tip; padding: 4px 8px; }

QPushButton { min-height: 26px; padding: 0 12px; border-radius: 6px; border: 1px solid $line2;
  background: $raised; color: $text; }
QPushButton:hover { background: $hover; border-color: $field; }
QPushButton:pressed, QPushButton:checked { background: $press; border-color: $field; }
QPushButton[framed="true"]:focus { border: 2px solid $focus; min-height: 24px; padding: 0 11px; }
QPushButton:disabled { color: $disabled; border-color: $line; background: transparent; }
QPushButton[kind="primary"] { background: $accent; color: $onaccent; border: 1px solid $accent; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed { background: $accenthover;
  border-color: $accenthover; }
QPushButton[kind="primary"][framed="true"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $press; color: $disabled; border-color: $press; }
QPushButton[kind="plain"] { background: transparent; border-color: transparent; color: $text2; padding: 0 8px; }
QPushButton[kind="plain"]:hover { background: $press; color: $text; }
QPushButton[kind="plain"][framed="true"]:focus { border: 2px solid $focus; padding: 0 7px; }
QPushButton[kind="plain"]:disabled { color: $disabled; }
QPushButton[kind="danger"] { color: $red_text; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; color: $accenttext;
  padding: 0; min-height: 20px; border-radius: 4px; }
QPushButton[kind="link"][quiet="true"] { color: $text3; }
QPushButton[kind="link"]:hover { color: $accenthover; background: transparent; text-decoration: underline; }
QPushButton[kind="link"]:disabled { color: $disabled; }
QPushButton[kind="link"][framed="true"]:focus { border: 1px solid $focus; padding: 0; min-height: 20px; }
QPushButton[kind="icon"] { background: transparent; border: 1px solid transparent; padding: 0;
  min-width: 26px; max-width: 26px; }
QPushButton[kind="icon"]:hover { background: $press; }
QPushButton[kind="icon"][framed="true"]:focus { border: 2px solid $focus; padding: 0; min-width: 24px;
  max-width: 24px; }

QPushButton[kind="chip"] { min-height: 24px; border-radius: 13px; padding: 0 22px 0 11px; color: $text2;
  text-align: left; }
QPushButton[kind="chip"][framed="true"]:focus { border: 2px solid $focus; min-height: 22px; padding: 0 21px 0 10px; }
QPushButton[kind="chip"][active="true"] { background: $accenttint; border-color: $accenttint; color: $accenttext; }
QPushButton[kind="chip"][active="true"][framed="true"]:focus { border-color: $focus; }

QAbstractScrollArea { background: transparent; border: 0; }
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDateEdit { background: $raised; color: $text;
  border: 1px solid $field; border-radius: 6px; padding: 0 9px; selection-background-color: $accent;
  selection-color: $onaccent; placeholder-text-color: $text3; }
QLineEdit, QComboBox, QSpinBox, QDateEdit { min-height: 26px; }
QComboBox:!editable { padding-left: 11px; }
QPlainTextEdit, QTextEdit { padding: 4px 7px; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus { border: 2px solid $focus;
  min-height: 24px; padding: 0 8px; }
QComboBox:!editable:focus { padding-left: 10px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $focus; padding: 3px 6px; }
QLineEdit[error="true"], QPlainTextEdit[error="true"], QComboBox[error="true"],
QLineEdit[error="true"]:focus, QPlainTextEdit[error="true"]:focus { border-color: $red_text; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { background: $sunken; color: $disabled;
  border-color: $line2; }
QPlainTextEdit:read-only, QTextEdit:read-only, QLineEdit:read-only { background: $sunken; color: $text2;
  border-color: $line; }
QPlainTextEdit[kind="source"], QPlainTextEdit[kind="source"]:focus { background: transparent; color: $text; border: 0;
  padding: 8px 8px 8px 0; }
QTextEdit[kind="reading"] { background: transparent; color: $text; border: 2px solid transparent; padding: 0; }
QTextEdit[kind="reading"]:focus { border-color: $focus; padding: 0; }
QLineEdit[kind="search"] { background: $sunken; border: 1px solid $line; }
QLineEdit[kind="search"]:focus { border: 2px solid $focus; background: $raised; }
QComboBox::drop-down { border: 0; width: 26px; }
QComboBox::down-arrow { width: 0; height: 0; }
QComboBox QAbstractItemView { background: $raised; color: $text; border: 1px solid $line2; outline: 0;
  selection-background-color: $select; selection-color: $text; }

QMenu { background: $raised; border: 1px solid $line2; border-radius: 8px; padding: 4px; }
QMenu::item { height: 32px; min-width: 140px; padding: 0 12px 0 10px; border-radius: 4px; color: $text;
  background: transparent; }
QMenu::item:selected { background: $press; }
QMenu::item:disabled { color: $disabled; }
QMenu::icon { padding-left: 10px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QScrollBar:vertical { width: 10px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 10px; background: transparent; margin: 0; }
QScrollBar::handle { background: $line2; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $field; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QScrollArea, QScrollArea > QWidget > QWidget#scrolled { background: transparent; border: 0; }
QTreeView, QTableView, QListView { background: $surface; color: $text; border: 0; outline: 0;
  selection-background-color: $select; selection-color: $text; gridline-color: transparent; }
QTableView#plain { background: transparent; }
QHeaderView { background: $surface; border: 0; }
QHeaderView::section { background: $surface; color: $text3; border: 0; border-bottom: 1px solid $line2;
  padding: 0 0 0 0; height: 31px; font-size: 12px; font-weight: 400; }
QTableCornerButton::section { background: $surface; border: 0; }
QAbstractScrollArea::corner { background: transparent; border: 0; }

QTabBar { background: transparent; border: 0; }
QTabBar::tab { background: transparent; color: $text2; border: 0; border-bottom: 2px solid transparent;
  padding: 0; margin-right: 24px; height: 36px; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:disabled { color: $disabled; }
QTabBar::tab:focus { color: $accenttext; }
QTabWidget::pane { border: 0; border-top: 1px solid $line; }

QCheckBox, QRadioButton { color: $text; spacing: 8px; background: transparent; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QSplitter::handle { background: $line; }
QProgressBar { background: $barbg; border: 0; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QFrame#card { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame#rule { background: $line; border: 0; }
QFrame#keycap { background: transparent; border: 1px solid $line2; border-radius: 4px; }
QFrame#dialog { background: $raised; border: 1px solid $line2; border-radius: 10px; }
QFrame#dialog QTreeView, QFrame#dialog QListView, QFrame#dialog QTreeView QHeaderView,
QFrame#dialog QTreeView QHeaderView::section { background: $raised; }
QFrame#dialog QFrame#rule { background: $raisedline; }
QFrame#noticebar { background: $sunken; border: none; border-bottom: 1px solid $line; }
QFrame#toast { background: $raised; border: 1px solid $line2; border-radius: 8px; }
QFrame#toast[warning="true"] { border-left: 3px solid $amber_fill; }
QFrame#band { background: $sunken; border: 0; border-radius: 6px; }
QFrame#tag { background: $press; border: 0; border-radius: 4px; }
QDialog { background: $raised; }
QDialog#veiled { background: transparent; }
""")


def sheet(tokens: Tokens) -> str:
    """Return the style sheet of a theme."""
    flat = {name: value for name, value in asdict(tokens).items() if isinstance(value, str)}
    flat["raisedline"] = tokens.raisedline
    for light in ("red", "amber", "green", "blue", "grey"):
        tones = getattr(tokens, light)
        flat |= {
            f"{light}_fill": tones.fill,
            f"{light}_text": tones.text,
            f"{light}_tint": tones.tint,
        }
    return _SHEET.substitute(flat)
