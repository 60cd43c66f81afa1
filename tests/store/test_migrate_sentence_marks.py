"""Migration 0010 on a ledger of before: a place for what people call sentences, and nothing else is touched."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.old_ledgers import ALL_KEPT, bring_up, lay_out, rows


@pytest.mark.parametrize("kept", ALL_KEPT, ids=lambda path: path.parent.name)
def test_a_ledger_of_before_gets_an_empty_place_for_marks(kept: Path, tmp_path: Path) -> None:
    path = lay_out(tmp_path, kept)
    entries = rows(path, "SELECT code, anchor FROM recommendation ORDER BY id")
    bring_up(path)
    assert rows(path, "SELECT * FROM sentence_mark") == []
    assert rows(path, "SELECT code, anchor FROM recommendation ORDER BY id") == entries


def test_only_known_kinds_are_kept_and_marks_go_with_their_source(tmp_path: Path) -> None:
    path = lay_out(tmp_path)
    bring_up(path)
    (article,) = rows(path, "SELECT id FROM article WHERE code = 'A'")[0]
    insert = "INSERT INTO sentence_mark (article_id, sentence, kind) VALUES (?, '去年完成投资300亿元。', ?)"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(insert, (article, "missed"))
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(insert, (article, "important"))
        foreign = connection.execute("PRAGMA foreign_key_list(sentence_mark)").fetchall()
    assert [(row[2], row[3], row[6]) for row in foreign] == [("article", "article_id", "CASCADE")]
