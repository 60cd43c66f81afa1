"""Forms filled as a person does: a text into each named field."""

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from tracker.ui.widgets.form_dialog import FormDialog


def fill(dialog: FormDialog, **texts: str) -> FormDialog:
    """Write a text into each named field and return the form."""
    for name, text in texts.items():
        editor = dialog.field(name).editor
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
        else:
            assert isinstance(editor, QLineEdit)
            editor.setText(text)
    return dialog
