"""What a person does on 出文: word a circular, look at its pages, save and register it, remind the offices."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionComboBox

from tests.ui.papers.conftest import Office
from tracker.model.enums import LightColour, PaperKind, SlipLevel
from tracker.ui.core.page_requests import OpenOffice, OpenPaper
from tracker.ui.papers.wishes import LAST_MONTH, WEEK
from tracker.ui.task.action_list import SLIP


def words(path: Path) -> str:
    """Return the XML of a document's text."""
    with zipfile.ZipFile(path) as parts:
        return parts.read("word/document.xml").decode()


def test_the_circular_of_this_month_stands_at_once(office: Office) -> None:
    page = office.page
    layout = page.preview.pages.layout_shown
    assert layout is not None
    assert layout.count == 5
    assert page.preview.number.text() == "1 / 5"
    assert page.form.days.text() == "11月1日 — 11月28日"
    assert page.papers.entries[PaperKind.ORDER].count == "5 个单位"
    assert "任务95项" in page.form.sentences.fields["总体_任务"].text


def test_changed_words_are_marked_shown_and_saved(office: Office) -> None:
    field = office.page.form.sentences.fields["引言"]
    assert not field.mark.isVisible()
    field.editor.setFocus()
    field.editor.moveCursor(field.editor.textCursor().MoveOperation.End)
    field.editor.insertPlainText("请予重视。")
    assert field.mark.isVisible()
    office.page.show_pages()
    assert office.page.preview.pages.framed == "引言"
    office.page.foot.save.click()
    office.settle()
    assert "通报如下。请予重视。" in words(office.out / "通报_20261128.docx")
    assert [notice.act for notice in office.told] == ["打开文件"]
    assert office.issued() == []


def test_a_sentence_goes_back_to_what_the_ledger_says(office: Office) -> None:
    field = office.page.form.sentences.fields["要求"]
    computed = field.text
    field.editor.setPlainText(f"{computed}另行通知。")
    assert office.page.form.edits == {"要求": f"{computed}另行通知。"}
    field.restore.click()
    assert field.text == computed
    assert office.page.form.edits == {}
    assert not field.restore.isVisible()


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("95", "96"),
        lambda text: text.replace("92项", ""),
        lambda text: f"{text}另有3项。",
        lambda _: "",
    ],
)
def test_figures_cannot_be_changed(office: Office, change: Any) -> None:
    field = office.page.form.sentences.fields["总体_任务"]
    computed = field.text
    field.editor.setPlainText(change(computed))
    assert field.editor.toPlainText() == computed
    assert field.refusal.text().startswith("数字由台账算出")
    assert office.page.form.edits == {}


def test_another_period_computes_the_sentences_anew(office: Office) -> None:
    form = office.page.form
    form.sentences.fields["引言"].editor.appendPlainText("改过。")
    form.period.chosen.emit(LAST_MONTH)
    form.period.show_value(LAST_MONTH)
    form.changed.emit()
    office.settle()
    assert form.edits == {}
    assert "2026年10月31日" in form.sentences.fields["引言"].text


def test_a_click_on_the_page_goes_to_the_field(office: Office) -> None:
    pages = office.page.preview.pages
    assert pages.layout_shown is not None
    ((number, area),) = pages.layout_shown.places("引言")
    scale = pages.page_width / pages.layout_shown.page_size.width()
    point = pages.page_rect(number).topLeft() + area.center() * scale
    QTest.mouseClick(pages, Qt.MouseButton.LeftButton, pos=QPointF(point).toPoint())
    assert office.page.form.sentences.fields["引言"].editor.hasFocus()


def test_registering_counts_the_next_issue_on_and_can_be_undone(office: Office) -> None:
    office.page.foot.register.click()
    office.settle()
    assert office.issued() == ["通报 第1期"]
    assert office.page.papers.entries[PaperKind.CIRCULAR].note == "第1期，11月28日"
    assert office.page.form.number.placeholderText() == "第 2 期"
    office.program.window.undo()
    office.settle()
    assert office.issued() == []
    assert (office.out / "通报_20261128.docx").is_file()


def test_a_number_given_before_is_refused_and_nothing_is_written(office: Office) -> None:
    office.page.foot.register.click()
    office.settle()
    file = office.out / "通报_20261128.docx"
    file.unlink()
    office.page.form.number.setText("1")
    office.page.form.number.editingFinished.emit()
    office.settle()
    office.page.foot.register.click()
    office.settle()
    assert len(office.failed) == 1
    assert "已经登记过" in office.failed[0]
    assert not file.exists()


def test_nonsense_as_a_number_says_what_to_write(office: Office) -> None:
    office.page.form.number.setText("十一")
    office.page.form.number.editingFinished.emit()
    assert office.page.form.error.text() == "期号要填 1 以上的整数。"


def test_the_pdf_is_the_pages_of_the_preview(office: Office) -> None:
    office.page.foot.pdf.click()
    office.settle()
    assert (office.out / "通报_20261128.pdf").read_bytes().startswith(b"%PDF")


def test_a_weekly_brief_is_one_page_with_room_for_advice(office: Office) -> None:
    office.show(PaperKind.BRIEF)
    office.page.form.period.show_value(WEEK)
    office.page.form.period.chosen.emit(WEEK)
    office.settle()
    assert office.page.form.title.text() == "专报（周报）"
    layout = office.page.preview.pages.layout_shown
    assert layout is not None
    assert layout.count == 1
    office.page.form.sentences.fields["建议"].editor.setPlainText("建议召开专题会议。")
    office.page.show_pages()
    office.page.foot.save.click()
    office.settle()
    assert "建议召开专题会议。" in words(office.out / "专报_20261128.docx")


@pytest.mark.parametrize(
    ("kind", "name"), [(PaperKind.LEDGER, "台账_20261128.xlsx"), (PaperKind.CLOSING, "销号清单_20261128.xlsx")]
)
def test_lists_are_workbooks(office: Office, kind: PaperKind, name: str) -> None:
    office.show(kind)
    assert office.page.preview.pages.layout_shown is None
    assert not office.page.foot.pdf.isVisible()
    office.page.foot.save.click()
    office.settle()
    assert (office.out / name).is_file()


def test_slips_go_to_the_ticked_offices_in_one_go(office: Office) -> None:
    office.show(PaperKind.ORDER)
    assert office.page.table.offices() == {"市经信局", "市科技局", "市发改委", "市财政局", "市总工会"}
    assert office.page.foot.note.text() == "5 个文件，8 项"
    assert office.page.preview.number.text() == "1 / 3"
    office.page.foot.register.click()
    office.settle()
    assert len(list(office.out.iterdir())) == 5
    assert len(office.issued()) == 8
    assert any(notice.act == "打开文件夹" for notice in office.told)


def test_an_office_can_be_asked_at_another_level(office: Office) -> None:
    office.show(PaperKind.ORDER)
    table = office.page.table
    table.nobody.click()
    office.settle()
    assert office.page.foot.note.text() == "没有选中要出单的单位"
    assert not office.page.foot.register.isEnabled()
    choice = table.level_of(0)
    option = QStyleOptionComboBox()
    choice.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = choice.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, choice)
    for word in (choice.itemText(number) for number in range(choice.count())):
        assert choice.fontMetrics().horizontalAdvance(word) <= room.width(), word
    choice.setCurrentIndex(choice.findText(SlipLevel.URGE.word))
    choice.activated.emit(choice.currentIndex())
    office.settle()
    office.page.foot.save.click()
    office.settle()
    assert [path.name for path in office.out.iterdir()] == ["催办单_市经信局_20261128.docx"]


def test_settings_change_every_paper(office: Office) -> None:
    dialog = office.page.open_settings()
    assert dialog is not None
    dialog.field("issuer").editor.setText("市委督查室")  # type: ignore[attr-defined]
    dialog.field("supervise_days").editor.setText("很快")  # type: ignore[attr-defined]
    dialog.submit()  # type: ignore[attr-defined]
    assert dialog.field("supervise_days").error() == "请填 0 以上的整数"  # type: ignore[attr-defined]
    dialog.field("supervise_days").editor.setText("7")  # type: ignore[attr-defined]
    dialog.submit()  # type: ignore[attr-defined]
    office.settle()
    assert office.page.overview is not None
    assert (office.page.overview.settings.issuer, office.page.overview.settings.supervise.days) == ("市委督查室", 7)
    assert office.page.paper.head.issuer == "市委督查室"  # type: ignore[union-attr]


def test_the_settings_ask_for_the_table_of_co_offices(office: Office) -> None:
    dialog = office.page.open_settings()
    assert dialog is not None
    assert dialog.co_offices.currentText() == "不附"  # type: ignore[attr-defined]
    dialog.co_offices.setCurrentText("附在各单位推进情况后面")  # type: ignore[attr-defined]
    dialog.field("issuer").editor.setText("市委督查室")  # type: ignore[attr-defined]
    dialog.submit()  # type: ignore[attr-defined]
    office.settle()
    assert office.page.overview is not None
    assert office.page.overview.settings.co_offices
    assert office.page.paper.figures.co_offices  # type: ignore[union-attr]


def test_the_own_template_is_copied_checked_and_laid_aside(office: Office) -> None:
    page = office.page
    opened: list[Any] = []
    page.templates.open_file = opened.append
    page.form.template_asked.emit("edit")
    own = office.program.context.data_dir / "templates" / "通报.docx"
    assert own.is_file()
    assert len(opened) == 1
    office.settle()
    assert page.form.template.text() == "通报（本单位）"
    page.form.template_asked.emit("check")
    office.settle()
    assert office.told[-1].text == "模板“通报”可以使用"
    assert "个名称都认识" in page.form.checked.text()
    own.write_bytes(b"no document")
    page.form.template_asked.emit("check")
    office.settle()
    assert page.faults.isVisible()
    assert "通报.docx" in page.faults.text.text()
    assert not page.faults.shipped.isVisible()
    assert page.form.checked.text() == "模板有要改的地方，点“检查”看"
    page.form.template_asked.emit("restore")
    office.settle()
    assert page.form.template.text() == "通报（默认）"
    assert not page.faults.isVisible()
    assert not own.exists()


def test_a_broken_template_writes_nothing(office: Office) -> None:
    own = office.program.context.data_dir / "templates" / "通报.docx"
    own.parent.mkdir()
    own.write_bytes(b"no document")
    office.page.foot.save.click()
    office.settle()
    assert office.page.faults.isVisible()
    assert "通报.docx" in office.page.faults.text.text()
    assert (list(office.out.iterdir()), office.failed) == ([], [])
    office.page.faults.shipped.click()
    office.settle()
    assert not office.page.faults.isVisible()
    assert [path.name for path in office.out.iterdir()] == ["通报_20261128.docx"]


def test_pages_turn_and_grow(office: Office) -> None:
    preview = office.page.preview
    whole = preview.pages.page_width
    preview.forth.click()
    assert preview.number.text() == "2 / 5"
    preview.larger.click()
    assert preview.pages.page_width > whole
    preview.show_whole()
    assert preview.pages.page_width == whole


@pytest.mark.parametrize(("width", "together"), [(1366, True), (1199, False), (1024, False)])
def test_a_narrow_window_has_the_preview_behind_a_segment(office: Office, width: int, together: bool) -> None:
    office.program.window.resize(width, 700)
    office.settle()
    page = office.page
    assert page.middle.isVisible()
    assert page.preview.isVisible() is together
    assert page.views.isVisible() is not together
    if not together:
        page.views.show_value("preview")
        page.views.chosen.emit("preview")
        assert (page.middle.isVisible(), page.preview.isVisible()) == (False, True)
        assert page.preview.pages.layout_shown is not None


# --- ways in ------------------------------------------------------------------------------------------------


def test_the_overview_asks_for_a_circular(office: Office) -> None:
    office.show(PaperKind.BRIEF)
    office.ask("overview").circular_button.click()
    office.settle()
    assert office.program.window.current_key() == "papers"
    assert office.page.form.title.text() == "通报"


def test_the_ledger_hands_its_filter_on(office: Office) -> None:
    ledger = office.ask("ledger")
    ledger.toolbar.search.setText("灯塔工厂")
    office.settle()
    shown = ledger.controller.shown_count
    assert 0 < shown < 20
    ledger.parts.official.click()
    office.settle()
    assert office.page.form.scope.currentText() == f"台账中筛选的 {shown} 项"
    assert len(office.page.paper.figures.tasks) <= shown  # type: ignore[union-attr]
    office.page.form.scope.setCurrentIndex(0)
    office.page.form.scope.activated.emit(0)
    office.settle()
    assert len(office.page.paper.figures.tasks) == 95  # type: ignore[union-attr]


def test_an_office_is_reminded_from_its_page(office: Office) -> None:
    office.ask("office", OpenOffice("市商务局")).slip_button.click()
    office.settle()
    assert office.page.table.offices() == {"市商务局"}
    assert office.page.table.title.text() == "提醒函"


def test_an_office_is_reminded_from_the_directory(office: Office) -> None:
    directory = office.ask("offices", OpenOffice("市商务局"))
    row = next(row for row in directory.model.rows if row.name == "市商务局")
    acts = {word: act for word, _, act in directory.acts_on(row)}
    acts["出提醒函…"]()
    office.settle()
    assert (office.page.table.offices(), office.page.table.title.text()) == ({"市商务局"}, "提醒函")


@pytest.mark.parametrize(("colour", "title"), [(LightColour.RED, "督办单"), (LightColour.AMBER, "催办单")])
def test_a_task_asks_for_the_slip_of_its_light(office: Office, colour: LightColour, title: str) -> None:
    ledger = office.ask("ledger")
    lit = [task for task in ledger.controller.shown if task.light.colour is colour and task.lead_office == "市经信局"]
    ledger.table.choose_task(lit[0].id)
    office.settle()
    ledger.acts.do([lit[0]], SLIP)
    office.settle()
    assert (office.page.table.offices(), office.page.table.title.text()) == ({"市经信局"}, title)


def test_a_task_shows_the_slip_that_was_issued_about_it(office: Office, qtbot: Any) -> None:
    office.ask("papers", OpenPaper(PaperKind.ORDER, offices=frozenset({"市财政局"})))
    office.page.foot.register.click()
    office.settle()
    ledger = office.ask("ledger")
    task = next(task for task in ledger.controller.shown if task.code == "A2.1c-2")
    ledger.table.choose_task(task.id)

    def slip_is_shown() -> None:
        office.settle()
        texts = {label.text() for label in ledger.panel.entries.findChildren(type(office.page.form.title))}
        assert "督办单 督办〔2026〕1号" in texts

    qtbot.waitUntil(slip_is_shown)  # the panel reads a moment after the row was chosen


def test_the_palette_finds_every_paper(office: Office) -> None:
    commands = [command.word for command in office.program.window.commands.everywhere()]
    for word in ("出通报…", "出专报…", "出工作台账…", "出销号清单…", "出督办单…", "出催办单…", "出提醒函…"):
        assert word in commands


def test_the_day_of_a_ledger_stands_beside_its_name(office: Office) -> None:
    office.page.show_kind(PaperKind.LEDGER)
    office.settle()
    form = office.page.form
    label = form._labels["截至"]
    assert label.isVisible()
    assert not form._labels["期间"].isVisible()
    middle = label.mapTo(form, label.rect().center()).y()
    assert abs(middle - form.end.mapTo(form, form.end.rect().center()).y()) <= 2
    office.page.show_kind(PaperKind.CIRCULAR)
    assert not label.isVisible()


def test_the_settings_keep_to_the_edges_of_their_sheet(office: Office) -> None:
    dialog = office.page.open_settings()
    assert dialog is not None
    office.settle()
    line = dialog.findChildren(QLineEdit)[0]
    right = line.mapTo(dialog.sheet, line.rect().topRight()).x()
    assert right <= dialog.sheet.width() - 23
    dialog.reject()
