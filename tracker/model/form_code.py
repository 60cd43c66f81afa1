"""The code printed on a form: which task, which sending, and a check that nobody can guess."""

import base64
import hmac
import re

_HEAD = "ZC1"
_SHAPE = re.compile(rf"{_HEAD}\*(T[0-9A-F]{{12}})\*(E[0-9A-F]{{8}})\*([A-Z2-7]{{4}})")
#: Stands for the sending where the task was never sent.
UNSENT = "E00000000"
_CHECK_BYTES = 5


def form_code(uid: str, export: str, secret: bytes) -> str:
    """Return the 32 signs of a form, all of them such that a small QR code holds them."""
    uid, export = uid.upper(), (export or UNSENT).upper()
    return f"{_HEAD}*{uid}*{export}*{_check(uid, export, secret)}"


def task_of_code(text: str, secret: bytes) -> str:
    """Return the uid of the task that a form belongs to, "" for what is none of ours."""
    match = _SHAPE.fullmatch(text.strip())
    if match is None:
        return ""
    uid, export, check = match.groups()
    genuine = hmac.compare_digest(check, _check(uid, export, secret))
    return uid[0] + uid[1:].lower() if genuine else ""


def _check(uid: str, export: str, secret: bytes) -> str:
    digest = hmac.digest(secret, f"form~{uid}~{export}".encode(), "sha256")
    return base64.b32encode(digest[:_CHECK_BYTES]).decode("ascii")[:4]
