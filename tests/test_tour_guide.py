"""The guided tour of the help: ten pictures, each of a page, all of them shown and small."""

import re

import pytest
from PySide6.QtGui import QImage

from tracker import paths
from tracker.tour_guide import PICTURES, WIDTH
from tracker.ui.shell.page_list import PAGES

FOLDER = paths.resources_dir() / "help"


def test_ten_pictures_stand_in_the_help_in_their_order() -> None:
    shown = re.findall(r"!\[\S+\]\(tour/(\S+)\.png\)", (FOLDER / "tour.md").read_text("utf-8"))
    assert shown == [name for name, _ in PICTURES]
    assert len(shown) == 10
    assert {page for _, page in PICTURES} <= {entry.key for entry in PAGES}
    assert sorted(path.stem for path in (FOLDER / "tour").iterdir()) == sorted(shown)


@pytest.mark.parametrize("name", [name for name, _ in PICTURES])
def test_a_picture_is_as_wide_as_the_text_and_small(name: str) -> None:
    path = FOLDER / "tour" / f"{name}.png"
    assert QImage(str(path)).width() == WIDTH
    assert path.stat().st_size < 200_000
