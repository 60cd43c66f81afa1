"""Writes the shipped templates into resources/templates."""

from resources.packaging.papers.circular import brief, circular
from resources.packaging.papers.slips import letter, order
from resources.packaging.work import ROOT
from tracker.model.paper_settings import PaperSettings
from tracker.reports.names import BRIEF, CIRCULAR, NOTICE, ORDER, URGING

FOLDER = ROOT / "resources" / "templates"


def templates() -> dict[str, bytes]:
    """Return the shipped templates by paper."""
    levels = PaperSettings()
    return {
        CIRCULAR: circular(),
        BRIEF: brief(),
        NOTICE: letter(NOTICE, levels.remind.colour),
        URGING: letter(URGING, levels.urge.colour),
        ORDER: order(levels.supervise.colour),
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, content in templates().items():
        (FOLDER / f"{name}.docx").write_bytes(content)
