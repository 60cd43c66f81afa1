"""Telephone numbers, mail addresses and names of people as the directory keeps them; none of them is tried."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from tracker.errors import InputError
from tracker.model.exchange_words import PersonRole

LONGEST_NAME = 40
LONGEST_TEXT = 200
_LONGEST_EMAIL = 254
_NUMBER = re.compile(r"\+?\d[\d-]*\d(?:转\d{1,6})?|\d(?:转\d{1,6})?")
_BETWEEN = re.compile(r"[、，,；;/\n]+")
_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A person of an office as somebody wrote them down."""

    name: str
    role: PersonRole = PersonRole.LIAISON
    post: str = ""
    phone: str = ""
    mobile: str = ""
    email: str = ""
    main: bool = False
    note: str = ""

    def checked(self) -> "PersonDraft":
        """Return it cleaned. Raises InputError for what is no name, number or address."""
        return PersonDraft(
            person_name(self.name),
            self.role,
            one_line(self.post, "职务"),
            phone_numbers(self.phone),
            phone_numbers(self.mobile),
            email_address(self.email),
            self.main,
            one_line(self.note, "备注"),
        )


@dataclass(frozen=True, slots=True)
class Person:
    """A person of an office, current while `to_on` is empty or not yet come."""

    uid: str
    office: str
    name: str
    role: PersonRole
    post: str
    phone: str
    mobile: str
    email: str
    main: bool
    from_on: date
    to_on: date | None
    note: str
    version: int = field(default=1, compare=False)

    def is_current(self, day: date) -> bool:
        """Tell whether the person holds the post on a day; on the day of leaving no more."""
        return self.from_on <= day and (self.to_on is None or day < self.to_on)

    @property
    def numbers(self) -> str:
        """Return office telephone and mobile in one line."""
        return "、".join(dict.fromkeys(filter(None, (self.phone, self.mobile))))


def person_name(text: str) -> str:
    """Return the name of a person. Raises InputError for an empty one, a long one, or one of several lines."""
    name = one_line(text, "姓名", LONGEST_NAME)
    if not name:
        raise InputError("联系人要有姓名。")
    return name


def one_line(text: str, word: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text without blanks around it. Raises InputError where it holds line ends or is too long.

    A name with a line end in it could become a header of its own in a mail.
    """
    shown = " ".join(text.strip().split(" "))
    if any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in shown):
        raise InputError(f"{word}“{' '.join(shown.split())[:20]}”里有换行或控制字符，请删去。")
    if len(shown) > longest:
        raise InputError(f"{word}“{shown[:12]}…”有 {len(shown)} 个字，最多 {longest} 个字。")
    return shown


def phone_numbers(text: str) -> str:
    """Return telephone numbers with 、 between them. Raises InputError for what is none."""
    plain = unicodedata.normalize("NFKC", text).replace("—", "-").replace("–", "-")
    parts = [re.sub(r"\s+", "", part) for part in _BETWEEN.split(plain)]
    numbers = [part for part in parts if part]
    for number in numbers:
        if not _NUMBER.fullmatch(number) or len(number) > LONGEST_NAME:
            raise InputError(f"“{number[:30]}”不像电话号码，如 0574-87654321转8001；多个号码用、分开。")
    return "、".join(dict.fromkeys(numbers))


def email_address(text: str) -> str:
    """Return a mail address, "" for none. Raises InputError for what is no address."""
    address = unicodedata.normalize("NFKC", text.strip())
    if not address:
        return ""
    if len(address) > _LONGEST_EMAIL or not _EMAIL.fullmatch(address):
        raise InputError(f"“{' '.join(address.split())[:40]}”不像邮箱地址，如 zhangsan@nb.gov.cn。")
    return address
