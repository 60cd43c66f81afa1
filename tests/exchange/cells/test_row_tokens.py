"""Row tokens: survive what cells survive, and tell when they were changed."""

import pytest

from tracker.errors import WorkbookError
from tracker.exchange.cells.row_tokens import make_token, read_token

SECRET = b"key"
#: Keys that are written in other signs.
OTHERS = ["编号", "a b", "a~b", "%%a", "100%", "指标 一~甲", "号" * 80]


@pytest.mark.parametrize("key", ["1", "uid-1", "I01", "0192f7a0-1c7e-7b3a-9d3e-2f6d2f4b9c11", "a.b:c", *OTHERS])
@pytest.mark.parametrize("code", ["EXP7F3A", "2025-03-EXP"])
def test_round_trip(key: str, code: str) -> None:
    text = make_token(key, code, SECRET)
    assert text.isascii()
    assert text.isprintable()
    assert text[0] == "T"
    token = read_token(f"  {text}\n", SECRET)
    assert token is not None
    assert (token.key, token.export_code, token.genuine) == (key, code, True)


def test_another_key_or_code_or_secret_is_not_genuine() -> None:
    text = make_token("uid-1", "EXP1", SECRET)
    changed = [
        text.replace("uid-1", "uid-2"),
        text.replace("EXP1", "EXP2"),
        text[:-1] + ("A" if text[-1] != "A" else "B"),
    ]
    assert [read_token(t, SECRET).genuine for t in changed] == [False] * 3  # type: ignore[union-attr]
    assert not read_token(text, b"other").genuine  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text", ["", "B2.1", "T", "T~EXP~AAAAAAAA", "Tuid~EXP~short", "Tu id~EXP~AAAAAAAA", "行编码（请勿修改）"]
)
def test_other_text_is_no_token(text: str) -> None:
    assert read_token(text, SECRET) is None


def test_the_token_of_a_co_office_cannot_pass_for_that_of_a_task() -> None:
    text = make_token("T00ff", "EXP1", SECRET, "H")
    token = read_token(text, SECRET)
    assert text.startswith("HT00ff~EXP1~")
    assert token is not None
    assert (token.key, token.mark, token.genuine) == ("T00ff", "H", True)
    as_task = read_token("T" + text[1:], SECRET)
    assert as_task is not None
    assert (as_task.mark, as_task.genuine) == ("T", False)
    other_way = read_token("H" + make_token("T00ff", "EXP1", SECRET)[1:], SECRET)
    assert other_way is not None
    assert (other_way.mark, other_way.genuine) == ("H", False)


def test_tokens_of_tasks_are_those_of_workbooks_sent_before() -> None:
    assert make_token("uid-1", "EXP1", SECRET) == "Tuid-1~EXP1~dsykT-Tb"


@pytest.mark.parametrize(("key", "code"), [("", "EXP"), ("a", "EX~P"), ("a", ""), ("号" * 81, "EXP")])
def test_what_cannot_be_a_token_is_refused(key: str, code: str) -> None:
    with pytest.raises(WorkbookError):
        make_token(key, code, SECRET)
