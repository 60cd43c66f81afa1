"""Check the status of a row against its progress."""

from collections.abc import Mapping

from tracker.model.changeset import Value
from tracker.model.enums import Status


def status_against_progress(theirs: Mapping[str, Value], ours: Mapping[str, Value]) -> tuple[str, str]:
    """Return (field, sentence) where a row's status and progress contradict each other, ("", "") if not.

    `theirs` holds what the office changed; what it left alone counts as we have it.
    """
    if not theirs.keys() & {"status", "progress"}:
        return "", ""
    field = "status" if "status" in theirs else "progress"
    status = Status.from_word(str(theirs.get("status", ours.get("status"))))
    progress = theirs.get("progress", ours.get("progress"))
    if status is None or not isinstance(progress, int | float):
        return "", ""
    sentence = _contradiction(status, progress)
    return (field, sentence) if sentence else ("", "")


def _contradiction(status: Status, progress: float) -> str:
    if status.done and progress < 100:
        return f"状态是「{status.word}」，进度却只有 {progress:g}%，请核对"
    # 待交办 is ours to change, not theirs: an office that begins at once contradicts nothing.
    if status is Status.NOT_STARTED and progress > 0:
        return f"状态是「{status.word}」，进度却有 {progress:g}%，请核对"
    if status is Status.IN_PROGRESS and progress >= 100:
        return f"进度已到 100%，状态还是「{status.word}」，请核对是否申请销号"
    return ""
