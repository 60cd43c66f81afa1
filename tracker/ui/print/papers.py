"""Every paper that is prose, laid out on its pages."""

from PySide6.QtGui import QImage

from tracker.model.rows import Brief, Circular, Figures, Slip
from tracker.ui.charts.office_lights import office_lights_image
from tracker.ui.print.brief import brief_layout
from tracker.ui.print.circular import circular_pages
from tracker.ui.print.layout import PaperLayout
from tracker.ui.print.slips import slip_pages

Prose = Circular | Brief | Slip


def lay_out(paper: Prose) -> PaperLayout:
    """Return the pages of a paper. Raises InputError for a brief that is more than one page."""
    if isinstance(paper, Brief):
        return brief_layout(paper)
    if isinstance(paper, Slip):
        return PaperLayout(slip_pages(paper))
    return PaperLayout(circular_pages(paper, _lights_of(paper.figures)))


def draw_ahead(paper: Prose) -> None:
    """Draw the pictures that `lay_out` will put on the pages, so that each of the two is done by itself."""
    if isinstance(paper, Circular):
        _lights_of(paper.figures)


class _Drawn:
    """Keeps 图1 of the figures drawn last."""

    figures: Figures | None = None
    lights: QImage | None = None


def _lights_of(figures: Figures) -> QImage | None:
    """Return 图1; while sentences are reworded a letter at a time the figures and their picture stay."""
    if _Drawn.figures is not figures:
        _Drawn.figures, _Drawn.lights = figures, office_lights_image(figures.offices, demo=figures.demo)
    return _Drawn.lights
