"""Drafts parse back whole: by both policies of Python's mail library, and by a reader that knows RFC 2047 only."""

import base64
import email
import hashlib
import re
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32, default

import pytest

from tracker.errors import InputError
from tracker.files.mail import Draft, Mailbox, draft_bytes, is_address

NAMES = [
    "市自然资源规划局 余姚（分局）_第12批交办_20261106.xlsx",
    "市经信局_第4批交办_20261106.xlsx",
    "plain.xlsx",
    "𠮷林专班；“引号”'半角'.xlsx",
    "长" * 75 + ".xlsx",
    "café_e\u0301.xlsx",
]
DATA = bytes(range(256)) * 300


def draft(**more: object) -> Draft:
    people = {"to": (Mailbox("张三", "zhangsan@nb.gov.cn"),), "copies": (Mailbox("李四", "l.s@nb.gov.cn"),)}
    return Draft(**{"subject": "第12批任务交办：市自然资源规划局", "body": "您好：\n附件请查收。", **people, **more})


def by_2047(header: str, parameter: str) -> str:
    """Read a parameter as an old program does: the words between the quotes, unfolded."""
    match = re.search(rf'{parameter}="([^"]*)"', header.replace("\r\n", ""))
    assert match is not None
    return str(make_header(decode_header(match.group(1))))


def attachment_of(message: Message) -> Message:
    return message.get_payload()[1]


@pytest.mark.parametrize("name", NAMES)
def test_the_attachment_has_its_name_for_every_reader(name: str) -> None:
    raw = draft_bytes(draft(attachment=(name, DATA)))
    expected = "café_é.xlsx" if name.startswith("café") else name
    for policy in (default, compat32):
        part = attachment_of(email.message_from_bytes(raw, policy=policy))
        assert part.get_filename() == expected
        assert hashlib.sha256(part.get_payload(decode=True)).digest() == hashlib.sha256(DATA).digest()
    part = attachment_of(email.message_from_bytes(raw, policy=compat32))
    assert by_2047(part["Content-Type"], "name") == expected
    assert part.get_content_type() == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_plain_ascii_in_short_lines(name: str) -> None:
    raw = draft_bytes(draft(attachment=(name, DATA)))
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    words = [word for line in lines for word in re.findall(rb"=\?UTF-8\?B\?[^?]*\?=", line)]
    assert words
    assert max(map(len, words)) <= 75
    for word in words:
        base64.b64decode(word[10:-2]).decode()  # cut between characters
    assert b"filename*0*" not in raw
    assert raw.count(b"filename*=UTF-8''") == 1


def test_it_opens_as_a_draft_and_says_nothing_a_mail_program_says() -> None:
    message = email.message_from_bytes(draft_bytes(draft()), policy=default)
    assert message["X-Unsent"] == "1"
    assert message["MIME-Version"] == "1.0"
    assert [message[name] for name in ("Date", "Message-ID", "From")] == [None, None, None]
    assert message["Subject"] == "第12批任务交办：市自然资源规划局"
    assert message["To"] == "张三 <zhangsan@nb.gov.cn>"
    assert message["Cc"] == "李四 <l.s@nb.gov.cn>"
    body = message.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == "您好：\n附件请查收。\n"
    assert body["Content-Transfer-Encoding"] == "base64"


def test_without_an_address_there_is_no_to() -> None:
    message = email.message_from_bytes(draft_bytes(draft(to=(), copies=())), policy=default)
    assert (message["To"], message["Cc"]) == (None, None)
    assert len(message.get_payload()) == 1


def test_several_people_and_one_without_a_name() -> None:
    people = tuple(Mailbox(f"联络员{'长' * n}", f"a{n}@nb.gov.cn") for n in range(9))
    message = email.message_from_bytes(draft_bytes(draft(to=people, copies=(Mailbox("", "x@y.cn"),))), policy=default)
    assert [address.addr_spec for address in message["To"].addresses] == [person.address for person in people]
    assert [address.display_name for address in message["To"].addresses] == [person.name for person in people]
    assert message["Cc"] == "x@y.cn"


@pytest.mark.parametrize("evil", ["张三\r\nBcc: x@y", "张三\nBcc: x@y.cn", "张三\u2028", "张\x00三", "张三\x85Bcc: x"])
def test_nothing_can_write_a_header_of_its_own(evil: str) -> None:
    with pytest.raises(InputError, match="换行或控制字符，没有生成邮件草稿"):
        draft_bytes(draft(to=(Mailbox(evil, "a@nb.gov.cn"),)))
    with pytest.raises(InputError, match="主题"):
        draft_bytes(draft(subject=evil))
    with pytest.raises(InputError, match="文件名"):
        draft_bytes(draft(attachment=(evil, b"")))
    with pytest.raises(InputError, match="不像邮箱地址"):
        draft_bytes(draft(to=(Mailbox("张三", evil),)))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("zhangsan@nb.gov.cn", True),
        ("zhang.san+a@nb-gov.cn", True),
        ("张三@nb.gov.cn", False),
        ("a@b", False),
        ("a@@b.cn", False),
        ("a b@c.cn", False),
        ("a@宁波.cn", False),
        ("a@b.cn,c@d.cn", False),
        ("<a@b.cn>", False),
        ("", False),
    ],
)
def test_addresses(text: str, right: bool) -> None:
    assert is_address(text) is right


def test_two_drafts_never_share_a_boundary() -> None:
    first, second = (re.search(rb'boundary="([^"]+)"', draft_bytes(draft())) for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.group(1) != second.group(1)
