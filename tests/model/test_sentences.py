"""What became of the sentences of a text, and which section each belongs to."""

from tracker.model.sentences import (
    Section,
    Sentence,
    Share,
    moved_spans,
    section_at,
    sections_of,
    sentence_key,
    share_sentences,
)
from tracker.model.source_words import SentenceKind

TEXT = "开头。\n一、做法\n建立台账。设立基金。\n署名\n搭建平台"
HEADINGS = ((4, 8),)


def span(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


SENTENCES = tuple(span(words) for words in ("开头。", "一、做法", "建立台账。", "设立基金。", "署名", "搭建平台"))


def told(**more: object) -> dict[str, Share]:
    given: dict[str, object] = {"entries": (), "possible": (), "marks": {}} | more
    rows = share_sentences(TEXT, SENTENCES, headings=HEADINGS, **given)  # type: ignore[arg-type]
    return {TEXT[row.start : row.end]: row.share for row in rows}


def test_headings_and_names_are_no_sentences() -> None:
    assert told() == {"开头。": Share.BACKGROUND, "建立台账。": Share.BACKGROUND, "设立基金。": Share.BACKGROUND}


def test_what_ends_without_a_mark_counts_where_it_may_be_an_action() -> None:
    assert told(possible=(span("搭建平台"),))["搭建平台"] is Share.MISSED
    assert told(entries=[((span("搭建"),), Share.OPEN)])["搭建平台"] is Share.OPEN


def test_a_recommendation_without_a_task_leaves_its_sentence_open_and_a_task_outweighs_a_heading() -> None:
    places = (span("立台账"),)
    entries = [(places, Share.OTHER), (places, Share.TASK)]
    assert told(entries=entries)["建立台账。"] is Share.TASK
    assert told(entries=[*entries, (places, Share.OPEN)])["建立台账。"] is Share.OPEN
    assert told(entries=[(places, Share.OPEN), *entries])["建立台账。"] is Share.OPEN
    assert told(entries=[((span("台账。设立"),), Share.TASK)])["设立基金。"] is Share.TASK  # over two sentences


def test_marks_count_before_the_rules_but_not_before_an_entry() -> None:
    marks = {sentence_key("建立\n台账。"): SentenceKind.MISSED, "设立基金。": SentenceKind.BACKGROUND}
    rows = told(marks=marks, possible=(span("设立基金。"),), entries=[((span("建立"),), Share.TASK)])
    assert (rows["建立台账。"], rows["设立基金。"]) == (Share.TASK, Share.BACKGROUND)
    assert told(marks=marks)["建立台账。"] is Share.MISSED


HALF = "建立台账，设立基金。"


def half(entry: str, possible: str, **marks: SentenceKind) -> Share:
    at = [(HALF.index(words), HALF.index(words) + len(words)) for words in (entry, possible)]
    (row,) = share_sentences(HALF, ((0, len(HALF)),), [((at[0],), Share.TASK)], (), (at[1],), marks)
    return row.share


def test_an_action_beside_one_that_has_a_task_may_be_missed() -> None:
    assert half("建立台账", "设立基金") is Share.MISSED
    assert half("建立台账，设立", "设立基金") is Share.TASK  # what an entry touches was taken up
    assert half("建立台账", "设立基金", **{HALF: SentenceKind.BACKGROUND}) is Share.TASK


def test_places_are_where_their_words_are_in_a_text_that_replaced_another() -> None:
    old = "开头。甲乙。丙丁。甲乙。末尾。"
    places = [(0, 3), (3, 6), (6, 9), (9, 12), (12, 15)]
    assert moved_spans(old, old, places) == tuple(places)
    assert moved_spans(old, "新。" + old, places) == tuple((start + 2, end + 2) for start, end in places)
    assert moved_spans(old, old + "新。", places) == tuple(places)
    new = "起首。甲乙。又丙丁。又甲乙。末了。"
    assert [new[slice(*place)] for place in moved_spans(old, new, places)] == ["甲乙。", "丙丁。", "甲乙。"]
    assert moved_spans(old, new, places[1:2]) == ((3, 6),)
    assert moved_spans(old, new, places[3:4]) == ((11, 14),)
    assert moved_spans(old, "", places) == ()


def test_sections_count_their_sentences() -> None:
    rows = share_sentences(TEXT, SENTENCES, [((span("设立基金。"),), Share.TASK)], HEADINGS, (), {})
    first, second = sections_of(TEXT, HEADINGS, rows)
    assert (first.title, first.start, len(first.sentences)) == ("", 0, 1)
    assert (second.title, second.start) == ("一、做法", 4)
    assert dict(second.counts) == {Share.BACKGROUND: 1, Share.TASK: 1}
    assert section_at(HEADINGS, 3) == -1
    assert Section("", 0, (Sentence(0, 1, Share.TASK),)).counts[Share.MISSED] == 0
