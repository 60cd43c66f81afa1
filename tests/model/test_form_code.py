"""The code of a form: short, of the signs a small QR code holds, and of this ledger."""

import re
import secrets

import pytest

from tracker.model.form_code import UNSENT, form_code, task_of_code
from tracker.model.tables import new_uid

SECRET = b"secret"


def test_a_code_has_32_signs_and_leads_back_to_its_task() -> None:
    for _ in range(200):
        uid, export = new_uid(), f"E{secrets.token_hex(4).upper()}"
        code = form_code(uid, export, SECRET)
        assert re.fullmatch(r"ZC1\*T[0-9A-F]{12}\*E[0-9A-F]{8}\*[0-9A-Z]{4}", code)
        assert len(code) == 32
        assert task_of_code(code, SECRET) == uid


def test_a_task_that_was_never_sent_has_a_code_as_well() -> None:
    code = form_code("T0123456789ab", "", SECRET)
    assert f"*{UNSENT}*" in code
    assert task_of_code(code, SECRET) == "T0123456789ab"


@pytest.mark.parametrize("at", [5, 20, 30])
def test_a_code_that_was_changed_is_none(at: int) -> None:
    code = form_code("T0123456789ab", "E12345678", SECRET)
    changed = code[:at] + ("2" if code[at] != "2" else "3") + code[at + 1 :]
    assert task_of_code(changed, SECRET) == ""


@pytest.mark.parametrize("text", ["", "ZC1", "https://nb.gov.cn", "ZC2*T0123456789AB*E12345678*AAAA"])
def test_other_codes_are_none(text: str) -> None:
    assert task_of_code(text, SECRET) == ""


def test_another_ledger_does_not_know_it() -> None:
    assert task_of_code(form_code("T0123456789ab", "E12345678", SECRET), b"other") == ""
