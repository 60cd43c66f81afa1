"""The self-test: its steps find what they look for, and what is broken ends in FAIL with its reason."""

import argparse
from pathlib import Path

import pytest
from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from tracker import selftest, selftest_window
from tracker.errors import InputError
from tracker.ui.page_table import PAGES

QUICK = ("目录", "导出", "导入", "旧格式", "服务器驱动", "备份")


def arguments(folder: Path) -> argparse.Namespace:
    return argparse.Namespace(selftest=str(folder))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the year of demonstration and the pages to the frozen program's run; their own tests try them here."""
    monkeypatch.setattr(selftest, "STEPS", {name: selftest.STEPS[name] for name in QUICK})
    monkeypatch.setattr(selftest_window, "WINDOW_STEPS", {})


def test_everything_in_order_is_pass(quick: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert selftest.run(arguments(tmp_path / "new")) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == selftest.PASS
    assert [line.split("  ")[-1].partition("：")[0] for line in lines[1:-1]] == ["数据库", *QUICK]
    assert (tmp_path / "new" / selftest.REPORT).read_text(encoding="utf-8").splitlines() == lines


def test_what_is_broken_is_named_and_the_rest_is_tried(
    quick: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_trial: selftest.Trial) -> str:
        raise ImportError("No module named 'psycopg'")

    monkeypatch.setitem(selftest.STEPS, "服务器驱动", broken)
    assert selftest.run(arguments(tmp_path / "new")) == 1
    printed = capsys.readouterr().out
    assert printed.splitlines()[-1] == "FAIL：服务器驱动"
    assert "No module named 'psycopg'" in printed
    assert "in broken" in printed, "the traceback names the place"
    assert "备份：" in printed, "later steps are tried"


def test_ledger_that_cannot_be_opened_ends_it(
    quick: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(selftest.paths, "seed_dir", lambda: tmp_path / "nothing")
    assert selftest.run(arguments(tmp_path / "new")) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "FAIL：数据库"


def test_ctrl_c_is_no_failed_step(tmp_path: Path) -> None:
    report = selftest.Report(tmp_path / "r.txt")
    with pytest.raises(KeyboardInterrupt), report.attempt("步骤"):
        raise KeyboardInterrupt


def test_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    with pytest.raises(InputError, match="空文件夹"):
        selftest.run(arguments(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_of_its_own_is_removed(
    quick: None, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selftest.tempfile, "tempdir", str(tmp_path))
    assert selftest.run(argparse.Namespace(selftest="")) == 0
    assert list(tmp_path.glob("ZhizaoLedger-*")) == []


@pytest.fixture
def ledger(tmp_path: Path) -> argparse.Namespace:
    """A ledger with its catalogue for the steps of the window."""
    trial = selftest.Trial(tmp_path, selftest._open(tmp_path))
    trial.place.database.close()
    return trial.arguments


def test_pages_become_pictures(ledger: argparse.Namespace, tmp_path: Path, qapp: object) -> None:
    assert selftest_window.WINDOW_STEPS["页面"](ledger, tmp_path).startswith(f"{len(PAGES)} 页")
    assert len([path for path in tmp_path.glob("*.png") if not QImage(str(path)).isNull()]) == 2 * len(PAGES)
    assert selftest_window.WINDOW_STEPS["图片"](ledger, tmp_path)


def test_missing_translation_is_noticed(ledger: argparse.Namespace, tmp_path: Path, qapp: QApplication) -> None:
    translator = QTranslator()
    with pytest.raises(selftest_window.TrackerError, match="中文译文"):
        selftest_window.WINDOW_STEPS["对话框"](ledger, tmp_path)
    assert translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    qapp.installTranslator(translator)
    assert "取消" in selftest_window.WINDOW_STEPS["对话框"](ledger, tmp_path)
    qapp.removeTranslator(translator)


def test_a_page_that_fails_in_a_slot_fails_the_step(
    ledger: argparse.Namespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    from tracker.ui.pages.overview import OverviewPage

    def broken(*_: object) -> None:
        raise ModuleNotFoundError("pydoc")

    monkeypatch.setattr(OverviewPage, "_show", broken)
    with pytest.raises(selftest_window.TrackerError, match="pydoc"):
        selftest_window.WINDOW_STEPS["页面"](ledger, tmp_path)


def test_every_chart_is_on_the_list() -> None:
    """A chart added later must be drawn by the self-test as well."""
    charts = Path(selftest_window.__file__).parent / "ui" / "charts"
    drawn = {name.partition(".")[0] for names in selftest_window.CHARTS.values() for name in names}
    bases = {"MarkChart", "Plot"}
    sources = {path.stem: path.read_text(encoding="utf-8") for path in charts.glob("*.py")}
    kinds = {stem for stem, text in sources.items() if any(f"({base})" in text for base in bases)}
    assert kinds <= drawn


@pytest.mark.parametrize(("painted", "colours"), [(0, 1), (3, 4)])
def test_colours_are_counted(painted: int, colours: int) -> None:
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for number in range(painted):
        image.setPixelColor(number, 0, QColor(number, 0, 0))
    assert selftest_window.colours(image) == colours
