"""What the parser of the command line says by itself, in Chinese: what is missing, unknown or wrong, and its help."""

import re

#: The sentences of the library with their own ones; what stands in them is carried over.
_ERRORS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (r"the following arguments are required: (.+)", "还要写 {0}"),
        (r"unrecognized arguments: (.+)", "不认识“{0}”"),
        (r"one of the arguments (.+) is required", "{0} 要写一个"),
        (r"argument (.+?): not allowed with argument (.+)", "{0} 和 {1} 不能一起写"),
        (r"argument (.+?): invalid choice: '(.*)' \(choose from (.+)\)", "{0} 没有“{1}”这个选项，可用的有：{2}"),
        (r"argument (.+?): invalid \w+ value: '(.*)'", "{0} 的“{1}”不是数"),
        (r"argument (.+?): expected one argument", "{0} 后面要写一个值"),
        (r"argument (.+?): expected at least one argument", "{0} 后面至少要写一个值"),
        (r"argument (.+?): expected at most one argument", "{0} 后面最多写一个值"),
        (r"argument (.+?): expected (\d+) arguments?", "{0} 后面要写 {1} 个值"),
        (r"argument (.+?): ignored explicit argument '(.*)'", "{0} 后面不写值，多了“{1}”"),
        (r"ambiguous option: (.+) could match (.+)", "“{0}”没有写全，可能是 {1}"),
        (r"argument (.+?): (.+)", "{0}：{1}"),
    )
)
_HELP = (
    ("usage: ", "用法："),
    ("positional arguments:", "要写的内容："),
    ("options:", "选项："),
    ("optional arguments:", "选项："),
    ("show this help message and exit", "显示这份帮助"),
    ("show program's version number and exit", "显示版本"),
)


def error_words(message: str) -> str:
    """Return an error of the library in Chinese; what is Chinese already, or unknown, stays as it is."""
    for pattern, words in _ERRORS:
        match = pattern.fullmatch(message)
        if match is not None:
            return words.format(*(_listed(part) for part in match.groups()))
    return message


def help_words(text: str) -> str:
    """Return a help text with its own words in Chinese."""
    for english, words in _HELP:
        text = text.replace(english, words)
    return text


def _listed(part: str) -> str:
    """Return names as people list them: 'a', 'b' becomes a、b."""
    return "、".join(word.strip().strip("'") for word in part.split(", "))
