"""Zips that hold evidence: honest ones read whole, hostile ones refused before anything is unpacked."""

import stat
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from tests.zips import Entry, zip_bytes
from tracker.errors import InputError
from tracker.files.kept_zip import KeptZip
from tracker.files.limits import MB


def opened(folder: Path, data: bytes) -> KeptZip:
    path = folder / "材料.zip"
    path.write_bytes(data)
    return KeptZip(path, path.name)


def refused(folder: Path, data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        opened(folder, data)
    return caught.value.sentence


def test_a_zip_of_python_reads_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    contents = {"材料/方案.pdf": b"%PDF" + bytes(700_000), "照片.jpg": b"\xff\xd8", "空.txt": b""}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
        archive.writestr("stored.txt", "as it is", zipfile.ZIP_STORED)
        archive.mkdir("文件夹")
    packed = KeptZip(path, path.name)
    assert packed.encoding == "flag"
    files = {file.path: packed.read(file) for file in packed.files if not file.is_folder}
    assert files == {**contents, "stored.txt": b"as it is"}
    assert [file.path for file in packed.files if file.is_folder] == ["文件夹/"]
    assert packed.head(packed.files[0], 4) == b"%PDF"


def test_a_zip_with_something_before_and_a_comment_behind(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "content")
        archive.comment = "装订说明".encode()
    assert opened(tmp_path, path.read_bytes()).files[0].path == "a.txt"


def test_a_name_with_a_backslash_byte_is_decoded_before_it_is_split(tmp_path: Path) -> None:
    packed = opened(tmp_path, zip_bytes([Entry("誠信.pdf".encode("gbk")), Entry("夹\\方案.pdf".encode("gbk"))]))
    assert [file.path for file in packed.files] == ["誠信.pdf", "夹/方案.pdf"]


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ([Entry(b"a.txt", flags=1)], "压缩包加了密码，请解压后再导入。"),
        ([Entry(f"{n}.txt".encode()) for n in range(2001)], "2001 个文件，超过 2000 个"),
        ([Entry(b"a.txt", bytes(8 * MB)), Entry(b"b.txt", bytes(8 * MB))], "像压缩炸弹"),
        ([Entry(b"a.txt", size=900 * MB, packed=bytes(MB), method=0)] * 2, "像压缩炸弹"),
        ([Entry(b"a.pdf"), Entry(b"b.pdf", offset=0)], "像压缩炸弹"),
    ],
    ids=["password", "2001 entries", "bomb", "one part far larger than packed", "overlapping"],
)
def test_an_archive_is_refused_as_a_whole(tmp_path: Path, entries: list[Entry], sentence: str) -> None:
    assert sentence in refused(tmp_path, zip_bytes(entries))


def test_more_than_a_gigabyte_is_refused(tmp_path: Path) -> None:
    sizes = [Entry(f"{n}.mp4".encode(), size=45 * MB, packed=bytes(MB)) for n in range(23)]
    assert "超过 1024 MB，没有导入；请分成几个压缩包。" in refused(tmp_path, zip_bytes(sizes))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a zip",
        b"PK\x05\x06",
        zip_bytes([Entry(b"a.txt")])[:-30],
        zip_bytes([Entry(b"a.txt")], count=5),
        b"PK\x05\x06" + b"\x00" * 8 + b"\xff\xff\xff\x7f" + b"\x00" * 8,
    ],
)
def test_what_is_no_whole_zip_is_said(tmp_path: Path, data: bytes) -> None:
    assert "已损坏" in refused(tmp_path, data)


def test_a_zip_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"读不到“gone\.zip”"):
        KeptZip(tmp_path / "gone.zip", "gone.zip")


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (Entry(b"link.pdf", attributes=(stat.S_IFLNK | 0o777) << 16), "是链接，没有收"),
        (Entry(b"junction", attributes=0x400), "是链接，没有收"),
        (Entry(b"a.pdf", method=9, packed=b"x"), "压缩方式读不了"),
    ],
)
def test_an_entry_is_refused_and_the_others_stay(tmp_path: Path, entry: Entry, sentence: str) -> None:
    packed = opened(tmp_path, zip_bytes([entry, Entry(b"good.pdf", b"%PDF good")]))
    bad, good = packed.files
    assert sentence in bad.refusal
    assert (good.refusal, packed.read(good)) == ("", b"%PDF good")


@pytest.mark.parametrize(
    "entry",
    [
        Entry(b"a.txt", b"more than it says", size=3),
        Entry(b"a.txt", b"less than it says", size=300),
        Entry(b"a.txt", b"x", packed=b"no deflate at all"),
        Entry(b"a.txt", b"x", offset=3),
    ],
)
def test_an_entry_that_lies_is_refused_when_it_is_read(tmp_path: Path, entry: Entry) -> None:
    packed = opened(tmp_path, zip_bytes([entry]))
    with pytest.raises(InputError, match="校验不符"):
        packed.read(packed.files[0])


def test_looking_at_a_bomb_costs_nothing(tmp_path: Path) -> None:
    bomb = zip_bytes([Entry(b"a.txt", bytes(60 * MB), size=4 * MB)])
    packed = opened(tmp_path, bomb)
    tracemalloc.start()
    assert packed.head(packed.files[0]) == bytes(1024)
    with pytest.raises(InputError, match="校验不符"):
        packed.read(packed.files[0])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * MB
