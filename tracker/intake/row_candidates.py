"""What the rows of tables of tasks propose: title, office and deadline from the columns that hold them."""

from collections.abc import Sequence
from dataclasses import replace

from tracker.intake.facts.deadlines import due_in, due_labelled, due_on
from tracker.intake.facts.figures import figures_in
from tracker.intake.facts.likeness import duplicates_of, themes_of
from tracker.intake.facts.task_table import TaskRow, TaskTable
from tracker.intake.facts.titles import LONGEST, title_of
from tracker.intake.judge.context import headings_of
from tracker.intake.read.source_text import Cell
from tracker.intake.text.clauses import parse
from tracker.intake.text.marks import heading_number
from tracker.intake.text.passage import Passage
from tracker.intake.work import Offices, Work
from tracker.model.enums import RecommendationKind as Kind
from tracker.model.rows.intake import Candidate, KnownRecommendation, ProposedIndicator

#: How sure a row is a task: under a header that says so, or by what stands in its columns alone.
SURE, LIKELY = 0.95, 0.75
#: A longer extent says more than one thing: the title cell alone is the task then.
_LONGEST_QUOTE = 200
_SUMMARY = 80
_ENDS = "。；;，,：: 　"
Nearest = Sequence[tuple[KnownRecommendation, float]]


def row_candidates(
    work: Work, tables: Sequence[TaskTable], section_at: Sequence[str | None], figures_before: int
) -> tuple[list[Candidate], list[ProposedIndicator]]:
    """Return the candidates of tables, their ids beginning with r, and the figures in them, numbered on."""
    headed = headings_of(work.passages) if tables else []
    out: list[Candidate] = []
    figures: list[ProposedIndicator] = []
    for table in tables:
        group: Candidate | None = None
        above: Cell | None = None
        for row in table.tasks:
            here = work.passage_at((row.group or row.title)[0])
            path = tuple(passage.text for passage in headed[here])
            if row.group is None:
                group, above = None, None
            elif row.group != above:
                above = row.group
                group = _group(work, row.group, f"r{len(out) + 1}", section_at[here], path)
                out.append(group)
            candidate = _candidate(work, row, f"r{len(out) + 1}", section_at[here], path)
            if group is not None:
                candidate = replace(candidate, kind=Kind.SUBTASK, parent=group.id, path=(*path, group.title))
            mine = _figures(work, row.title, candidate.article, figures_before + len(figures))
            figures += mine
            out.append(replace(candidate, indicators=tuple(figure.id for figure in mine)))
    return out, figures


def _words(work: Work, cell: Cell) -> str:
    return " ".join(work.source.text[slice(*cell)].split())


def _group(work: Work, cell: Cell, name: str, section: str | None, path: tuple[str, ...]) -> Candidate:
    words = _words(work, cell)
    article = f"a{work.article_of(work.passage_at(cell[0])) + 1}"
    return Candidate(
        name, article, Kind.GROUP, None, section, path, _title(words), words[:_SUMMARY], words, (cell,),
        themes_of(work.likeness.nearest(words)), score=SURE, reasons=("表格中合并的一格，下面有几项",),
    )  # fmt: skip


def _candidate(work: Work, row: TaskRow, name: str, section: str | None, path: tuple[str, ...]) -> Candidate:
    cells = [row.title]
    if row.content and row.content != row.title:
        cells += [row.content] if sum(end - start for start, end in (row.title, row.content)) <= _LONGEST_QUOTE else []
    quote = " ".join(_words(work, cell) for cell in cells)
    title = _title(_words(work, row.title))
    passage = work.passage_at(row.title[0])
    nearest = work.likeness.nearest(f"{title} {quote}")
    duties = [duty.text for duty in parse([Passage(quote, range(len(quote)))]).duties]
    lead, named, others = _offices(work, row, quote, duties, nearest)
    due = _due(row, quote, duties)
    summary = quote if len(quote) <= _SUMMARY else quote[: _SUMMARY - 1] + "…"
    return Candidate(
        name, f"a{work.article_of(passage) + 1}", Kind.TASK, None, section, path, title, summary, quote,
        tuple(sorted(cells)), themes_of(nearest), lead, named, others, due, due_on(due, work.issued(passage)), (),
        duplicates_of(nearest), SURE if row.named else LIKELY, _reasons(row, path, named=named),
    )  # fmt: skip


def _title(words: str) -> str:
    """Return the words of a cell as a title: whole where they are short enough, without their number."""
    bare = words[heading_number(words) :].strip(_ENDS)
    parsed = parse([Passage(bare, range(len(bare)))])
    clauses = parsed.clauses
    if parsed.duties and clauses:
        bare = bare[: parsed.duties[0].start].strip(_ENDS) or bare
    if len(bare) <= LONGEST:
        return bare
    return title_of([(clause.text, clause.ordinal) for clause in clauses]) if clauses else bare[:LONGEST]


def _due(row: TaskRow, quote: str, duties: Sequence[str]) -> str | None:
    """Return the deadline: of a measure its own, else that of its column, of words about responsibility, of its words."""
    own = due_in(quote)
    labelled = next(filter(None, map(due_labelled, duties)), None)
    if own and row.part and not own.startswith("每"):
        return own
    return row.due or labelled or own


def _offices(work: Work, row: TaskRow, quote: str, duties: Sequence[str], nearest: Nearest) -> Offices:
    """Return lead office, whether the table names it, and the others; the first one named leads where no column says."""
    leads: list[str] = []
    helpers: list[str] = []
    for duty in () if any(row.offices.values()) else duties:
        for office, part in work.offices.listed(duty):
            (helpers if part == "help" else leads).append(office)
    for name in ("lead_office", "offices", "co_offices"):
        for said in row.offices.get(name, ()):
            for office, part in work.offices.listed(said):
                helping = part == "help" or name == "co_offices" or (name == "offices" and "lead_office" in row.offices)
                (helpers if helping else leads).append(office)
    if leads:
        return leads[0], True, tuple(dict.fromkeys(o for o in (*leads[1:], *helpers) if o != leads[0]))
    lead, others = work.offices.charged(quote)
    if lead:
        return lead, True, tuple(dict.fromkeys((*others, *helpers)))
    return work.offices.suggested(quote, [(r.lead_office, s) for r, s in nearest]), False, tuple(dict.fromkeys(helpers))


def _reasons(row: TaskRow, path: Sequence[str], *, named: bool) -> tuple[str, ...]:
    out = [f"列在“{path[-1][:16]}”之下"] if path else []
    out.append("表头写明这一栏是任务" if row.named else "表格的一行，各栏像任务、单位和时限")
    if named and any(row.offices.values()):
        out.append("表格的一栏写明单位")
    if row.due:
        out.append("表格的一栏写明时限")
    return tuple(out)


def _figures(work: Work, cell: Cell, article: str, before: int) -> list[ProposedIndicator]:
    """Return the figures in the words of a task."""
    start, end = cell
    words = work.source.text[start:end]
    whole = dict.fromkeys(range(len(words)), (0, len(words)))
    return [
        ProposedIndicator(
            f"k{before + number}", article, figure.name, figure.value, figure.unit, figure.on, figure.period, figure.target,
            words[figure.start : figure.end], ((start + figure.start, start + figure.end),),
        )
        for number, figure in enumerate(figures_in(words, whole, asked=set(whole)), 1)
    ]  # fmt: skip
