"""The user's own templates win over the shipped ones; nothing of theirs is deleted or overwritten."""

from datetime import date
from pathlib import Path

import pytest

from tracker.errors import InputError
from tracker.reports.names import CIRCULAR, PAPERS
from tracker.reports.template_files import (
    begin_editing,
    copy_templates,
    find_template,
    own_template,
    restore_shipped,
    shipped_template,
)  # fmt: skip

TODAY = date(2026, 11, 28)


def test_the_shipped_template_counts_until_there_is_an_own_one(tmp_path: Path) -> None:
    assert find_template(CIRCULAR, tmp_path) == find_template(CIRCULAR) == shipped_template(CIRCULAR)
    own = begin_editing(CIRCULAR, tmp_path)
    assert own == tmp_path / "templates" / "通报.docx" == find_template(CIRCULAR, tmp_path)
    assert own.read_bytes() == shipped_template(CIRCULAR).read_bytes()


def test_editing_again_keeps_what_was_edited(tmp_path: Path) -> None:
    begin_editing(CIRCULAR, tmp_path).write_bytes(b"edited")
    assert begin_editing(CIRCULAR, tmp_path).read_bytes() == b"edited"


def test_restoring_lays_the_own_one_aside(tmp_path: Path) -> None:
    assert restore_shipped(CIRCULAR, tmp_path, TODAY) is None
    for expected in ("通报_20261128.docx", "通报_20261128_2.docx"):
        begin_editing(CIRCULAR, tmp_path).write_bytes(expected.encode())
        aside = restore_shipped(CIRCULAR, tmp_path, TODAY)
        assert aside is not None
        assert (aside.name, aside.read_bytes()) == (expected, expected.encode())
    assert find_template(CIRCULAR, tmp_path) == shipped_template(CIRCULAR)
    assert not own_template(CIRCULAR, tmp_path).exists()


def test_copies_do_not_overwrite(tmp_path: Path) -> None:
    copied = copy_templates(tmp_path / "neu")
    assert [path.stem for path in copied] == list(PAPERS)
    copied[0].write_bytes(b"mine")
    copied[1].unlink()
    with pytest.raises(InputError, match=r"已经有通报\.docx、提醒函\.docx、催办单\.docx、督办单\.docx，没有覆盖"):
        copy_templates(tmp_path / "neu")
    assert copied[0].read_bytes() == b"mine"
    assert not copied[1].exists()


def test_a_folder_that_cannot_be_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "templates").write_text("a file in the way", encoding="utf-8")
    with pytest.raises(InputError, match="无法建立"):
        begin_editing(CIRCULAR, tmp_path)
