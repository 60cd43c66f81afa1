"""The self-test: its steps find what they look for, and what is broken ends in FAIL with its reason."""

import argparse
from pathlib import Path

import pytest
from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from tracker import selftest, selftest_charts, selftest_window
from tracker.errors import InputError
from tracker.ui.shell.page_list import PAGES

QUICK = ("目录", "导出", "导入", "旧格式", "服务器驱动", "备份")


def arguments(folder: Path) -> argparse.Namespace:
    return argparse.Namespace(selftest=str(folder))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the year of demonstration and the pages to the frozen program's run; their own tests try them here."""
    monkeypatch.setattr(selftest, "STEPS", {name: selftest.STEPS[name] for name in QUICK})
    monkeypatch.setattr(selftest_window, "WINDOW_STEPS", {})
    monkeypatch.setattr(selftest_charts, "CHART_STEPS", {})


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
    trial.opened.database.close()
    return trial.arguments


def test_pages_become_pictures(ledger: argparse.Namespace, tmp_path: Path, qapp: object) -> None:
    assert selftest_window.WINDOW_STEPS["页面"](ledger, tmp_path).startswith(f"{len(PAGES)} 页")
    assert len([path for path in tmp_path.glob("*.png") if not QImage(str(path)).isNull()]) == 2 * len(PAGES)
    assert selftest_charts.CHART_STEPS["图片"](ledger, tmp_path)


def test_missing_translation_is_noticed(ledger: argparse.Namespace, tmp_path: Path, qapp: QApplication) -> None:
    for installed in qapp.findChildren(QTranslator):  # a window after a drawing brings one into this process
        qapp.removeTranslator(installed)
    translator = QTranslator()
    with pytest.raises(selftest_window.TrackerError, match="中文译文"):
        selftest_window.WINDOW_STEPS["对话框"](ledger, tmp_path)
    assert translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    qapp.installTranslator(translator)
    assert "取消" in selftest_window.WINDOW_STEPS["对话框"](ledger, tmp_path)
    qapp.removeTranslator(translator)


def test_missing_page_of_help_is_noticed(
    ledger: argparse.Namespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    from tracker.ui.shell import help as manual

    monkeypatch.setattr(manual, "TOPICS", (*manual.TOPICS, ("nowhere", "没有写的一页")))
    monkeypatch.setattr(QMessageBox, "button", lambda *_: QPushButton("取消"))
    with pytest.raises(selftest_window.TrackerError, match="帮助里缺 没有写的一页"):
        selftest_window.WINDOW_STEPS["对话框"](ledger, tmp_path)


def test_a_page_that_fails_in_a_slot_fails_the_step(
    ledger: argparse.Namespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    from tracker.ui.overview.page import OverviewPage

    def broken(*_: object) -> None:
        raise ModuleNotFoundError("pydoc")

    monkeypatch.setattr(OverviewPage, "_show", broken)
    with pytest.raises(selftest_window.TrackerError, match="pydoc"):
        selftest_window.WINDOW_STEPS["页面"](ledger, tmp_path)


def test_every_chart_is_on_the_list() -> None:
    """A chart added later must be drawn by the self-test as well."""
    screens = Path(selftest_window.__file__).parent / "ui"
    drawn = {name.rpartition(".")[0] for names in selftest_charts.CHARTS.values() for name in names}
    bases = {"MarkChart", "Plot", "TimelineView"}
    modules = [path for path in screens.rglob("*.py") if path.parent.name != "today"]
    sources = {f"{path.parent.name}.{path.stem}": path.read_text(encoding="utf-8") for path in modules}
    kinds = {name for name, text in sources.items() if any(f"({base})" in text for base in bases)}
    assert len(kinds) > 5
    assert kinds <= drawn


def test_charts_are_kept_in_every_form_and_presented(ledger: argparse.Namespace, tmp_path: Path, qapp: object) -> None:
    assert "png、svg、pdf" in selftest_charts.CHART_STEPS["存图"](ledger, tmp_path)
    kept = {kind: len(list(tmp_path.glob(f"*-{selftest.TODAY}.{kind}"))) for kind in ("png", "svg", "pdf")}
    assert kept["png"] == kept["svg"] == kept["pdf"] - len(selftest_charts.PAPERS)
    assert kept["pdf"] >= 5
    assert selftest_charts.CHART_STEPS["演示"](ledger, tmp_path).endswith(" 页")
    assert (tmp_path / "present-0.png").is_file()


def test_program_without_charts_to_keep_is_noticed(
    ledger: argparse.Namespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    from tracker.ui.page import Page

    for kind in (Page, *Page.__subclasses__()):
        monkeypatch.setattr(kind, "sheets", lambda _page: ())
    with pytest.raises(selftest_window.TrackerError, match="没有一页"):
        selftest_charts.CHART_STEPS["存图"](ledger, tmp_path)


# What Qt says to a file that is none.
NO_SVG = "Cannot read file"
EMPTY_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.svg", None, "没有写出来"),
        ("a.svg", EMPTY_SVG, "空白"),
        ("a.svg", b"no drawing", "读不回来"),
        ("a.png", b"no picture", "空白"),
        ("a.pdf", b"%PDF-1.4 /FontFile2 cut off", "不是完整的"),
        ("a.pdf", b"%PDF-1.4 letters as curves\n%%EOF\n", "没有嵌入字体"),
    ],
)
@pytest.mark.qt_log_ignore(NO_SVG, extend=True)
def test_empty_files_are_noticed(name: str, content: bytes | None, said: str, tmp_path: Path, qapp: object) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(selftest_window.TrackerError, match=said):
        selftest_charts._require_drawn(tmp_path / name)


@pytest.mark.parametrize(("painted", "colours"), [(0, 1), (3, 4)])
def test_colours_are_counted(painted: int, colours: int) -> None:
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for number in range(painted):
        image.setPixelColor(number, 0, QColor(number, 0, 0))
    assert selftest_window.colours(image) == colours
