"""Applying themes: palette, sheet, the user's choice against the system's."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QPushButton

import tracker.ui
from tracker.ui.theme import style
from tracker.ui.theme.qss import sheet
from tracker.ui.theme.tokens import DARK, DARK_CONTRAST, LIGHT, LIGHT_CONTRAST, Tokens, current


@pytest.fixture(autouse=True)
def back_to_light(qapp: QApplication) -> Iterator[None]:
    yield
    style.apply(qapp, "light")


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_sheet_is_filled_in_and_has_no_type_sizes_but_the_header(tokens: object) -> None:
    text = sheet(tokens)  # type: ignore[arg-type]
    assert "$" not in text
    assert text.count("{") == text.count("}")
    assert re.findall(r"font-size", text) == ["font-size"]  # the header section, nowhere else
    assert "QLabel {" not in text  # a rule for labels would beat the tones of TextLabel


def test_the_sheet_is_understood_by_qt(qapp: QApplication, capfd: pytest.CaptureFixture[str]) -> None:
    style.apply(qapp, "dark")
    button = QPushButton("试")
    button.ensurePolished()
    assert "parse" not in capfd.readouterr().err.lower()


@pytest.mark.parametrize(("choice", "surface"), [("light", "#FFFFFF"), ("dark", "#1B1D22")])
def test_a_chosen_theme_is_applied(qapp: QApplication, choice: style.Choice, surface: str) -> None:
    assert style.apply(qapp, choice) == choice
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == surface
    assert current().surface == surface
    assert surface in qapp.styleSheet()


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        (Qt.ColorScheme.Dark, "dark"),
        (Qt.ColorScheme.Light, "light"),
        (Qt.ColorScheme.Unknown, "light"),
    ],
)
def test_the_system_decides_unless_the_user_does(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, scheme: Qt.ColorScheme, expected: str
) -> None:
    class Hints:
        def colorScheme(self) -> Qt.ColorScheme:
            return scheme

    class App:
        def styleHints(self) -> Hints:
            return Hints()

    assert style.resolve(App(), "system") == expected  # type: ignore[arg-type]
    assert style.resolve(App(), "light") == "light"  # type: ignore[arg-type]


def test_a_switch_is_announced_once(qapp: QApplication) -> None:
    heard: list[str] = []
    listener = lambda: heard.append(current().name)  # noqa: E731
    style.themes().switched.connect(listener)
    style.apply(qapp, "dark")
    style.themes().switched.disconnect(listener)
    assert heard == ["dark"]


def test_the_systems_turn_is_followed_only_when_left_to_it(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    style.apply(qapp, "light")
    monkeypatch.setattr(style, "resolve", lambda _app, choice: "dark" if choice == "system" else choice)
    style.themes().follow_system()
    assert current().name == "light"
    style.themes().choice = "system"
    style.themes().follow_system()
    assert current().name == "dark"


def test_repolish_lets_a_property_take_effect(qapp: QApplication) -> None:
    button = QPushButton("试")
    button.setProperty("kind", "primary")
    style.repolish(button)
    button.resize(80, 28)
    assert button.grab().toImage().pixelColor(10, 14).name().upper() == LIGHT.accent
    button.setProperty("kind", "outlined")
    style.repolish(button)
    assert button.grab().toImage().pixelColor(10, 14).name().upper() == LIGHT.raised


@pytest.mark.parametrize(
    ("preference", "asked"), [(Qt.ContrastPreference.NoPreference, False), (Qt.ContrastPreference.HighContrast, True)]
)
def test_the_contrast_of_the_system_is_respected(preference: Qt.ContrastPreference, asked: bool) -> None:
    assert style.asks_for_contrast(preference) is asked


@pytest.mark.parametrize(("choice", "strong"), [("light", LIGHT_CONTRAST), ("dark", DARK_CONTRAST)])
def test_every_choice_of_theme_has_a_strong_form(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, choice: style.Choice, strong: Tokens
) -> None:
    """The system is asked anew when it says that its contrast has changed."""
    style.apply(qapp, choice)
    monkeypatch.setattr(style, "contrast_of", lambda _app: True)
    style.themes().follow_system()
    assert current() is strong
    monkeypatch.setattr(style, "contrast_of", lambda _app: False)
    style.themes().follow_system()
    assert current() is not strong
    style.apply(qapp, "light")


def test_the_frame_of_the_keyboard_has_a_colour_of_its_own() -> None:
    """In the dark the accent is 2.7 : 1 on a dialog: what has the keyboard is framed in `focus`."""
    framed = re.compile(r"QPen\(.*\baccent\b")
    wrong = []
    for path in sorted(Path(tracker.ui.__file__).parent.rglob("*.py")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines):
            if re.search(r"hasFocus\(\)|\bfocused\b", line):
                wrong += [
                    f"{path.name}: {found.strip()}" for found in lines[number : number + 3] if framed.search(found)
                ]
    assert wrong == []
