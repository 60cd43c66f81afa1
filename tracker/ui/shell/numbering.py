"""编号规则: the sign that numbers of each kind of source begin with, for numbers to come."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tracker.model.source_words import SourceKind
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.widgets.entry_checks import Checked
from tracker.ui.widgets.form_dialog import FormDialog, Values
from tracker.ui.widgets.saving_dialog import Reply

if TYPE_CHECKING:
    from tracker.services.sources import numbering
else:
    numbering = late("tracker.services.sources.numbering")

_BESIDE = 3


def ask_numbering(context: Context, window: QWidget) -> None:
    """Read the rule and open its form; it stays open with the sentence where it is refused."""
    context.jobs.read(
        numbering.read_rule,
        on_result=lambda rule: numbering_dialog(context, *rule, window).open(),
        owner=window,
    )


def numbering_dialog(context: Context, signs: Mapping[SourceKind, str], width: int, parent: QWidget) -> FormDialog:
    """Return the form: a sign for each kind of source, and the least number of digits."""

    def save(values: Values, reply: Reply) -> None:
        wanted = {kind: str(values[kind.value]).strip() for kind in SourceKind}
        digits = int(str(values["width"]))
        seen = signs, width
        context.jobs.write(lambda s: numbering.set_numbering(s, wanted, digits, seen), toast=True, **reply.route)

    note = "如 批2026-03；只管以后的编号，已有的编号不变，用过的不再用"
    form = FormDialog("编号规则", note, "保存", save, parent, 560)
    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    kinds = list(SourceKind)
    for first in range(0, len(kinds), _BESIDE):
        with form.side_by_side():
            for kind in kinds[first : first + _BESIDE]:
                form.add_line(kind.value, kind.word, signs[kind], Checked, required="请写编号字")
    form.add_line("width", "顺序号位数（至少）", str(width), _check_digits, required="请写位数")
    return form


def _check_digits(text: str) -> Checked:
    return Checked(text.strip()) if text.strip().isdigit() else Checked("", "请写一个数字，如 2")
