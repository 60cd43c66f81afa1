"""Every paper that is prose, laid out on its pages."""

from tracker.model.rows import Brief, Circular, Slip
from tracker.ui.charts.office_lights import office_lights
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
    figures = paper.figures
    return PaperLayout(circular_pages(paper, office_lights(figures.offices, demo=figures.demo)))
