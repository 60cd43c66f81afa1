"""A name that no disk can hold is refused before anything is read, on every command that takes one."""

from argparse import ArgumentTypeError
from pathlib import Path

import pytest

from tests.command_outcome import Outcome
from tracker.__main__ import main
from tracker.cli.typed_path import typed_path

LONG = f"{'长' * 100}.docx"


def test_what_is_typed_is_the_place() -> None:
    assert typed_path("出文/通报.docx") == Path("出文/通报.docx")
    assert typed_path(f"{'a' * 250}.docx").name == f"{'a' * 250}.docx"


@pytest.mark.parametrize("text", ["", "  ", LONG, f"{'a' * 256}/通报.docx"])
def test_what_no_disk_can_hold_is_none(text: str) -> None:
    with pytest.raises(ArgumentTypeError):
        typed_path(text)


@pytest.mark.parametrize(
    "arguments",
    [
        ("report", "circular", "--out"),
        ("report", "template", "--check"),
        ("export", "--all", "--out"),
        ("backup",),
        ("intake",),
        ("office", "export"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize(("text", "words"), [(LONG, "太长"), ("", "没有写文件或文件夹的名称")])
def test_one_sentence_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], text: str, words: str
) -> None:
    code = main(["--data", str(tmp_path / "data"), *arguments, text])
    captured = capsys.readouterr()
    assert words in Outcome(code, captured.out, captured.err).sentence()
    assert not (tmp_path / "data").exists()
