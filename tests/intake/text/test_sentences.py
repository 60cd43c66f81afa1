"""Sentences of running text, whatever lines they are printed in."""

from tracker.intake.text.passage import Passage, Role
from tracker.intake.text.sentences import sentences_in, wraps_in


def test_a_sentence_goes_on_over_the_end_of_a_line() -> None:
    raw = "建立台\n账。设立基金。\n搭建平台。"
    passages = [
        Passage("建立台账。设立基金。", [0, 1, 2, *range(4, 11)]),
        Passage("搭建平台。", range(12, 17)),
    ]
    said = [raw[start:end] for start, end in sentences_in(raw, passages)]
    assert said == [
        "建立台\n账。",
        "设立基金。",
        "搭建平台。",
    ]
    assert wraps_in(raw, passages) == frozenset({3})  # between paragraphs a line just ends


def test_only_running_text_has_sentences() -> None:
    raw = "一、做法\n要建。"
    heading = Passage("一、做法", range(4), Role.HEADING, 1)
    assert list(sentences_in(raw, [heading, Passage("要建。", range(5, 8))])) == [(5, 8)]
    assert wraps_in(raw, [heading]) == frozenset()


def test_a_part_behind_something_else_is_one_of_its_own() -> None:
    raw = "要避免（图）重复。"
    joined = Passage("要避免重复。", [0, 1, 2, 6, 7, 8])
    assert list(sentences_in(raw, [joined])) == [(0, 3), (6, 9)]
