"""The folders of a U-disk: one for each office with its workbook, how to fill it in, and a place for evidence."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from sqlmodel import Session

from tracker.files.file_names import EVIDENCE_FOLDER, distinct_names, free_path
from tracker.files.limits import LIMITS, MB
from tracker.files.removable_disk import copy_all, remove_empty
from tracker.queries.mail import SentBook
from tracker.reports.sending import HandoverLine, handover_list
from tracker.services.staged_files import adopt, told_by_place
from tracker.store.engine import when_ended

HANDOVER_NAME, GUIDE_NAME = "交接清单.xlsx", "填表说明.txt"
_LONGEST_PART = 80
_GUIDE = """填表说明

1. 请用 Excel、WPS 或 LibreOffice 打开本文件夹里的工作簿，填写浅黄色的格子，存盘后发回原文件。
2. 可以排序、复制；请不要删除隐藏的列和工作表，程序靠它们认出每一行。
3. 佐证材料放进“佐证材料”文件夹，文件名以任务编号开头，如“A1.2b_专班方案.pdf”；
   也可以把文件名写进工作簿的“佐证材料”列，一行写一份。
4. 单个文件不超过 {most} MB；收 PDF、图片、Office 和 WPS 文件、音视频、zip，不收程序。
5. 要延期的，请改“完成时限”并在“延期理由”里写明理由，同意后才生效。
6. 本单位联系人有变化的，请改“联系方式”表；离任的清空整行。
{due}
"""


def stage_disk(
    session: Session, code: str, books: Sequence[SentBook], workbooks: Mapping[str, bytes], folder: Path, today: date
) -> tuple[Path, ...]:
    """Write the folders of workbooks that go out (files by name) and 交接清单.xlsx; return where they will lie.

    The files get their names when the workbook of the `code` is recorded; without that the disk is as it was. Raises
    InputError, with nothing left on the disk, where it is full, read-only, pulled out, or gives back other bytes than
    were written.
    """
    homes = _folders(books, folder)
    files: list[tuple[Path, bytes]] = []
    lines: list[HandoverLine] = []
    for book in books:
        path = free_path(homes[book.export_id] / book.file_name)
        files.append((path, workbooks[book.file_name]))
        files.append((homes[book.export_id] / GUIDE_NAME, _guide(book)))
        lines.append(HandoverLine(book.office, path.name, book.sha256, book.tasks + book.helped, book.due_on))
    files.append((free_path(folder / HANDOVER_NAME), handover_list(lines, today)))
    written = [path for path, _ in files if path.name != GUIDE_NAME]
    files = [(path, content) for path, content in files if not path.exists()]
    drafts = adopt(session, code, [path for path, _ in files])
    folders = [home / EVIDENCE_FOLDER for home in homes.values()]
    with told_by_place(drafts):
        new_folders = copy_all(folder, [(drafts[path], content) for path, content in files], folders)

    def tidy(_database: object) -> None:
        if not any(path.exists() for path in (*written, *drafts.values())):  # nothing was recorded
            remove_empty(new_folders)

    when_ended(session, tidy)
    return tuple(written)


def _folders(books: Sequence[SentBook], folder: Path) -> dict[int, Path]:
    names = distinct_names({book.export_id: book.office for book in books}, _LONGEST_PART - 4)
    width = max(2, len(str(len(books))))
    return {
        book.export_id: folder / f"{number:0{width}}_{names[book.export_id]}"
        for number, book in enumerate(books, start=1)
    }


def _guide(book: SentBook) -> bytes:
    """Return how to fill the workbook in, with a mark by which every editor knows the encoding."""
    due = f"7. 请于 {book.due_on.isoformat()} 前反馈。" if book.due_on else ""
    return _GUIDE.format(due=due, most=LIMITS.kept_bytes // MB).rstrip().replace("\n", "\r\n").encode("utf-8-sig")
