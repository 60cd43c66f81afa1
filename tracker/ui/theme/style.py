"""Applies a theme to the program: palette, style sheet, and a signal for what paints on a canvas."""

from functools import cache
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from tracker.ui.theme import fonts
from tracker.ui.theme.qss import sheet
from tracker.ui.theme.tokens import ThemeName, Tokens, current, tokens_of, use

Choice = Literal["system", "light", "dark"]


class Themes(QObject):
    """Says when another theme came into force; charts on a canvas redraw then."""

    switched = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice: Choice = "system"

    def follow_system(self) -> None:
        """Apply again when the system turned light or dark, where the user left the choice to it, or its contrast."""
        app = QApplication.instance()
        if isinstance(app, QApplication) and wanted_tokens(app, self.choice) is not current():
            apply(app, self.choice)


@cache
def themes() -> Themes:
    """Return the one announcer of theme switches."""
    created = Themes()
    hints = QApplication.styleHints()  # held: what it gives lives no longer than its own wrapper
    hints.colorSchemeChanged.connect(created.follow_system)
    hints.accessibility().contrastPreferenceChanged.connect(created.follow_system)
    return created


def resolve(app: QApplication, choice: Choice) -> ThemeName:
    """Return the theme that a choice means on this system now."""
    if choice != "system":
        return choice
    return "dark" if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def asks_for_contrast(preference: Qt.ContrastPreference) -> bool:
    """Tell whether the system is set to high contrast: its wish holds whatever theme was chosen."""
    return preference == Qt.ContrastPreference.HighContrast


def contrast_of(app: QApplication) -> bool:
    """Tell whether high contrast is to be shown now."""
    hints = app.styleHints()  # held: what it gives lives no longer than its own wrapper
    return asks_for_contrast(hints.accessibility().contrastPreference())


def wanted_tokens(app: QApplication, choice: Choice) -> Tokens:
    """Return the colours that a choice means on this system now."""
    return tokens_of(resolve(app, choice), contrast=contrast_of(app))


def apply(app: QApplication, choice: Choice) -> ThemeName:
    """Put a theme in force for every window of the program and return its name."""
    announcer = themes()
    announcer.choice = choice
    tokens = use(resolve(app, choice), contrast=contrast_of(app))
    if app.style().objectName() != "fusion" and not app.styleSheet():
        app.setStyle("Fusion")
    fonts.register_fallback()
    app.setFont(fonts.font("body"))
    app.setPalette(_palette(tokens))
    app.setStyleSheet(sheet(tokens))
    announcer.switched.emit()
    return tokens.name


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    pairs = {
        roles.Window: tokens.surface,
        roles.WindowText: tokens.text,
        roles.Base: tokens.surface,
        roles.AlternateBase: tokens.canvas,
        roles.Text: tokens.text,
        roles.Button: tokens.raised,
        roles.ButtonText: tokens.text,
        roles.BrightText: tokens.onaccent,
        roles.Highlight: tokens.accent,
        roles.HighlightedText: tokens.onaccent,
        roles.Link: tokens.accenttext,
        roles.ToolTipBase: tokens.tip,
        roles.ToolTipText: tokens.tiptext,
        roles.PlaceholderText: tokens.text3,
        roles.Mid: tokens.line2,
        roles.Light: tokens.raised,
        roles.Dark: tokens.field,
        roles.Accent: tokens.accent,
    }
    for role, value in pairs.items():
        palette.setColor(role, QColor(value))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.disabled))
    return palette


def repolish(widget: QWidget) -> None:
    """Apply a changed dynamic property; Qt does not do it by itself."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
