"""Who sits in an office, and what it was called before."""

import secrets
from datetime import date

from sqlmodel import Field, SQLModel

from tracker.model.exchange_words import PersonRole
from tracker.model.tables.columns import Versioned, enum_field, within


def new_person_uid() -> str:
    """Return a fresh row key of a person: a letter and 12 hex digits, unique across installations."""
    return "P" + secrets.token_hex(6)


class OfficePerson(Versioned, table=True):
    """A person of an office; one who left has `to_on` and stays. `main` is at most one for each role."""

    __tablename__ = "office_person"
    __table_args__ = (within("name_not_empty", "length(name) > 0"),)

    id: int = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_person_uid, unique=True)
    office_id: int = Field(foreign_key="office.id", index=True, ondelete="CASCADE")
    name: str
    role: PersonRole = enum_field(PersonRole, default=PersonRole.LIAISON)
    post: str = ""
    phone: str = ""
    mobile: str = ""
    email: str = ""
    main: bool = False
    from_on: date
    to_on: date | None = None
    note: str = ""


class OfficeName(SQLModel, table=True):
    """A name an office had, and from when to when; either end may be unknown."""

    __tablename__ = "office_name"

    id: int = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True, ondelete="CASCADE")
    name: str
    from_on: date | None = None
    to_on: date | None = None
