"""Files on disk that only this installation can read, under keys of its ring."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from wuzha.privacy import keeping
from wuzha.privacy.core.files import SealedReader, SealedWriter


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A file that lies sealed at a path, and opens as if it did not."""

    path: Path

    def write(self, chunks: Iterable[bytes]) -> None:
        """Write the file as its chunks come; it must not be there yet."""
        with self.path.open("xb") as target:
            writer = SealedWriter(target, keeping.ring().current, keeping.chance)
            for chunk in chunks:
                writer.write(chunk)
            writer.close()

    def open(self, mode: Literal["rb"], /) -> io.BufferedReader:
        """A stream of what was written, from any place of it. Raises PRI102, PRI103, ``FileNotFoundError``."""
        return io.BufferedReader(SealedReader(self.path.open(mode), keeping.ring()))

    def exists(self) -> bool:
        return self.path.exists()
