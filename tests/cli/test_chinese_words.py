"""What the command line says of itself is Chinese, whatever is missing, unknown or wrong."""

import re

import pytest

from tracker.cli.chinese_words import error_words, help_words
from tracker.cli.parser import parse
from tracker.errors import InputError

#: Words of the library that may never be seen.
ENGLISH = ("required", "argument", "invalid", "choice", "expected", "usage", "options", "unrecognized", "ambiguous")


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("the following arguments are required: --kind, --title", "还要写 --kind、--title"),
        ("unrecognized arguments: --frob x", "不认识“--frob x”"),
        ("one of the arguments --office --all is required", "--office --all 要写一个"),
        ("argument --all: not allowed with argument --office", "--all 和 --office 不能一起写"),
        (
            "argument --conflicts: invalid choice: 'mine' (choose from 'ours', 'theirs', 'stop')",
            "--conflicts 没有“mine”这个选项，可用的有：ours、theirs、stop",
        ),
        ("argument --silent: invalid int value: 'abc'", "--silent 的“abc”不是数"),
        ("argument --out: expected one argument", "--out 后面要写一个值"),
        ("argument FILE: expected at least one argument", "FILE 后面至少要写一个值"),
        ("argument --json: ignored explicit argument '1'", "--json 后面不写值，多了“1”"),
        ("ambiguous option: --un could match --unconfirmed, --undo", "“--un”没有写全，可能是 --unconfirmed、--undo"),
        ("argument --today: “明天”不是日期，请写成 2026-12-31", "--today：“明天”不是日期，请写成 2026-12-31"),
        ("一句没有见过的话", "一句没有见过的话"),
    ],
)
def test_every_sentence_of_the_library_has_its_own(message: str, words: str) -> None:
    assert error_words(message) == words


@pytest.mark.parametrize(
    "line",
    [
        "frobnicate",
        "tasks --frob",
        "export",
        "export --office 市经信局 --all --out x",
        "import a.xlsx --conflicts mine",
        "xray --silent abc",
        "source add --kind 批示",
        "source frob",
        "task add --source 批2026-01",
        "indicator add",
        "indicator link",
        "pack import",
        "tasks import",
        "report",
        "report circular --out",
        "undo --batch x",
        "--today 明天 tasks",
        "--today",
        "tasks --json=1",
    ],
)
def test_no_wrong_line_is_answered_in_english(line: str) -> None:
    with pytest.raises(InputError) as refused:
        parse(line.split())
    sentence = refused.value.sentence
    assert sentence.startswith("命令写法不对：")
    own = sentence.removeprefix("命令写法不对：").split("。用 ")[0].replace("、usage、", "、")  # that one is a command
    assert not [word for word in ENGLISH if re.search(rf"\b{word}\b", own)]


@pytest.mark.parametrize("line", ["--help", "tasks --help", "source --help", "source add --help", "pack --help"])
def test_help_is_chinese(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(line.split())
    text = capsys.readouterr().out
    assert "用法：" in text
    assert "显示这份帮助" in text
    assert not [word for word in ("usage:", "options:", "positional", "show this help") if word in text]


def test_help_leaves_other_words_alone() -> None:
    assert (
        help_words("usage: tracker tasks [--json]\n\noptions:\n  --json")
        == "用法：tracker tasks [--json]\n\n选项：\n  --json"
    )


def test_indicators_are_listed_below_their_own_command_as_well(run) -> None:
    both = [run("indicator", "list", "--json"), run("indicators", "--json")]
    assert both[0].json == both[1].json
    assert len(both[0].json) == 54
    assert "I07" in run("indicator", "list").out
