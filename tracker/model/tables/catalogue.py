"""What the sources say: offices, sources, recommendations, indicators, goals and flaws of the texts."""

import hashlib
import re
import secrets
from datetime import date

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.model.enums import Direction, IndicatorKind, LinkKind, Measure, RecommendationKind
from tracker.model.exchange_words import OfficeKind, OfficeState
from tracker.model.source_words import Frequency, SourceKind, SourceState, Urgency
from tracker.model.tables.columns import Versioned, enum_field, within

_UID = re.compile("I[0-9a-f]{12}")


def new_indicator_uid() -> str:
    """Return a fresh row key of an indicator: a letter and 12 hex digits, unique across installations."""
    return "I" + secrets.token_hex(6)


def is_indicator_uid(key: str) -> bool:
    """Tell whether a row key is a uid; the keys of earlier versions are codes."""
    return _UID.fullmatch(key) is not None


def uid_of_code(code: str) -> str:
    """Return the row key of an indicator of a catalogue: the same wherever the catalogue is taken in."""
    return "I" + hashlib.sha256(code.encode()).hexdigest()[:12]


class Office(Versioned, table=True):
    """A unit of government that leads or helps; `short_name` fits narrow columns.

    One that no longer exists has a `state`, the day of it and perhaps a successor. `leader` is the city leader in
    charge of it.
    """

    __tablename__ = "office"
    __table_args__ = (within("name_not_empty", "length(name) > 0"),)

    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    short_name: str = ""
    position: int = 0
    kind: OfficeKind = enum_field(OfficeKind, default=OfficeKind.NONE)
    leader: str = ""
    state: OfficeState = enum_field(OfficeState, default=OfficeState.ACTIVE, index=True)
    state_on: date | None = None
    successor_id: int | None = Field(default=None, foreign_key="office.id", index=True)
    region: str = ""
    note: str = ""


class OfficeAlias(Versioned, table=True):
    """Another name people type for an office."""

    __tablename__ = "office_alias"

    id: int = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True, ondelete="CASCADE")
    alias: str = Field(unique=True)


class Article(Versioned, table=True):
    """A source of tasks (来源), of whatever kind; `title_in_source` False means the page lost its title.

    `number` is printed on it (文号), `content` its text where it is at hand, `report_due_on` the day by which a report
    on it is owed.
    """

    __tablename__ = "article"

    id: int = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    title: str
    short_title: str = ""
    title_in_source: bool = True
    authors: list[str] = Field(default_factory=list, sa_type=JSON)
    affiliation: str = ""
    source: str = ""
    note: str = ""
    position: int = 0
    kind: SourceKind = enum_field(SourceKind, default=SourceKind.ARTICLE, index=True)
    number: str = ""
    sender: str = ""
    received_on: date | None = None
    report_due_on: date | None = None
    report_text: str = ""
    leader: str = ""
    urgency: Urgency = enum_field(Urgency, default=Urgency.NONE)
    content: str = ""
    state: SourceState = enum_field(SourceState, default=SourceState.OPEN)
    state_on: date | None = None
    state_note: str = ""
    pack_id: int | None = Field(default=None, foreign_key="pack.id", index=True)


class Recommendation(SQLModel, table=True):
    """An entry of a source; offices are suggestions, `anchor` locates it in the source text.

    `spans` are [start, end) in the content of its source, in characters; the shipped catalogue has anchors alone.
    """

    __tablename__ = "recommendation"

    id: int = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    article_id: int = Field(foreign_key="article.id", index=True)
    parent_id: int | None = Field(default=None, foreign_key="recommendation.id", index=True)
    kind: RecommendationKind = enum_field(RecommendationKind)
    section: str = ""
    title: str
    summary: str = ""
    anchor: str = ""
    note: str = ""
    themes: list[str] = Field(default_factory=list, sa_type=JSON)
    lead_office: str = ""
    co_offices: list[str] = Field(default_factory=list, sa_type=JSON)
    deadline_text: str = ""
    city: str = ""
    position: int = 0
    spans: list[list[int]] = Field(default_factory=list, sa_type=JSON)


class RecommendationLink(SQLModel, table=True):
    """One recommendation pointing at another."""

    __tablename__ = "recommendation_link"
    __table_args__ = (UniqueConstraint("from_id", "to_id", "kind"),)

    id: int = Field(default=None, primary_key=True)
    from_id: int = Field(foreign_key="recommendation.id", index=True)
    to_id: int = Field(foreign_key="recommendation.id", index=True)
    kind: LinkKind = enum_field(LinkKind)


class Indicator(Versioned, table=True):
    """Something measured; baseline and target stay empty where the source gives none."""

    __tablename__ = "indicator"

    id: int = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_indicator_uid, unique=True)
    code: str = Field(unique=True)
    article_id: int | None = Field(default=None, foreign_key="article.id", index=True)
    name: str
    unit: str = ""
    kind: IndicatorKind = enum_field(IndicatorKind)
    measure: Measure | None = enum_field(Measure, default=None, nullable=True)
    direction: Direction = enum_field(Direction)
    role: str = ""
    geography: str = ""
    anchor: str = ""
    stated: str = ""
    period: str = ""
    note: str = ""
    baseline_value: float | None = None
    baseline_on: date | None = None
    baseline_text: str = ""
    target_value: float | None = None
    target_on: date | None = None
    target_text: str = ""
    target_anchor: str = ""
    position: int = 0
    frequency: Frequency | None = enum_field(Frequency, default=None, nullable=True)
    office_id: int | None = Field(default=None, foreign_key="office.id", index=True)
    retired_on: date | None = None


class IndicatorAlias(SQLModel, table=True):
    """Another name people write for an indicator."""

    __tablename__ = "indicator_alias"

    id: int = Field(default=None, primary_key=True)
    indicator_id: int = Field(foreign_key="indicator.id", index=True, ondelete="CASCADE")
    alias: str = Field(unique=True)


class IndicatorLink(SQLModel, table=True):
    """An indicator that measures what a recommendation asks for."""

    __tablename__ = "indicator_link"
    __table_args__ = (UniqueConstraint("indicator_id", "recommendation_id"),)

    id: int = Field(default=None, primary_key=True)
    indicator_id: int = Field(foreign_key="indicator.id", index=True)
    recommendation_id: int = Field(foreign_key="recommendation.id", index=True)


class Observation(Versioned, table=True):
    """One value; `observed_on` is empty where the source states no date, then `period` speaks."""

    __tablename__ = "observation"

    id: int = Field(default=None, primary_key=True)
    indicator_id: int = Field(foreign_key="indicator.id", index=True, ondelete="CASCADE")
    observed_on: date | None = None
    value: float
    period: str = ""
    anchor: str = ""
    source: str = ""
    note: str = ""
    from_catalogue: bool = False


class Goal(SQLModel, table=True):
    """An aim of the city that recommendations serve."""

    __tablename__ = "goal"

    id: int = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    article_id: int | None = Field(default=None, foreign_key="article.id", index=True)
    title: str
    kind: str = ""
    components: list[str] = Field(default_factory=list, sa_type=JSON)
    anchor: str = ""
    position: int = 0


class GoalLink(SQLModel, table=True):
    """A recommendation that serves a goal."""

    __tablename__ = "goal_link"
    __table_args__ = (UniqueConstraint("goal_id", "recommendation_id"),)

    id: int = Field(default=None, primary_key=True)
    goal_id: int = Field(foreign_key="goal.id", index=True)
    recommendation_id: int = Field(foreign_key="recommendation.id", index=True)


class SourceProblem(SQLModel, table=True):
    """Damage or doubt in the source pages; `article` may name a fragment that is no article."""

    __tablename__ = "source_problem"

    id: int = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    article: str = ""
    lines: str = ""
    kind: str = ""
    description: str = ""
    anchors: list[str] = Field(default_factory=list, sa_type=JSON)
    position: int = 0
