"""Drafts for every office: right people, right file, listed for web mail, refused whole where a header would break."""

import email
import hashlib
from dataclasses import replace
from datetime import date, timedelta
from email.policy import compat32, default
from pathlib import Path

import openpyxl
import pytest
from sqlmodel import select

from tests.files.test_mail import attachment_of, by_2047
from tracker.errors import InputError
from tracker.files.limits import MB
from tracker.model.enums import ExportKind
from tracker.model.exchange_words import ExportChannel, PersonRole
from tracker.model.mail_settings import MailKind, MailSettings, MailText
from tracker.model.tables import Office, WorkbookExport
from tracker.queries.mail import read_mail_settings
from tracker.services.sending import drafts as drafting
from tracker.services.sending.drafts import set_mail_settings, write_reminders
from tracker.services.sending.sending import Roads
from tracker.services.undo import undo_batch
from tracker.services.write_basics import begin

DUE = date(2026, 3, 20)


@pytest.fixture
def eml(tmp_path: Path) -> Path:
    (path := tmp_path / "eml").mkdir()
    return path


def parsed(path: Path):
    return email.message_from_bytes(path.read_bytes(), policy=default)


def rows_of(path: Path) -> list[tuple]:
    return list(openpyxl.load_workbook(path).active.iter_rows(min_row=4, values_only=True))


def test_every_office_gets_a_draft_with_its_workbook(lite, send, eml: Path) -> None:
    with lite.ledger.session() as session:
        begin(session, "更名")
        session.exec(select(Office).where(Office.name == "市经信局")).one().name = "市自然资源规划局 余姚（分局）"
    sent = send(lite, Roads(eml=eml), due=DUE)
    drafts = sorted(eml.glob("*.eml"))
    assert len(drafts) == len(sent.paths) > 5
    workbooks = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in eml.glob("*_第*.xlsx")}
    exports = {row.file_name: row for row in lite.rows(WorkbookExport)}
    assert {name: row.sha256 for name, row in exports.items()} == workbooks
    names = set()
    for path in drafts:
        raw = path.read_bytes()
        for policy in (default, compat32):
            part = attachment_of(email.message_from_bytes(raw, policy=policy))
            assert hashlib.sha256(part.get_payload(decode=True)).hexdigest() == workbooks[part.get_filename()]
        assert by_2047(part["Content-Type"], "name") == part.get_filename()
        message = parsed(path)
        assert (message["X-Unsent"], message["Date"], message["From"], message["To"]) == ("1", None, None, None)
        names.add(part.get_filename())
    assert names == workbooks.keys()
    assert "市自然资源规划局余姚（分局）_第1批交办.eml" in {path.name for path in drafts}
    assert {row.channel for row in exports.values()} == {ExportChannel.MAIL}
    assert sorted(sent.drafts.without_address) == sorted(name for name in sent.drafts.without_address)
    assert len(sent.drafts.without_address) == len(drafts)


def test_the_main_liaison_gets_it_and_the_others_a_copy(lite, send, liaison, eml: Path) -> None:
    liaison(lite, "市经信局", "李四", "lisi@nb.gov.cn")
    liaison(lite, "市经信局", "张三", "zhangsan@nb.gov.cn", main=True)
    liaison(lite, "市经信局", "王五")
    liaison(lite, "市经信局", "赵六", "left@nb.gov.cn", from_on=date(2025, 1, 1), to_on=lite.today)
    liaison(lite, "市经信局", "局长", "head@nb.gov.cn", role=PersonRole.HEAD)
    liaison(lite, "市经信局", "孙七", "later@nb.gov.cn", from_on=lite.today + timedelta(days=1))
    lite.act(set_mail_settings, MailSettings("市督查室", "王敏", "87180000"))
    sent = send(lite, Roads(eml=eml), "市经信局", DUE)
    (path,) = eml.glob("*.eml")
    message = parsed(path)
    assert [a.addr_spec for a in message["To"].addresses] == ["zhangsan@nb.gov.cn"]
    assert [a.addr_spec for a in message["Cc"].addresses] == ["lisi@nb.gov.cn"]
    assert message["Subject"] == "第1批任务交办：市经信局"
    body = message.get_body().get_content()
    assert body.startswith("张三：")
    assert "于3月20日前" in body
    assert "市督查室" in body
    assert sent.drafts.warnings == ()
    ((office, people, addresses, subject, text, file_name),) = rows_of(eml / "邮件清单.xlsx")
    assert (office, people, addresses) == ("市经信局", "张三、李四、王五", "zhangsan@nb.gov.cn；lisi@nb.gov.cn")
    assert (subject, text.startswith("张三："), file_name) == (message["Subject"], True, sent.paths[0].name)


@pytest.mark.parametrize(
    ("name", "address", "sentence"),
    [
        ("张三\r\nBcc: x@y", "a@nb.gov.cn", "市经信局：联络员姓名“张三"),
        ("张三", "a@nb", "市经信局：“a@nb”不像邮箱地址"),
    ],
)
def test_a_liaison_that_breaks_a_header_is_refused_and_nothing_is_left(
    lite, send, liaison, eml: Path, name: str, address: str, sentence: str
) -> None:
    liaison(lite, "市经信局", name, address)
    with pytest.raises(InputError) as caught:
        send(lite, Roads(eml=eml))
    assert caught.value.sentence.startswith(sentence)
    assert list(eml.iterdir()) == []
    assert lite.rows(WorkbookExport) == []


def test_workbooks_in_one_folder_and_drafts_in_another(lite, send, eml: Path) -> None:
    (out := eml.with_name("out")).mkdir()
    sent = send(lite, Roads(out, eml), "市经信局")
    assert sent.paths == (out / "市经信局_第1批交办.xlsx",)
    assert {path.name for path in eml.iterdir()} == {
        "市经信局_第1批交办.eml", "市经信局_第1批交办.xlsx", "邮件清单.xlsx",
    }  # fmt: skip
    again = send(lite, Roads(out / "..", eml), "市经信局")
    assert (eml / "市经信局_第1批交办(2).eml") in again.drafts.paths  # nothing is replaced


def test_a_large_mail_is_warned_about(lite, send, eml: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert drafting.HEAVY_BYTES == 20 * MB
    monkeypatch.setattr(drafting, "HEAVY_BYTES", 1000)
    sent = send(lite, Roads(eml=eml), "市经信局")
    assert sent.drafts.warnings == (
        "没有联络员邮箱，草稿没有收件人：市经信局",
        "附件较大，部分邮箱可能拒收：市经信局",
    )


# --- reminders --------------------------------------------------------------------------------------------


def test_reminders_go_to_those_who_owe_an_answer(lite, send, liaison, eml: Path) -> None:
    liaison(lite, "市经信局", "张三", "zhangsan@nb.gov.cn", main=True)
    send(lite, Roads(eml), "市经信局", DUE)
    lite.today = DUE + timedelta(days=3)
    reminded = eml / "催报"
    reminded.mkdir()
    drafts = lite.look(write_reminders, reminded, lite.today)
    assert [path.name for path in drafts.paths] == ["市经信局_第1批催报.eml", "邮件清单.xlsx"]
    message = parsed(drafts.paths[0])
    assert message["Subject"] == "催报：第1批任务工作簿"
    assert "应于3月20日前反馈，已逾期 3 天" in message.get_body().get_content()
    assert len(message.get_payload()) == 1  # no attachment


def test_a_reminder_may_bring_the_workbook_as_it_was_sent(lite, send, eml: Path) -> None:
    send(lite, Roads(eml), "市经信局", DUE)
    lite.today = DUE + timedelta(days=1)
    drafts = lite.look(write_reminders, eml, lite.today, attach=True)
    assert parsed(drafts.paths[0]).get_payload()[1].get_filename() == "市经信局_第1批交办.xlsx"
    (eml / "市经信局_第1批交办.xlsx").write_bytes(b"changed")
    drafts = lite.look(write_reminders, eml, lite.today, attach=True)
    assert drafts.without_book == ("市经信局",)
    assert "没有附上：市经信局" in drafts.warnings[-1]


def test_nobody_late_is_a_sentence(lite, eml: Path) -> None:
    with pytest.raises(InputError, match="不用催报"):
        lite.look(write_reminders, eml, lite.today)
    assert list(eml.iterdir()) == []


def test_listed_evidence_that_did_not_come_is_told_with_the_next_reminder(lite, sent_lite, eml: Path) -> None:
    lite.receive(sent_lite.edit("A1.1", evidence_names="专班方案.pdf"))
    with lite.ledger.session() as session:  # the same round asks once more
        export = session.exec(select(WorkbookExport)).one()
        days = {"sent_on": lite.today, "return_due_on": lite.today}
        again = {"code": "E2", "round": 1, "kind": ExportKind.REPLY, "file_name": "x.xlsx", "tasks": 1}
        session.add(WorkbookExport(office_id=export.office_id, **days, **again))
    drafts = lite.look(write_reminders, eml, lite.today + timedelta(days=9))
    body = parsed(drafts.paths[0]).get_body().get_content()
    assert "“专班方案.pdf”列在A1.1，但没有随附" in body


# --- settings ---------------------------------------------------------------------------------------------


def test_settings_are_kept_and_taken_back(desk) -> None:
    wanted = replace(MailSettings("市督查室"), remind=MailText("催", "请{{单位}}快报"))
    assert desk.act(set_mail_settings, wanted).label == "修改邮件设置"
    assert desk.look(read_mail_settings) == wanted
    assert desk.act(set_mail_settings, wanted).batch_id is None
    desk.act(undo_batch)
    assert desk.look(read_mail_settings) == MailSettings()
    desk.act(set_mail_settings, wanted)
    desk.act(set_mail_settings, MailSettings())
    assert desk.look(read_mail_settings) == MailSettings()


def test_an_unknown_name_is_refused(lite) -> None:
    broken = replace(MailSettings(), assign=MailText("{{单价}}", "正文"))
    with pytest.raises(InputError, match="认不出的名称“单价”"):
        lite.act(set_mail_settings, broken)
    assert lite.look(read_mail_settings).text(MailKind.ASSIGN) == MailSettings().assign


def test_a_return_whose_draft_cannot_be_written_touches_no_file(lite, send, liaison, eml: Path) -> None:
    sent = send(lite, Roads(eml))
    changes = replace(sent.changes, exports=frozenset([next(iter(sent.changes.exports))]))
    (path := eml / "退回.xlsx").write_bytes(b"workbook")
    with lite.ledger.reading() as session:
        drafting.draft_return(session, changes, path, lite.today)
        assert [draft.name.split("批")[1] for draft in eml.glob("*.eml")] == ["退回修改.eml"]
        for office in {book.office for book in drafting.sent_books(session, changes.exports, lite.today)}:
            liaison(lite, office, "张三", "not an address")
    with lite.ledger.reading() as session, pytest.raises(InputError, match="不像邮箱地址"):
        drafting.draft_return(session, changes, path, lite.today)
    assert path.read_bytes() == b"workbook"  # what was there: a new one comes with the commit
