"""Why the system could not handle a file, in words for the screen."""

import errno
from collections.abc import Mapping

#: By the name of the number: not every system has all of them.
_NAMED: Mapping[str, str] = {
    "ENOENT": "找不到",
    "EACCES": "没有权限",
    "EPERM": "没有权限",
    "EISDIR": "是文件夹，不是文件",
    "ENOTDIR": "位置里有一段不是文件夹",
    "EEXIST": "已经有同名的",
    "ENOTEMPTY": "文件夹不是空的",
    "ENOSPC": "磁盘已满",
    "EDQUOT": "磁盘配额已用完",
    "EFBIG": "文件太大",
    "EROFS": "磁盘是只读的",
    "ENAMETOOLONG": "名称太长",
    "EINVAL": "名称或位置不能用",
    "EIO": "磁盘读写出错",
    "ENXIO": "设备没有连上",
    "ENODEV": "设备没有连上",
    "EBUSY": "正被占用",
    "ETXTBSY": "正被占用",
    "EMFILE": "打开的文件太多",
    "ENFILE": "打开的文件太多",
    "EXDEV": "不在同一个磁盘上",
    "ETIMEDOUT": "网络没有回应",
    "ENETUNREACH": "网络不通",
    "EHOSTUNREACH": "网络不通",
    "ESTALE": "网络位置已断开",
    "ELOOP": "链接绕成了圈",
}
_WORDS: Mapping[int, str] = {getattr(errno, name): words for name, words in _NAMED.items() if hasattr(errno, name)}


def system_words(error: OSError) -> str:
    """Return what stood in the way; the system's own number where nobody knows words for it."""
    if error.errno is None:
        return "系统没有说明原因"
    return _WORDS.get(error.errno, f"系统错误 {error.errno}")
