"""The headers by which columns are known: the words of the fields and what people write instead of them."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from tracker.model.field_list import FIELDS, TASK_FIELDS
from tracker.model.typed.text import without_marks

_NOISE = re.compile(r"[\s（）()\[\]【】<>《》*＊:：%％、，,。.·\-_/／]+|必填|选填|请填写")


@lru_cache(maxsize=4096)
def header_key(text: str) -> str:
    """Return a header for comparing: NFKC, lower case, without blanks, brackets and marks."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", without_marks(text))).lower()


#: What the header of a field may be, as it is compared.
HEADER_KEYS: Mapping[str, tuple[str, ...]] = {
    name: tuple(map(header_key, (field.word, *(field.column.aliases if field.column else ()))))
    for name, field in FIELDS.items()
}
_TASK_FIELD = {key: field.name for field in TASK_FIELDS for key in HEADER_KEYS[field.name]}


def task_field(header: str) -> str | None:
    """Return the field of a task that a header names, None for a header nobody knows."""
    return _TASK_FIELD.get(header_key(header))
