"""Workbooks go out with a snapshot of every cell; rounds and names are told."""

import hashlib
import threading
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlmodel import select

from tracker.errors import ConflictError, InputError, WorkbookError
from tracker.exchange.cells.columns import INDICATOR_SHEET, TASK_SHEET
from tracker.exchange.cells.row_tokens import read_token
from tracker.model.enums import ExportKind, Helpers, IndicatorKind, Status, Unconfirmed
from tracker.model.tables import (
    Batch,
    Indicator,
    Office,
    Task,
    TaskIndicator,
    TaskOffice,
    WorkbookExport,
    WorkbookExportRow,
)
from tracker.queries.current_rows import SentWorkbooks
from tracker.queries.token_key import token_secret
from tracker.services import exporting, indicators, tasks
from tracker.services import status as states
from tracker.store.engine import Database
from tracker.store.history import moment_of, open_batch

TODAY = date(2026, 3, 2)
DUE = date(2026, 3, 20)


def export(desk, path: Path, office: str = "市经信局", today: date = TODAY, due: date | None = DUE):
    return desk.act(exporting.export_office, office, path, today, due)


def put(desk, code: str, **values) -> None:
    with desk.ledger.session() as session:
        open_batch(session, "准备")
        task = session.get(Task, desk.number(code))
        for key, value in values.items():
            setattr(task, key, value)


def led_by(desk, office: str) -> list[str]:
    (found,) = desk.rows(Office, Office.name == office)
    tasks = desk.rows(Task, Task.lead_office_id == found.id)
    return [one.code for one in sorted(tasks, key=lambda one: (one.position, one.id))]


def codes_in(path: Path) -> list[str]:
    sheet = openpyxl.load_workbook(path)["任务清单"]
    column = next(cell.column for cell in sheet[4] if cell.value == "编号")
    return [sheet.cell(row, column).value for row in range(5, sheet.max_row + 1) if sheet.cell(row, column).value]


def test_an_office_gets_its_tasks_and_indicators(desk, tmp_path: Path) -> None:
    path = tmp_path / "经信.xlsx"
    changes = export(desk, path)
    (sent,) = desk.rows(WorkbookExport)
    assert changes.exports == {sent.id}
    assert changes.label == "导出 市经信局"
    assert codes_in(path) == led_by(desk, "市经信局")
    assert (sent.round, sent.sent_on, sent.return_due_on, sent.file_name) == (1, TODAY, DUE, "经信.xlsx")
    assert sent.tasks == len(codes_in(path))
    assert sent.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert sent.indicators == openpyxl.load_workbook(path)["指标填报"].max_row - 4
    assert len(desk.rows(Batch)) == 1  # sending is no change of the ledger


def test_the_snapshot_holds_every_cell_as_it_was_sent(desk, tmp_path: Path) -> None:
    put(desk, "A1.1", owner="张三", progress=30, remark="  前后空格 \r\n第二行")
    export(desk, tmp_path / "a.xlsx")
    (code,) = (one.code for one in desk.rows(WorkbookExport))
    sent = desk.look(lambda session: SentWorkbooks(session)[code])
    by_label = {row.label: row for row in sent.rows}
    row = by_label["A1.1"]
    assert set(row.values) == {column.field for column in TASK_SHEET.data_columns}
    assert row.values["co_offices"] == ("市科技局", "市商务局")
    assert (row.values["owner"], row.values["progress"], row.values["status"]) == ("张三", 30, "unassigned")
    measured = [one for one in sent.rows if one.kind == "indicator"]
    assert all(set(one.values) == {column.field for column in INDICATOR_SHEET.data_columns} for one in measured)
    assert (sent.office, sent.sent_on) == ("市经信局", "2026-03-02")


def test_the_snapshot_does_not_move_with_the_ledger(desk, tmp_path: Path) -> None:
    export(desk, tmp_path / "a.xlsx")
    before = [one.content for one in desk.rows(WorkbookExportRow)]
    put(desk, "A1.1", owner="李四")
    assert [one.content for one in desk.rows(WorkbookExportRow)] == before


def test_the_previous_value_is_the_newest_observation(desk, tmp_path: Path) -> None:
    number, uid = next((one["id"], one["uid"]) for one in desk.content()["indicator"] if one["code"] == "I07")
    desk.act(indicators.add_observation, number, date(2025, 12, 31), 195)
    export(desk, tmp_path / "a.xlsx")
    (row,) = [one for one in desk.rows(WorkbookExportRow) if one.key == uid]
    assert row.content["previous_value"] == 195.0
    assert (row.content["indicator_value"], row.content["indicator_on"]) == (None, "")


@pytest.mark.parametrize("status", [Status.CLOSED, Status.CANCELLED])
def test_what_is_finished_is_not_sent(lite, tmp_path: Path, status: Status) -> None:
    put(lite, "A1.1", status=status)
    export(lite, tmp_path / "a.xlsx")
    assert "A1.1" not in codes_in(tmp_path / "a.xlsx")


@pytest.mark.parametrize("name", ["市经信局", "市经济和信息化局", "经信局", " 市经信局 "])
def test_an_office_is_known_by_all_its_names(lite, tmp_path: Path, name: str) -> None:
    export(lite, tmp_path / "a.xlsx", name)
    assert [one.office_id for one in lite.rows(WorkbookExport)] == [lite.rows(Office, Office.name == "市经信局")[0].id]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("市不存在局", "没有名为“市不存在局”的单位"), ("", "没有名为“”的单位"), ("市外办", "没有需要交办的任务")],
)
def test_an_office_unknown_or_without_tasks_gets_no_file(lite, tmp_path: Path, name: str, sentence: str) -> None:
    assert led_by(lite, "市外办") == []
    with pytest.raises(InputError, match=sentence):
        export(lite, tmp_path / "a.xlsx", name)
    assert list(tmp_path.glob("*.xlsx")) == []
    assert lite.rows(WorkbookExport) == []


def test_a_place_that_cannot_be_written_records_nothing(desk, tmp_path: Path) -> None:
    with pytest.raises(WorkbookError):
        export(desk, tmp_path / "nowhere" / "a.xlsx")
    assert desk.rows(WorkbookExport) == []


def test_all_offices_that_lead_a_task_make_one_round(desk, tmp_path: Path) -> None:
    told = []
    changes, paths = desk.act(
        exporting.export_all,
        tmp_path,
        TODAY,
        DUE,
        lambda done, everything, office: told.append((done, everything, office)),
    )
    sent = desk.rows(WorkbookExport)
    offices = desk.look(lambda session: [one.name for one in exporting.offices_with_tasks(session, exporting.Wanted())])
    assert len(paths) == len(sent) == len(offices) == len(set(paths))
    assert changes.exports == {one.id for one in sent}
    assert {one.round for one in sent} == {1}
    assert told == [(number, len(offices), name) for number, name in enumerate(offices)]
    assert paths[0].name == "市经信局_第1批交办_20260302.xlsx"
    assert sum(one.tasks for one in sent) == 88
    assert sorted(code for path in paths for code in codes_in(path)) == sorted(one.code for one in desk.rows(Task))


def test_stopping_halfway_records_nothing(desk, tmp_path: Path) -> None:
    def stop(done: int, everything: int, office: str) -> None:
        if done == 1:
            raise InputError("停止")

    with pytest.raises(InputError, match="停止"):
        desk.act(exporting.export_all, tmp_path, TODAY, None, stop)
    assert desk.rows(WorkbookExport) == []


def test_without_open_tasks_there_is_no_round(lite, tmp_path: Path) -> None:
    with lite.ledger.session() as session:
        open_batch(session, "准备")
        for task in session.exec(select(Task)):
            task.status = Status.CANCELLED
    with pytest.raises(InputError, match="没有需要交办的任务"):
        lite.act(exporting.export_all, tmp_path, TODAY)


def test_a_single_workbook_joins_the_newest_round(lite, tmp_path: Path) -> None:
    for office, day in (("市经信局", 2), ("市科技局", 2), ("市经信局", 2), ("市教育局", 3), ("市经信局", 4)):
        export(lite, tmp_path / "a.xlsx", office, date(2026, 3, day))
    sent = lite.rows(WorkbookExport)
    assert [one.round for one in sent] == [1] * 5
    first, again = ExportKind.FIRST, ExportKind.AGAIN
    assert [one.kind for one in sent] == [first, first, again, first, again]
    assert [one.replaces_id for one in sent] == [None, None, sent[0].id, None, sent[2].id]


def test_workbooks_for_all_open_a_round_that_single_ones_join(lite, tmp_path: Path) -> None:
    export(lite, tmp_path / "a.xlsx", "市经信局")
    lite.act(exporting.export_all, tmp_path, TODAY)
    export(lite, tmp_path / "b.xlsx", "市经信局")
    sent = lite.rows(WorkbookExport)
    assert (sent[0].round, {one.round for one in sent[1:]}) == (1, {2})
    assert [one.kind for one in sent[1:-1]] == [ExportKind.FIRST] * (len(sent) - 2)
    (before,) = (one for one in sent[1:-1] if one.office_id == sent[-1].office_id)
    assert (sent[-1].kind, sent[-1].replaces_id) == (ExportKind.AGAIN, before.id)


def test_every_workbook_has_its_own_code(lite, tmp_path: Path) -> None:
    for _ in range(3):
        export(lite, tmp_path / "a.xlsx")
    codes = {one.code for one in lite.rows(WorkbookExport)}
    assert len(codes) == 3
    assert all(code.startswith("E") and len(code) == 9 for code in codes)


def test_offices_with_alike_names_get_files_of_their_own(desk, tmp_path: Path) -> None:
    """Also where the names differ in letter case alone, which Windows does not tell apart."""
    with desk.ledger.session() as session:
        open_batch(session, "准备")
        offices = session.exec(select(Office).order_by(Office.position)).all()
        leading = [office for office in offices if led_by(desk, office.name)][:4]
        for office, name in zip(leading, ("甲/乙局", "甲乙 局", "甲乙局A", "甲:乙局a"), strict=True):
            office.name = name
    _, paths = desk.act(exporting.export_all, tmp_path, TODAY)
    assert len({path.name.casefold() for path in paths}) == len(paths) == len(list(tmp_path.glob("*.xlsx")))
    sent = {one.file_name: one for one in desk.rows(WorkbookExport)}
    assert {path.name for path in paths} == sent.keys()
    for path in paths:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == sent[path.name].sha256


def test_a_file_that_is_there_already_is_not_replaced(desk, tmp_path: Path) -> None:
    there = tmp_path / f"市经信局_第1批交办_{TODAY:%Y%m%d}.xlsx"
    there.write_bytes(b"of somebody else")
    desk.act(exporting.export_all, tmp_path, TODAY)
    assert there.read_bytes() == b"of somebody else"
    assert there.with_stem(f"{there.stem}(2)").exists()


def test_two_desks_never_share_a_round(desk, tmp_path: Path) -> None:
    """What another desk recorded meanwhile is looked for before the workbooks are recorded."""
    with desk.ledger.session() as session:

        def another_desk_exports(done: int, _all: int, _office: str) -> None:
            if done == 1:
                office = session.exec(select(Office).order_by(Office.position.desc())).first()
                facts = {"code": "E0000001", "round": 1, "office_id": office.id, "sent_on": TODAY}
                rest = {"file_name": "a.xlsx", "sha256": "", "tasks": 1, "indicators": 0}
                session.add(WorkbookExport(**facts, **rest, created_at=moment_of(session)))

        with pytest.raises(ConflictError, match="刚才另一台电脑已导出第 1 批，这次没有导出"):
            exporting.export_all(session, tmp_path, TODAY, step=another_desk_exports)
        session.rollback()
    assert list(tmp_path.glob("*.xlsx")) == []


def test_an_indicator_with_a_chinese_number_goes_out(desk, tmp_path: Path) -> None:
    with desk.ledger.session() as session:
        open_batch(session, "准备")
        linked = select(TaskIndicator.indicator_id).join(Task, Task.id == TaskIndicator.task_id)
        mine = linked.join(Office, Task.lead_office_id == Office.id).where(Office.name == "市经信局")
        numeric = select(Indicator).where(Indicator.id.in_(mine), Indicator.kind == IndicatorKind.NUMERIC)
        indicator = session.exec(numeric).first()
        indicator.code = "指标 一~甲"
        name = indicator.name
    export(desk, tmp_path / "a.xlsx")
    (row,) = desk.rows(WorkbookExportRow, WorkbookExportRow.label == name)
    column = openpyxl.load_workbook(tmp_path / "a.xlsx")["指标填报"]["A5:A60"]
    tokens = [read_token(cell.value, desk.look(token_secret)) for (cell,) in column if cell.value]
    assert all(token.genuine for token in tokens)
    assert row.key in {token.key for token in tokens}


def test_a_task_set_aside_is_still_sent(lite, tmp_path: Path) -> None:
    lite.act(states.change_status, lite.number("A1.1"), Status.PAUSED, TODAY, "等待文件", decided_by="市长")
    export(lite, tmp_path / "a.xlsx")
    assert "A1.1" in codes_in(tmp_path / "a.xlsx")


def test_a_stopped_export_leaves_neither_record_nor_file(desk, tmp_path: Path) -> None:
    def stop_at_the_third(done: int, _all: int, _office: str) -> None:
        if done == 2:
            raise InputError("停")

    with pytest.raises(InputError, match="停"):
        desk.act(exporting.export_all, tmp_path, TODAY, step=stop_at_the_third)
    assert list(tmp_path.glob("*.xlsx")) == []
    assert desk.rows(WorkbookExport) == []


def confirm(desk, *codes: str) -> None:
    desk.act(tasks.confirm_offices, [task.id for task in desk.rows(Task) if task.code in codes])


def test_suggested_offices_go_out_marked(lite, tmp_path: Path) -> None:
    confirm(lite, "A1.1")
    export(lite, tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["任务清单"]
    notes = {row[1].value: row[22].value or "" for row in sheet.iter_rows(min_row=5)}
    assert "待确认" not in notes.pop("A1.1")
    assert all("牵头单位为建议，待确认" in note for note in notes.values())


def test_only_what_is_confirmed_goes_out(desk, tmp_path: Path) -> None:
    confirm(desk, "A1.1", "A2.1a")
    path = tmp_path / "a.xlsx"
    desk.act(exporting.export_office, "市经信局", path, TODAY, DUE, Unconfirmed.SKIP)
    assert codes_in(path) == ["A1.1", "A2.1a"]
    _, paths = desk.act(exporting.export_all, tmp_path, TODAY, unconfirmed=Unconfirmed.SKIP)
    leads, *helping = [path.name.partition("_")[0] for path in paths]
    assert leads == "市经信局"
    assert sorted(helping) == helpers_of(desk, "A1.1", "A2.1a")
    for options in ({"helpers": Helpers.NONE}, {"helpers": Helpers.SUGGESTED}):
        (folder := tmp_path / options["helpers"].value).mkdir()
        _, paths = desk.act(exporting.export_all, folder, TODAY, unconfirmed=Unconfirmed.SKIP, **options)
        all_of_them = {"市经信局", *helpers_of(desk)}
        expected = ["市经信局"] if options["helpers"] is Helpers.NONE else sorted(all_of_them)
        assert sorted(path.name.partition("_")[0] for path in paths) == expected


def helpers_of(desk, *codes: str) -> list[str]:
    """Return the names of the offices that help with these tasks, without any with all."""
    numbers = [task.id for task in desk.rows(Task) if task.code in codes or not codes]
    helping = {link.office_id for link in desk.rows(TaskOffice) if link.task_id in numbers}
    return sorted(office.name for office in desk.rows(Office) if office.id in helping)


def rows_of(path: Path, sheet: str) -> int:
    book = openpyxl.load_workbook(path)
    return book[sheet].max_row - 4 if sheet in book.sheetnames else 0


def test_every_office_that_leads_or_helps_gets_a_workbook(lite, tmp_path: Path) -> None:
    """EXCHANGE2 §11.1: 13 + 25 workbooks, 88 rows of tasks, a row of help for every pair of task and co-office."""
    lite.act(tasks.confirm_offices, [task.id for task in lite.rows(Task)])
    assert all(link.confirmed for link in lite.rows(TaskOffice))
    _, paths = lite.act(exporting.export_all, tmp_path, TODAY)
    leading = {task.lead_office_id for task in lite.rows(Task)}
    only = {office.name for office in lite.rows(Office) if office.id not in leading}
    assert (len(paths), len(leading)) == (38, 13)
    assert sum(rows_of(path, "任务清单") for path in paths) == 88
    assert sum(rows_of(path, "配合事项") for path in paths) == len(lite.rows(TaskOffice))
    for path in paths:
        names = openpyxl.load_workbook(path, read_only=True).sheetnames
        helps_alone = path.name.partition("_")[0] in only
        assert ("任务清单" not in names) == helps_alone
        assert ("配合事项" in names) or not helps_alone
        assert names[-1] == "_meta"


def test_what_a_co_office_is_told_of_the_task(lite, tmp_path: Path) -> None:
    confirm(lite, "A1.1")
    put(
        lite, "A1.1", owner="张三", phone="87651234", progress=35, progress_note="前" * 10 + "后" * 200, due_text="年底"
    )
    export(lite, path := tmp_path / "a.xlsx", "市商务局")
    sheet = openpyxl.load_workbook(path)["配合事项"]
    told = dict(zip([cell.value for cell in sheet[4]], [cell.value for cell in sheet[5]], strict=True))
    token = read_token(told["行编码（请勿修改）"], lite.look(token_secret))
    assert (token.mark, token.key, token.genuine) == ("H", lite.task().uid, True)
    assert (told["编号"], told["牵头单位"], told["牵头单位联系人及电话"]) == ("A1.1", "市经信局", "张三　87651234")
    assert (told["牵头单位进度"], told["牵头单位进展"], told["完成时限"]) == (0.35, "后" * 200, "年底")
    assert (told["配合状态"], told["本单位配合内容"], told["填报人"]) == ("未开始", None, None)


def test_an_office_is_not_asked_about_help_that_nobody_confirmed(lite, tmp_path: Path) -> None:
    leading = {task.lead_office_id for task in lite.rows(Task)}
    helping = {link.office_id for link in lite.rows(TaskOffice)}
    only = next(office.name for office in lite.rows(Office) if office.id in helping - leading)
    with pytest.raises(InputError, match="没有它牵头或已确认由它配合的任务"):
        export(lite, tmp_path / "a.xlsx", only)
    with pytest.raises(InputError, match="没有需要交办的任务"):
        lite.act(exporting.export_office, only, tmp_path / "a.xlsx", TODAY, helpers=Helpers.NONE)
    lite.act(exporting.export_office, only, path := tmp_path / "b.xlsx", TODAY, helpers=Helpers.SUGGESTED)
    assert rows_of(path, "配合事项") > 0
    lead = openpyxl.load_workbook(path)["配合事项"]["E5"].value
    assert lead.endswith("（待确认）")


def test_nothing_confirmed_is_nothing_to_send(lite, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="都还没有确认单位"):
        lite.act(exporting.export_office, "市经信局", tmp_path / "a.xlsx", TODAY, DUE, Unconfirmed.SKIP)
    with pytest.raises(InputError, match="没有需要交办的任务"):
        lite.act(exporting.export_all, tmp_path, TODAY, unconfirmed=Unconfirmed.SKIP)
    assert (lite.rows(WorkbookExport), list(tmp_path.glob("*.xlsx"))) == ([], [])


def test_confirming_at_once_confirms_what_goes_out_and_nothing_else(lite, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    changes = lite.act(exporting.export_office, "市经信局", path, TODAY, DUE, Unconfirmed.CONFIRM)
    confirmed = {task.code for task in lite.rows(Task) if task.offices_confirmed}
    assert confirmed == set(codes_in(path))
    assert len(changes.tasks) == len(confirmed)
    act = lite.rows(Batch)[-1]
    assert act.label == f"确认 {len(confirmed)} 项任务的单位"
    assert not count_unsettled_of(lite, path)
    again = lite.act(exporting.export_office, "市经信局", path, TODAY, DUE, Unconfirmed.CONFIRM)
    assert again.tasks == frozenset()


def count_unsettled_of(desk, path: Path) -> int:
    sheet = openpyxl.load_workbook(path)["任务清单"]
    return sum("待确认" in (row[21].value or "") for row in sheet.iter_rows(min_row=5))


def test_a_suggested_office_may_stop_the_export(lite, tmp_path: Path) -> None:
    stop = Unconfirmed.STOP
    with pytest.raises(InputError, match=r"项的牵头单位还是建议，.*没有导出"):
        lite.act(exporting.export_office, "市经信局", tmp_path / "a.xlsx", TODAY, DUE, stop)
    with pytest.raises(InputError, match="项的牵头单位还是建议"):
        lite.act(exporting.export_all, tmp_path, TODAY, unconfirmed=stop)
    assert (lite.rows(WorkbookExport), list(tmp_path.glob("*.xlsx"))) == ([], [])
    confirm(lite, *(task.code for task in lite.rows(Task) if task.lead_office_id))
    lite.act(exporting.export_office, "市经信局", tmp_path / "a.xlsx", TODAY, DUE, stop)
    assert len(lite.rows(WorkbookExport)) == 1


def test_two_desks_that_export_everything_at_once_make_two_rounds(desk, tmp_path: Path) -> None:
    url = desk.ledger.engine.url.render_as_string(hide_password=False)
    told: list[object] = []

    def work(number: int) -> None:
        other = Database(url, f"人{number}", f"{number:012x}")
        (folder := tmp_path / str(number)).mkdir()
        try:
            with other.session() as session:
                told.append(exporting.export_all(session, folder, TODAY)[1])
        except ConflictError as error:
            told.append(error)
        finally:
            other.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent = [(row.round, row.office_id) for row in desk.rows(WorkbookExport)]
    assert len(sent) == len(set(sent)), "no office twice in a round"
    written = [path for paths in told if isinstance(paths, tuple) for path in paths]
    assert sorted(path.name for path in written) == sorted(row.file_name for row in desk.rows(WorkbookExport))
    assert all(path.exists() for path in written)


def test_the_workbooks_of_offices_with_equal_clean_names_are_two_files(desk, tmp_path: Path) -> None:
    with desk.ledger.session() as session:
        open_batch(session, "准备")
        offices = session.exec(select(Office).where(Office.name.in_(("市经信局", "市科技局")))).all()
        for office, name in zip(offices, ("市局 A", "市局a"), strict=True):
            office.name = name
    names = {desk.look(exporting.name_in_files, name).casefold() for name in ("市局 A", "市局a")}
    assert len(names) == 2
    _, paths = desk.act(exporting.export_all, tmp_path, TODAY)
    folded = [path.name.casefold() for path in paths]
    assert len(folded) == len(set(folded))
    assert desk.look(exporting.name_in_files, "没有: 的局") == "没有的局"
