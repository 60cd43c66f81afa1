"""Titles that read almost alike are found as by comparing each with each."""

import random

from hypothesis import given
from hypothesis import strategies as st

from tracker.services.lists.alike_titles import AlikeTitles, likeness

WORDS = ("推进", "建设", "第1项", "第2项", "第12项", "数字", "车间", "改革", "试点", "人才", "培育库", "５Ｇ", " ")
TITLES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map("".join)


@given(TITLES, st.lists(TITLES, max_size=12))
def test_every_title_that_reads_alike_is_found_and_no_other(title: str, others: list[str]) -> None:
    found = list(AlikeTitles(enumerate(others)).alike(title))
    assert found == sorted(found)
    assert all(likeness(others[number], title) >= 0.9 for number in found)
    missed = [other for number, other in enumerate(others) if number not in found]
    assert all(likeness(other, title) < 0.9 or _has_little_in_common(title, other) for other in missed)


def _has_little_in_common(title: str, other: str) -> bool:
    pairs, others = ({text[i : i + 2] for i in range(max(len(text) - 1, 1))} for text in _folded(title, other))
    return len(pairs & others) < 0.7 * max(len(pairs), len(others))


def _folded(*texts: str) -> list[str]:
    return ["".join(text.replace("５Ｇ", "5g").split()) for text in texts]


def test_a_title_with_one_letter_changed_is_found_among_thousands() -> None:
    signs = random.Random(7)
    letters = "推进建设数字车间改革试点人才培育库绿色工厂产业链条金融服务"
    titles = {number: "".join(signs.choices(letters, k=24)) for number in range(3_000)}
    wanted = titles[1_234][:20] + "港" + titles[1_234][21:]
    assert list(AlikeTitles(titles.items()).alike(wanted)) == [1_234]
