"""记为别名: which office an unknown name in a returned workbook means; learnt once, understood from then on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.model.rows import OfficeRow
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import ComboBox, FormField

if TYPE_CHECKING:
    from tracker.queries import offices as office_query
    from tracker.services import offices as office_service
    from tracker.services.offices import UnknownName
else:
    office_query = late("tracker.queries.offices")
    office_service = late("tracker.services.offices")

_SKIP, _NEW = None, ""


class AliasDialog(Dialog):
    """One choice a name: an office, a new office of that name, or nothing; saving is one act with undo."""

    taught = Signal()

    def __init__(self, context: Context, unknown: "Sequence[UnknownName]", parent: QWidget | None = None) -> None:
        super().__init__("记为单位别名", "记下后立即重新读取这份反馈，以后也都认得；可以撤销", 480, parent)
        self._context = context
        self._unknown = tuple(unknown)
        self.choices = {name.text: ComboBox() for name in unknown}
        self._fields: dict[str, FormField] = {}
        for name, choice in self.choices.items():
            self._fields[name] = FormField(f"“{name}”是", choice)
            self.body.addWidget(self._fields[name])
            choice.currentIndexChanged.connect(lambda _index: self._check())
        self.add_button("取消", "plain", self.reject)
        self.save = self.add_button("记下并重新读取", "primary", self._save, writes=True)
        self._check()
        context.jobs.read(lambda s: office_query.list_offices(s), on_result=self._offer, owner=self)

    def meant(self) -> dict[str, str]:
        """Return by name the office it means, "" for a new one; names left open are left out."""
        chosen = {name: choice.currentData() for name, choice in self.choices.items()}
        return {name: office for name, office in chosen.items() if office is not None}

    def _offer(self, offices: tuple[OfficeRow, ...]) -> None:
        for name in self._unknown:
            choice = self.choices[name.text]
            choice.addItem("请选择单位", _SKIP)
            for office in offices:
                choice.addItem(office.name, office.name)
            choice.addItem(f"新增单位“{name.text}”", _NEW)
            choice.setCurrentIndex(max(choice.findText(name.suggestion), 0))
        next(iter(self.choices.values())).setFocus()

    def _check(self) -> None:
        self.save.setEnabled(bool(self.meant()))

    def _save(self) -> None:
        meant = self.meant()
        self._context.jobs.write(
            lambda s: office_service.teach_names(s, meant),
            on_result=lambda _changes: self._on_saved(),
            owner=self,
            toast=True,
            failed=self._fail,
        )

    def _fail(self, sentence: str) -> None:
        """Show what is wrong below the name it is about."""
        about = next((name for name in self._fields if name in sentence), next(iter(self._fields)))
        self._fields[about].set_error(sentence)

    def _on_saved(self) -> None:
        self.accept()
        self.taught.emit()
