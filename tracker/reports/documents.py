"""The Word papers as bytes: a circular, a brief, what an office gets; each from its template."""

from collections.abc import Callable, Mapping
from pathlib import Path

from tracker.model.enums import SlipLevel
from tracker.model.paper_settings import FONTS_OFFICIAL, PaperSettings
from tracker.model.rows.paper_slips import Slip
from tracker.model.rows.papers import Brief, Circular
from tracker.reports.brief_fit import fit_brief
from tracker.reports.fill import fill_template
from tracker.reports.fonts import Font, fonts_of_this_pc
from tracker.reports.names import BRIEF, CIRCULAR, NOTICE, ORDER, URGING
from tracker.reports.paper_values import brief_values, circular_values, letter_values, order_values
from tracker.reports.template_files import find_template

#: Draws the pictures (PNG) that a template may show, by placeholder: 图_单位亮灯.
Pictures = Mapping[str, Callable[[], bytes]]
_PAPERS = {SlipLevel.REMIND: NOTICE, SlipLevel.URGE: URGING, SlipLevel.SUPERVISE: ORDER}


def circular_document(
    circular: Circular, template: Path | None = None, data: Path | None = None, pictures: Pictures | None = None
) -> bytes:
    """Return a circular; `template` wins over the user's own in the folder `data`, that over the shipped one.

    Raises InputError with every finding of the template.
    """
    return fill_template(
        template or find_template(CIRCULAR, data),
        CIRCULAR,
        circular_values(circular, pictures),
        fonts=fonts_for(circular.figures.settings),
        is_demo=circular.head.demo,
    )


def brief_document(
    brief: Brief, template: Path | None = None, data: Path | None = None, pictures: Pictures | None = None
) -> bytes:
    """Return a brief that fits on its page; InputError where it cannot, or with every finding of the template."""
    return fill_template(
        template or find_template(BRIEF, data),
        BRIEF,
        brief_values(fit_brief(brief), pictures),
        fonts=fonts_for(brief.figures.settings),
        is_demo=brief.head.demo,
    )


def slip_document(
    slip: Slip, settings: PaperSettings, template: Path | None = None, data: Path | None = None
) -> bytes:  # fmt: skip
    """Return what one office gets: a letter, or a sheet for each task; InputError with every finding."""
    paper = _PAPERS[slip.level]
    values = order_values(slip) if slip.level is SlipLevel.SUPERVISE else letter_values(slip)
    return fill_template(
        template or find_template(paper, data),
        paper,
        values,
        fonts=fonts_for(settings),
        colour=slip.colour,
        is_demo=slip.head.demo,
    )


def fonts_for(settings: PaperSettings) -> dict[str, Font]:
    """Return the fonts that take the place of the official ones; none where the settings want those."""
    return {} if settings.fonts == FONTS_OFFICIAL else fonts_of_this_pc()
