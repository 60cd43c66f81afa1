"""Takes the catalogue into a database: everything at the first start, later only what nobody changed.

A newer catalogue is merged in three ways per field: what it said before (CatalogueBase), what stands in the
ledger now, what it says today. A field a person changed stays as it is.
"""

from typing import Any

from sqlmodel import Session, SQLModel, func, select

from tracker.model.enums import BatchSource, LinkKind
from tracker.model.tables import (
    Article,
    CatalogueBase,
    Goal,
    GoalLink,
    Indicator,
    IndicatorLink,
    Observation,
    Office,
    OfficeAlias,
    Recommendation,
    RecommendationLink,
    Setting,
    SourceProblem,
    Tag,
    Task,
    uid_of_code,
)
from tracker.store.catalogue import Catalogue, Entry, content_of
from tracker.store.draft_plans import has_draft_plan
from tracker.store.history import from_plain, open_batch, pass_over_catalogue, to_plain
from tracker.store.task_making import deadline_values, make_task

DIGEST_KEY = "catalogue"
#: Set when somebody removed the shipped catalogue: newer ones are not taken in any more.
REMOVED_KEY = "catalogue_removed"
#: What the acts of the shipped catalogue are called; nobody can take them back.
FIRST, UPDATE = "初始目录", "目录更新"
_TABLES: dict[str, type[SQLModel]] = {
    "article": Article,
    "recommendation": Recommendation,
    "indicator": Indicator,
    "goal": Goal,
    "problem": SourceProblem,
}


def take_in(session: Session, catalogue: Catalogue) -> bool:
    """Merge the catalogue into the ledger in one batch; return whether it was newer than what was there."""
    known = session.get(Setting, DIGEST_KEY)
    if known is not None and known.value == catalogue.digest:
        return False
    open_batch(session, FIRST if known is None else UPDATE, BatchSource.SEED)
    pass_over_catalogue(session)
    Merge(session, catalogue).run()
    session.merge(Setting(key=DIGEST_KEY, value=catalogue.digest))
    session.flush()
    return True


class Merge:
    """One merge: keeps the lookup tables that all its steps share; `pack_id` is that of a pack, `tasks` makes them."""

    def __init__(
        self, session: Session, catalogue: Catalogue, pack_id: int | None = None, *, tasks: bool = True
    ) -> None:
        self.session = session
        self.catalogue = catalogue
        self.pack_id, self.tasks = pack_id, tasks
        mine = select(CatalogueBase).where(CatalogueBase.pack_id == pack_id)
        self.bases = {(base.kind, base.code): base for base in session.exec(mine)}
        self.rows: dict[tuple[str, str], Any] = {}
        self.links: dict[Any, set[tuple[tuple[str, Any], ...]]] = {}
        self.fresh: list[Recommendation] = []

    def run(self) -> None:
        """Take in all kinds; links come last because they point anywhere."""
        for entry in self.catalogue.offices:
            self._take_office(entry)
        for kind, entries in (
            ("article", self.catalogue.articles),
            ("recommendation", self.catalogue.recommendations),
            ("indicator", self.catalogue.indicators),
            ("goal", self.catalogue.goals),
            ("problem", self.catalogue.problems),
        ):
            for entry in entries:
                self._take_entry(kind, entry)
        self._link_all()
        self._take_themes()
        for source in self.fresh if self.tasks else ():
            make_task(self.session, source, source.code)

    def _take_office(self, entry: Entry) -> None:
        content = content_of("office", entry) | {"aliases": entry.get("aliases", [])}
        base = self._swap_base("office", entry["name"], content)
        if base is not None:
            return  # names of offices belong to the people who use them
        office = self.session.exec(select(Office).where(Office.name == entry["name"])).first()
        if office is None:
            office = Office(name=entry["name"], short_name=content["short_name"], position=entry["position"])
            self.session.add(office)
            self.session.flush()
        taken = set(self.session.exec(select(OfficeAlias.alias)))
        for alias in content["aliases"]:
            if alias not in taken:
                self.session.add(OfficeAlias(office_id=office.id, alias=alias))

    def _take_entry(self, kind: str, entry: Entry) -> None:
        code = entry["id"]
        content = content_of(kind, entry)
        table: Any = _TABLES[kind]
        base = self._swap_base(kind, code, content | {"observations": entry.get("observations", [])})
        row = self.session.exec(select(table).where(table.code == code)).first()
        if row is None:
            row = self._insert(kind, table, code, entry, content)
        else:
            _merge_fields(row, content, base)
            self._follow(kind, row, content, base)
        self.rows[kind, code] = row
        if kind == "indicator":
            self._take_observations(row, entry, base)

    def _insert(self, kind: str, table: Any, code: str, entry: Entry, content: Entry) -> Any:
        row = table(code=code, **{key: from_plain(table, key, value) for key, value in content.items()})
        if kind in ("recommendation", "indicator", "goal"):
            row.article_id = self._id("article", entry.get("article"))
        if kind == "recommendation":
            row.parent_id = self._id("recommendation", entry.get("parent"))
        if kind == "indicator":
            row.uid = uid_of_code(code)
        if kind == "article":
            row.pack_id = self.pack_id
        self.session.add(row)
        self.session.flush()
        if kind == "recommendation" and row.kind.asks:
            self.fresh.append(row)
        return row

    def _follow(self, kind: str, row: Any, content: Entry, base: Entry | None) -> None:
        """Let a task follow its recommendation in the fields that nobody has touched."""
        if kind != "recommendation" or base is None:
            return
        for task in self.session.exec(select(Task).where(Task.recommendation_id == row.id)):
            now, before = (_task_view(said) for said in (content, base))
            _merge_fields(task, now, before)
            untouched = task.due_text == base.get("deadline_text") != content["deadline_text"]
            values = deadline_values(content["deadline_text"])
            early = values["due_on"] is not None and task.start_on is not None and values["due_on"] < task.start_on
            if untouched and not early and has_draft_plan(self.session, task):
                for key, value in (values | {"first_due_on": values["due_on"]}).items():
                    setattr(task, key, value)

    def _take_observations(self, row: Indicator, entry: Entry, base: Entry | None) -> None:
        """Put the source's figures in; when it corrects one, replace what came from it and nobody touched."""
        now = [_observation(row, observed) for observed in entry.get("observations", [])]
        before = [_observation(row, observed) for observed in (base or {}).get("observations", [])]
        said, said_before = ({_figure(observation) for observation in observations} for observations in (now, before))
        if said == said_before:
            return
        kept = set()
        for old in self.session.exec(select(Observation).where(Observation.indicator_id == row.id)):
            if old.from_catalogue and _figure(old) in said_before - said:
                self.session.delete(old)
            else:
                kept.add(old.observed_on or old.period)
        fresh = [observation for observation in now if _figure(observation) not in said_before]
        self.session.add_all(
            observation for observation in fresh if (observation.observed_on or observation.period) not in kept
        )

    def _take_themes(self) -> None:
        """Put the themes of the catalogue on the list of themes, in the order in which they appear."""
        known = set(self.session.exec(select(Tag.name)))
        names = dict.fromkeys(name for entry in self.catalogue.recommendations for name in entry.get("themes", ()))
        last = self.session.exec(select(func.max(Tag.position))).one() or 0
        fresh = [name for name in names if name not in known]
        self.session.add_all(Tag(name=name, position=last + n) for n, name in enumerate(fresh, start=1))

    def _link_all(self) -> None:
        for entry in self.catalogue.recommendations:
            here = self._id("recommendation", entry["id"])
            for kind in (LinkKind.RELATED, LinkKind.SUPPORTS):
                for code in entry.get(kind.value, ()):
                    there = self._id("recommendation", code)
                    self._link(RecommendationLink, from_id=here, to_id=there, kind=kind)
            for code in entry.get("indicators", ()):
                self._link(IndicatorLink, indicator_id=self._id("indicator", code), recommendation_id=here)
        for entry in self.catalogue.indicators:
            here = self._id("indicator", entry["id"])
            for code in entry.get("links", ()):
                there = self._id("recommendation", code)
                self._link(IndicatorLink, indicator_id=here, recommendation_id=there)
        for entry in self.catalogue.goals:
            here = self._id("goal", entry["id"])
            for code in entry.get("served_by", ()):
                self._link(GoalLink, goal_id=here, recommendation_id=self._id("recommendation", code))
        self.session.flush()

    def _link(self, table: Any, **ends: Any) -> None:
        if table not in self.links:
            self.links[table] = self._known_links(table)
        known = self.links[table]
        key = tuple(sorted(ends.items()))
        if key not in known:
            known.add(key)
            self.session.add(table(**ends))

    def _known_links(self, table: Any) -> set[tuple[tuple[str, Any], ...]]:
        names = [name for name in table.model_fields if name != "id"]
        rows = self.session.exec(select(table))
        return {tuple(sorted((name, getattr(row, name)) for name in names)) for row in rows}

    def _id(self, kind: str, code: str | None) -> int | None:
        """Return the id of an entry of this catalogue, None where the entry is no article (a fragment)."""
        row = self.rows.get((kind, code or ""))
        return None if row is None else row.id

    def _swap_base(self, kind: str, code: str, content: Entry) -> Entry | None:
        """Remember what the catalogue says now and return what it said before."""
        base = self.bases.get((kind, code))
        if base is None:
            self.session.add(CatalogueBase(kind=kind, code=code, content=content, pack_id=self.pack_id))
            return None
        before = base.content
        base.content = content
        return before


def _observation(row: Indicator, entry: Entry) -> Observation:
    """Return a figure of the source as an observation, not yet added."""
    return Observation(
        indicator_id=row.id,
        observed_on=from_plain(Observation, "observed_on", entry.get("on")),
        value=float(entry["value"]),
        period=entry.get("period", ""),
        anchor=entry.get("anchor", ""),
        source="来源文章",
        from_catalogue=True,
    )


def _figure(observation: Observation) -> tuple[Any, ...]:
    """Return what makes two figures of the source the same; a person's edit makes them differ."""
    return (observation.observed_on, observation.value, observation.period, observation.anchor, observation.note)


def _task_view(said: Entry) -> Entry:
    """Return what a recommendation says in the words of a task."""
    return {"title": said["title"], "content": said["summary"], "themes": said["themes"]}


def _merge_fields(row: Any, content: Entry, base: Entry | None) -> None:
    """Set each field that the catalogue changed and nobody else did."""
    for key, value in content.items():
        now = to_plain(getattr(row, key))
        if base is not None and key in base and now == base[key] and value != now:
            setattr(row, key, from_plain(type(row), key, value))
