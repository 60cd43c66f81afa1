"""Read status cells: the seven words, and what else people write."""

from tracker.exchange.book.text import key
from tracker.exchange.cells.parsed_cell import Reading
from tracker.model.enums import Status

#: Other wordings; the second set says more than an office may decide, so a person looks at it.
_ALIASES = {key(word): status for status in Status for word in status.facts.aliases}
_DOUBTFUL = {key(word): status for status in Status for word in status.facts.unsure}
_WORDS = {key(text): status for status in Status for text in (status.word, status.value)}


def read_status(text: str, raw: str) -> Reading:
    """Return the status a word means."""
    word = key(text)
    if status := _WORDS.get(word) or _ALIASES.get(word):
        return Reading(status, raw)
    if doubtful := _DOUBTFUL.get(word):
        return Reading(doubtful, raw, note=f"写的是「{text.strip()}」，按「{doubtful.word}」计", review=True)
    words = "、".join(status.word for status in Status)
    return Reading(raw=raw, problem=f"状态「{text.strip()}」不在下列之中：{words}")
