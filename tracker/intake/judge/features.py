"""The marks of each clause by which the trained weights judge it; every mark is a plain string."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tracker.intake.judge.clause_words import Words, places_in, words_of
from tracker.intake.judge.context import Setting, own_places, places_elsewhere, settings_of
from tracker.intake.judge.orders import Order, orders_of
from tracker.intake.lexicon import OWN
from tracker.intake.text.clauses import Clause
from tracker.intake.text.marks import heading_number
from tracker.intake.text.passage import Passage

BOUNDARIES = ("comma", "semicolon", "sentence", "passage")
_LENGTHS = ((4, "tiny"), (8, "short"), (14, "middle"), (24, "long"))


def boundary_of(clause: Clause) -> int:
    """Return what stands before a clause, as an index of BOUNDARIES."""
    if not clause.opening:
        return 3
    if not clause.first:
        return 0
    return 1 if clause.opening in "；;" else 2


def describe(
    passages: Sequence[Passage], clauses: Sequence[Clause], known_places: Sequence[str] = ()
) -> tuple[list[list[str]], list[Setting], list[Order]]:
    """Return the marks of every clause, where each stands and how it orders. `known_places` are the ledger's own."""
    own = own_places(passages, known_places)
    settings = settings_of(passages, clauses)
    orders = orders_of(passages, clauses, settings)
    words = [words_of(clause.text, clause.ordinal) for clause in clauses]
    sentences: dict[int, list[int]] = defaultdict(list)
    for i, clause in enumerate(clauses):
        sentences[clause.sentence].append(i)
    elsewhere = places_elsewhere(passages, own)
    foreign = [places_in(clause, elsewhere) for clause in clauses]
    shown_before = _of_passages(clauses, words, own)
    items = _items(clauses, words, settings)
    out = []
    for i, clause in enumerate(clauses):
        mine = [*_own_marks(clause, words[i]), *_place_marks(clause, clauses, i, settings[i])]
        mine += _assigned(words[i], settings[i])
        mine += _ordered(orders[i], settings[i])
        mine += _around(clauses, words, i)
        mine += _of_sentence(clauses, words, foreign, sentences[clause.sentence], i)
        mine += shown_before[i]
        asks = f"{bool(words[i].verb)}|{bool(words[i].modal)}"
        mine += (f"item:{items[i]}", f"item:{items[i]}|{asks}", f"item:{items[i]}|{_advised(settings[i])}")
        out.append(mine)
    return out, settings, orders


def _own_marks(clause: Clause, words: Words) -> Iterator[str]:
    yield "bias"
    verb = words.verb or "-"
    yield f"verb:{verb}"
    yield f"verbal:{bool(words.verb)}"
    yield f"modal:{words.modal or '-'}"
    yield f"modal?:{bool(words.modal)}|{bool(words.verb)}"
    yield f"prep:{words.preposition or '-'}|{bool(words.inner_verb)}"
    yield f"inner:{words.inner_verb or '-'}"
    for mark in words.marks:
        yield f"is:{mark}"
    if "being" in words.marks:
        yield f"being:{bool(words.verb)}|{bool(words.modal)}|{clause.last}"
    length = next((name for limit, name in _LENGTHS if len(words.bare) <= limit), "very long")
    yield f"length:{length}"
    yield f"head:{words.bare[:1]}"
    yield f"head:{words.bare[:2]}"
    yield f"head:{words.core[:2]}"
    tail = clause.text.rstrip("，。；：、！？,”")
    yield f"tail:{tail[-1:]}"
    yield f"tail:{tail[-2:]}"
    for size in (2, 3):
        for at in range(len(words.core) - size + 1):
            yield f"{size}:{words.core[at : at + size]}"


def _place_marks(clause: Clause, clauses: Sequence[Clause], i: int, setting: Setting) -> Iterator[str]:
    before = BOUNDARIES[boundary_of(clause)]
    yield f"before:{before}"
    yield f"close:{clause.closing}"
    yield f"section:{setting.section}"
    yield f"outer:{setting.outer}"
    yield f"lead:{setting.lead}"
    yield f"paper:{setting.paper}"
    yield f"paper+section:{setting.paper}|{setting.section}"
    yield f"asker:{setting.asking}"
    yield f"label:{setting.label}"
    yield f"label+paper:{setting.label}|{setting.paper}"
    yield f"asked:{setting.asked or '-'}"
    yield f"advised:{_advised(setting)}"
    yield f"numbered:{setting.numbered}"
    ordinal = "none" if not clause.ordinal else "figure" if clause.ordinal[0] in "0123456789（(①" else "word"
    yield f"ordinal:{ordinal}|{clause.last}"
    alone = clause.first and clause.last
    yield f"alone:{alone}|{before}|{ordinal}"
    yield f"ends:{clause.last}|{clause.closing}"
    follows = i + 1 < len(clauses) and clauses[i + 1].passage == clause.passage
    yield f"last of passage:{not follows}|{before}"


def _assigned(words: Words, setting: Setting) -> Iterator[str]:
    """Yield whether an office is the subject of something to come, by the kind of paper: 市水利局于5月底前完成."""
    body, past = "body first" in words.marks, "past" in words.marks
    yield f"body:{body}|{past}|{setting.paper}"
    yield f"due:{'due' in words.marks}|{past}|{setting.paper}"
    if body:
        yield f"body acts:{bool(words.inner_verb)}|{past}"


def _ordered(order: Order, setting: Setting) -> Iterator[str]:
    """Yield how a clause orders something, by itself, by the kind of paper, and beside what stands around it."""
    yield f"order:{order.strength}"
    yield f"order:{order.strength}|{setting.paper}"
    yield f"order begins:{order.begins}"
    yield f"order goes on:{order.goes_on}"
    yield f"order to:{order.addressed}|{order.begins > 0}"


def _advised(setting: Setting) -> str:
    """Return the nearest of the signs that say what a passage is about."""
    asked = setting.asked
    return setting.lead or asked or setting.section or setting.paper


def _around(clauses: Sequence[Clause], words: Sequence[Words], i: int) -> Iterator[str]:
    for name, j in (("last", i - 1), ("next", i + 1)):
        if not 0 <= j < len(clauses) or clauses[j].passage != clauses[i].passage:
            yield f"{name}:none"
            continue
        same = clauses[j].sentence == clauses[i].sentence
        yield f"{name}:{same}|verbal:{bool(words[j].verb)}|modal:{bool(words[j].modal)}"
        yield f"{name}:{same}|prep:{words[j].preposition}"
        if same:
            for mark in words[j].marks:
                yield f"{name} is:{mark}"
    both = bool(words[i].verb), "purpose" in words[i].marks, "means" in words[i].marks
    yield f"shape:{both}|{BOUNDARIES[boundary_of(clauses[i])]}"


def _of_sentence(
    clauses: Sequence[Clause], words: Sequence[Words], foreign: Sequence[bool], members: Sequence[int], i: int
) -> Iterator[str]:
    """Yield what the whole sentence shows, and what stood in it before this clause."""
    marks = {mark for j in members for mark in words[j].marks}
    for mark in (
        "past",
        "question",
        "law",
        "rejected",
        "issue",
        "condition",
        "aim",
        "virtue",
        "person first",
        "assembled",
        "notice",
        "preamble",
        "citing",
    ):
        if mark in marks:
            yield f"sentence:{mark}"
    earlier = [j for j in members if j < i]
    yield f"modal before:{any(words[j].modal or 'modal inside' in words[j].marks for j in earlier)}"
    yield f"verb before:{min(2, sum(bool(words[j].verb) for j in earlier))}"
    head = clauses[members[0]].text
    yield f"own:{any(name in head for name in OWN)}"
    passage = clauses[i].passage
    nearby = [j for j in range(max(0, members[0] - 6), i + 1) if clauses[j].passage == passage]
    yield f"elsewhere:{any(foreign[j] for j in members)}|{any(foreign[j] for j in nearby)}"
    if "exampled" in marks:
        yield "sentence:example"
    yield f"example before:{any('exampled' in words[j].marks for j in nearby)}"
    person = words[members[0]].marks
    yield f"subject:{'body first' in person}|{'person first' in person}"
    yield f"past here:{sum('past' in words[j].marks for j in nearby) > len(nearby) / 3}"


def _items(clauses: Sequence[Clause], words: Sequence[Words], settings: Sequence[Setting]) -> list[str]:
    """Return of what kind the numbered item around each clause is, by how it begins: with a demand or with a name.

    Without a number of its own a passage belongs to the heading above it.
    """
    out: list[str] = []
    passage, item = -1, ""
    for clause, said, setting in zip(clauses, words, settings, strict=True):
        if clause.passage != passage:
            passage = clause.passage
            above = setting.headed[-1].text if setting.headed else ""
            number = heading_number(above)
            begun = words_of(above, above[:number]) if number else None
            item = "" if begun is None else f"under {_demands(begun)}"
        if clause.first and clause.ordinal:
            item = f"in {_demands(said)}"
        out.append(item)
    return out


def _demands(words: Words) -> str:
    demanding = words.verb or words.modal or words.preposition in ("把", "将", "让")
    return "demand" if demanding else "past" if "past" in words.marks else "issue" if "issue" in words.marks else "name"


def _of_passages(clauses: Sequence[Clause], words: Sequence[Words], own: frozenset[str]) -> list[list[str]]:
    """Return what the passage up to each clause shows: whether the own place is the subject, and whether it demands."""
    out: list[list[str]] = []
    passage, demands, reports = -1, 0, False
    subject = False
    for i, clause in enumerate(clauses):
        if clause.passage != passage:
            passage, demands, reports = clause.passage, 0, False
        if clause.first:
            subject = clause.text.lstrip(" 　“").startswith(tuple(own))
        demands += bool(words[i].modal or "modal inside" in words[i].marks)
        reports = reports or (subject and not demands)
        out.append([f"own first:{subject}|{demands > 0}", f"reports:{reports}", f"demands:{min(demands, 3)}"])
    return out
