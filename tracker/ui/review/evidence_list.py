"""The group 佐证 of a review: what becomes of the files that came along, told line by line."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from tracker.model.evidence_plan import EvidenceOutcome, EvidencePlan, PlannedFile
from tracker.model.typed.text import shortened
from tracker.ui.review.line import Face, paint_face
from tracker.ui.review.table import LINE, EntryTable
from tracker.ui.widgets.paint import paint_hairline
from tracker.ui.widgets.row_delegate import Cell, RowDelegate
from tracker.ui.widgets.row_model import RowModel, list_of

_EDGE = 23
_MISSING = "没有随附"
#: What a person has to know of comes first.
_ORDER = (
    EvidenceOutcome.REFUSED,
    EvidenceOutcome.QUESTION,
    EvidenceOutcome.VERSION,
    EvidenceOutcome.NEW,
    EvidenceOutcome.SAME,
    EvidenceOutcome.SKIPPED,
)


def faces_of(plan: EvidencePlan) -> tuple[Face, ...]:
    """Return a line for each file and for each that is listed and did not come, those that need a look first."""
    files = sorted(plan.files, key=lambda file: _ORDER.index(file.outcome))
    absent = (Face(code, f"“{name}”列在这一项，但没有随附", state=_MISSING) for code, name in plan.missing)
    return (*absent, *map(_face, files))


def _face(file: PlannedFile) -> Face:
    certain = file.outcome not in (EvidenceOutcome.QUESTION, EvidenceOutcome.REFUSED, EvidenceOutcome.SKIPPED)
    kept = file.outcome in (EvidenceOutcome.NEW, EvidenceOutcome.VERSION)
    return Face(
        file.task if certain else "", file.name, who=shortened(file.message), state=file.outcome.word, decided=kept
    )


class EvidenceLines(EntryTable):
    """Lines that are only read: what is clear is filed with 采纳, what is open is asked about after it."""

    def __init__(self, plan: EvidencePlan) -> None:
        super().__init__()
        self.setAccessibleName("随附的佐证")
        self.model_of_lines: RowModel[Face] = RowModel(list_of(lambda face: face.spoken))
        self.setModel(self.model_of_lines)
        self.setItemDelegate(RowDelegate(_paint, LINE, self))
        self.model_of_lines.set_rows(faces_of(plan))


def _paint(painter: QPainter, cell: Cell) -> None:
    box = QRectF(cell.rect).adjusted(_EDGE, 0, -_EDGE, 0)
    paint_face(painter, box, cell.row, opened=True)  # there is nothing more to open
    paint_hairline(painter, box, 0)
