"""数据文件夹别的用户也能打开: said once of a folder on Windows that others may read, with the way to keep them out."""

from tracker.files.folder_rights import keep_for_owner, open_to
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.late import late

TITLE = "数据文件夹别的用户也能打开"
REFUSED = "没有改成：请右键数据文件夹 → 属性 → 安全，去掉 Users 和 Everyone"
SAID = "folder_warned"

dialog = late("tracker.ui.widgets.dialog")


def warn_of_readers(context: Context, window: object) -> None:
    """Look who may read the data folder, and ask once whether only its user shall."""
    folder = str(context.data_dir)
    if context.settings.states.get(SAID) == folder or context.preview:
        return

    def tell(who: tuple[str, ...]) -> None:
        if not who:
            return
        context.remember_state(SAID, folder)
        words = (
            f"{'、'.join(who)} 也能打开 {folder}，里面有台账、备份和联系方式。改为仅本人后，只有您和系统管理员能打开。"
        )
        dialog.ask(window, TITLE, words, "改为仅本人", narrow)

    def narrow() -> None:
        context.jobs.read(lambda _s: keep_for_owner(context.data_dir), on_result=done, key="")

    def done(kept: bool) -> None:
        words = "数据文件夹已改为仅本人" if kept else REFUSED
        context.bus.notified.emit(Notice(words, warning=not kept))

    context.jobs.read(lambda _s: open_to(context.data_dir), on_result=tell, key="")
