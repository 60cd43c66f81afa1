"""归档佐证: which task a file belongs to, asked for the files nobody could file; answered by keyboard alone."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from tracker.ui.widgets.entry_checks import Check, Checked
from tracker.ui.widgets.form_dialog import FormDialog, Values
from tracker.ui.widgets.saving_dialog import Reply

if TYPE_CHECKING:
    from tracker.queries.evidence_lists import UnfiledRow

#: Files in one dialog: as many as stand in a small window.
AT_ONCE = 6
_DROPPED = "不收"

Answers = Mapping[int, str]


class EvidenceDialog(FormDialog):
    """A line for each file: the code of its task, 不收, or nothing to leave it where it is."""

    def __init__(
        self,
        rows: "Sequence[UnfiledRow]",
        codes: Collection[str],
        save: Callable[[Answers, Reply], None],
        parent: QWidget,
    ) -> None:
        self.asked = tuple(rows[:AT_ONCE])
        more = len(rows) - len(self.asked)
        note = "写任务编号，写“不收”去掉，空着留在未归档" + (f"；还有 {more:,} 份，归档后接着问" if more else "")
        super().__init__(f"归档佐证（{len(rows):,} 份）", note, "归档", self._keep, parent, 620)
        self._keep_answers = save
        by_folded = {code.casefold(): code for code in codes}
        for row in self.asked:
            where = f"{row.name}　{row.office}".rstrip("　")
            proposal = row.proposals[0] if row.proposals else ""
            self.add_line(str(row.id), where, proposal, _check(by_folded), placeholder="任务编号，如 A1.2b")
            self.offer(str(row.id), (*row.proposals, _DROPPED))
            self.field(str(row.id)).set_hint(row.question)

    def _keep(self, values: Values, reply: Reply) -> None:
        answers = {row.id: str(values[str(row.id)]) for row in self.asked if values[str(row.id)]}
        if not answers:
            self.reject()
            return
        self._keep_answers(answers, reply)


def _check(by_folded: Mapping[str, str]) -> Check:
    """Accept the code of a task in any case, 不收, or nothing."""

    def check(text: str) -> Checked:
        plain = text.strip()
        if not plain or plain == _DROPPED:
            return Checked(plain)
        code = by_folded.get(plain.casefold())
        return Checked(code) if code else Checked("", f"台账里没有任务 {plain}；写编号，或空着留在未归档")

    return check
