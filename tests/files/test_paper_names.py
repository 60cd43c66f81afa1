"""Names of papers: what it is, for whom, of which day; no system refuses them."""

from datetime import date

import pytest

from tracker.files.file_names import LONGEST, paper_name

DAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("word", "office", "name"),
    [
        ("通报", "", "通报_20261128.docx"),
        ("催办单", "市经信局", "催办单_市经信局_20261128.docx"),
        ("催办单", "市经信局/市财政局", "催办单_市经信局市财政局_20261128.docx"),
        ("催办单", "市\u202e经信局", "催办单_市经信局_20261128.docx"),
        ("催办单", "市经信局.", "催办单_市经信局_20261128.docx"),
        ("con", "", "_con_20261128.docx"),
    ],
)
def test_a_paper_is_named_by_what_it_is(word: str, office: str, name: str) -> None:
    assert paper_name(word, DAY, ".docx", office) == name


def test_a_long_office_is_cut_before_the_day() -> None:
    name = paper_name("催办单", DAY, ".docx", "长" * 200)
    assert (len(name.removesuffix(".docx")), name.endswith("_20261128.docx")) == (LONGEST, True)
