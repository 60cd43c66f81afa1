"""`forms` as a person types it."""

from pathlib import Path

import pytest


def test_forms_of_tasks_are_a_pdf_file(run, tmp_path: Path) -> None:
    outcome = run("forms", "--task", "A1.1", "--task", "A2.1a", "--out", tmp_path / "反馈表")
    assert (outcome.code, outcome.out.strip()) == (0, str(tmp_path / "反馈表.pdf"))
    assert (tmp_path / "反馈表.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(("--task", "Z9"), "没有任务 Z9"), (("--office", "火星局"), "没有名为“火星局”"), ((), "命令写法不对")],
)
def test_bad_input_is_one_sentence(run, tmp_path: Path, arguments: tuple[str, ...], sentence: str) -> None:
    outcome = run("forms", *arguments, "--out", tmp_path / "a.pdf")
    assert (outcome.code, sentence in outcome.err) == (2, True)
    assert not list(tmp_path.glob("*.pdf"))


def test_a_form_of_a_sent_task_names_the_sending(run, sent: Path, tmp_path: Path) -> None:
    assert sent.is_file()
    assert run("forms", "--office", "市经信局", "--out", tmp_path / "a.pdf").code == 0
