"""Uploads too long for memory wait for their view in a file without a name, sealed with a key that nobody keeps."""

from __future__ import annotations

import io
import tempfile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from wuzha.privacy import keeping
from wuzha.privacy.core.files import SealedReader, SealedWriter
from wuzha.privacy.core.ring import Ring
from wuzha.privacy.core.suites import Suite


class SealedUploadHandler(FileUploadHandler):
    """In the place of Django's own, which writes what it receives into the system's folder for temporary files."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._ring = Ring().with_new(Suite(settings.CIPHER), None, keeping.chance)
        self._target = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the upload
        self._writer = SealedWriter(self._target, self._ring.current, keeping.chance)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._writer.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        self._writer.close()
        self._target.seek(0)
        stream = io.BufferedReader(SealedReader(self._target, self._ring))
        return UploadedFile(stream, self.file_name, self.content_type, file_size, self.charset)

    def upload_interrupted(self) -> None:
        self._target.close()
