"""A sealed file reads as the one that was written, from any place; cut, changed or shuffled it does not."""

from __future__ import annotations

import io
import os
import zipfile

import pytest

from wuzha.privacy.core.files import CHUNK, SealedReader, SealedWriter, is_sealed
from wuzha.privacy.core.ring import Ring
from wuzha.privacy.core.suites import TAG, Suite
from wuzha.problems import WuzhaError

HEAD = 24
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7]


def ring(suite: Suite = Suite.AES) -> Ring:
    return Ring().with_new(suite, None, lambda size: b"\3" * size)


def sealed(text: bytes, suite: Suite = Suite.AES, step: int = 1000) -> bytes:
    target = io.BytesIO()
    writer = SealedWriter(target, ring(suite).current, os.urandom)
    for at in range(0, len(text), step):
        writer.write(text[at : at + step])
    writer.close()
    return target.getvalue()


def read(content: bytes, suite: Suite = Suite.AES) -> bytes:
    with io.BufferedReader(SealedReader(io.BytesIO(content), ring(suite))) as stream:
        return stream.read()


@pytest.mark.parametrize("suite", list(Suite))
@pytest.mark.parametrize("size", SIZES)
def test_what_is_written_is_read(size: int, suite: Suite) -> None:
    text = os.urandom(size)
    content = sealed(text, suite)
    assert read(content, suite) == text
    assert is_sealed(content)
    assert size < 16 or text[:16] not in content


def test_any_place_can_be_read() -> None:
    text = os.urandom(2 * CHUNK + 500)
    stream = io.BufferedReader(SealedReader(io.BytesIO(sealed(text)), ring()))
    for start, length in ((CHUNK - 3, 6), (0, 5), (2 * CHUNK, 600), (len(text), 1)):
        stream.seek(start)
        assert stream.read(length) == text[start : start + length]
    stream.seek(-5, io.SEEK_END)
    assert stream.read() == text[-5:]


def test_an_archive_is_read_from_within() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("a.txt", os.urandom(100_000).hex())
    with zipfile.ZipFile(io.BufferedReader(SealedReader(io.BytesIO(sealed(archive.getvalue())), ring()))) as found:
        assert found.testzip() is None


@pytest.mark.parametrize("size", [10, CHUNK, 2 * CHUNK, 2 * CHUNK + 10])
def test_a_file_that_was_cut_off_is_refused(size: int) -> None:
    content = sealed(os.urandom(size))
    for kept in {0, 3, HEAD, HEAD + TAG - 1, len(content) - 1, HEAD + CHUNK + TAG} - {len(content)}:
        if kept < len(content):
            with pytest.raises(WuzhaError, match="PRI103"):
                read(content[:kept])


def test_changed_swapped_and_added_chunks_are_refused() -> None:
    content = sealed(os.urandom(3 * CHUNK))
    body = content[HEAD:]
    first, second, third = (body[at : at + CHUNK + TAG] for at in range(0, len(body), CHUNK + TAG))
    changed = bytes([first[0] ^ 1]) + first[1:]
    for parts in ([changed, second, third], [second, first, third], [first, third], [first, second, third, third]):
        with pytest.raises(WuzhaError, match="PRI103"):
            read(content[:HEAD] + b"".join(parts))
    other = sealed(os.urandom(3 * CHUNK))
    with pytest.raises(WuzhaError, match="PRI103"):
        read(other[:HEAD] + body)
