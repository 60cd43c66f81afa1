"""The place of a file or folder as it is typed on the command line."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

#: What a name may have at most, on every file system we know; in bytes.
_LONGEST_NAME = 255


def typed_path(text: str) -> Path:
    """Return the place of a text. Raises ArgumentTypeError for an empty one, and for a name no disk can hold."""
    if not text.strip():
        raise argparse.ArgumentTypeError("没有写文件或文件夹的名称")
    path = Path(text)
    if any(len(os.fsencode(part)) > _LONGEST_NAME for part in path.parts):
        raise argparse.ArgumentTypeError(f"“{path.name[:20]}…”太长，请换一个短一些的名称")
    return path


class FileOrFolder(argparse.Action):
    """Keeps a typed path, and as `into_folder` whether its end says that it is a folder, which a path forgets."""

    def __call__(
        self,
        _parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        _option: str | None = None,
    ) -> None:
        """Read the text of the option. Raises ArgumentError as `typed_path` does."""
        try:
            path = typed_path(str(values))
        except argparse.ArgumentTypeError as error:
            raise argparse.ArgumentError(self, str(error)) from error
        setattr(namespace, self.dest, path)
        namespace.into_folder = str(values).endswith(tuple(filter(None, (os.sep, os.altsep))))
