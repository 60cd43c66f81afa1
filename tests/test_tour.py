"""The tour: what it says, and pictures in which the pages are really drawn."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtGui import QImage

from tracker import tour
from tracker.errors import TrackerError
from tracker.ui.shell.page_list import PAGES

TODAY = date(2026, 11, 20)


@pytest.fixture
def arguments(tmp_path: Path, qapp) -> SimpleNamespace:
    return SimpleNamespace(data=str(tmp_path / "data"), db=None, today=TODAY, out=tmp_path / "out")


def colours(path: Path) -> int:
    image = QImage(str(path)).scaled(160, 90)
    return len({image.pixel(x, y) for x in range(image.width()) for y in range(image.height())})


def test_the_tour_leaves_a_picture_of_every_page_and_a_workbook(arguments, monkeypatch, capsys) -> None:
    monkeypatch.setattr(tour, "SIZES", ((1366, 768),))
    monkeypatch.setattr(tour, "THEMES", ("light",))
    assert tour.run_tour(arguments) == 0
    pictures = {path.name for path in arguments.out.glob("*.png")}
    assert pictures == {f"{key}-light-1366x768.png" for key in (*(entry.key for entry in PAGES), "intake")}
    for picture in pictures:
        image = QImage(str(arguments.out / picture))
        assert (image.width(), image.height()) == (1366, 768)
        assert colours(arguments.out / picture) > 20, f"{picture} is all but empty"
    assert [path.name for path in arguments.out.glob("*.xlsx")] == ["市经信局.xlsx"]
    told = capsys.readouterr().out
    assert "88 项任务" in told
    assert "扛起宁波担当 打造全球智造创新之都" in told


def test_no_ledger_is_open_twice_and_none_while_another_process_writes(arguments, monkeypatch) -> None:
    """Whoever opens a file a second time and closes it loses SQLite's locks: the other process then cuts the log."""
    opened: list[object] = []
    counted: list[int] = []
    kept = tour.open_for

    def open_for(given):
        found = kept(given)
        opened.append(found)
        close = found.database.close
        monkeypatch.setattr(found.database, "close", lambda: (opened.remove(found), close()))
        return found

    monkeypatch.setattr(tour, "open_for", open_for)
    monkeypatch.setattr(tour, "_take_pictures", lambda *_: counted.append(len(opened)) or iter(()))
    monkeypatch.setattr(tour, "_take_scaled", lambda *_: counted.append(len(opened)))
    arguments.all = True
    assert tour.run_tour(arguments) == 0
    assert counted == [0, 0]


def test_the_summary_counts_sections(arguments) -> None:
    from tracker.cli.opened_ledger import open_for

    opened = open_for(arguments)
    lines = list(tour.summary(opened))
    opened.database.close()
    assert lines[0].startswith("台账：7 篇文章，88 项任务（")
    assert "　　5、要以全球为导，强化智造名片引领创新　6 项" in lines
    assert sum(int(line.split("　")[-1].split()[0]) for line in lines[1:] if line.startswith("　　")) == 88


def test_a_page_that_fails_fails_the_tour(arguments, monkeypatch) -> None:
    monkeypatch.setattr(tour, "SIZES", ((1366, 768),))
    monkeypatch.setattr(tour, "THEMES", ("light",))

    def broken(*_arguments, **_more) -> None:
        raise TrackerError("读不出来")

    monkeypatch.setattr("tracker.queries.ledger.read_ledger", broken)
    monkeypatch.setattr(tour, "summary", lambda _place: iter(()))
    with pytest.raises(TrackerError, match="读不出来"):
        tour.run_tour(arguments)
