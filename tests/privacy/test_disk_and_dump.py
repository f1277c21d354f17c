"""The proof: after real work with contacts neither the disk nor a dump holds a name or a number of a resident.

A real ``wuzha serve`` on a home of its own: switched on, a roster uploaded (long enough to go through the file of an
upload and through the job), checked, taken, searched, looked at, corrected, told, rotated, backed up, stopped. Then
every file of the home is searched for every name and number, in three encodings; and for an address, which is there.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from support.cast import PASSWORD
from support.houses import Houses
from support.served import RUN, Served, until

ROWS = 6000
ADDRESS = "核对用地址七号楼"
PAD = "云杉区松涛街道桦林社区锦绣苑" * 10
LETTERS = "雎翀翙翚骞骦鬯鬻魈鲲鳐鸑鸷鹓鹬麂麟黉黼黻鼐鼒齌龑龘"
FIRST = "妫郄郤鄢酆闫阚靳鞠韶"


@dataclass(frozen=True)
class Resident:
    name: str
    phone: str


def residents() -> list[Resident]:
    """People whose names and numbers occur nowhere by chance; the same in every run."""
    chance = random.Random(20260302)
    numbers = chance.sample(range(10**8), ROWS)
    return [
        Resident(chance.choice(FIRST) + "".join(chance.choices(LETTERS, k=2)), f"139{number:08d}") for number in numbers
    ]


def roster(people: Sequence[Resident]) -> bytes:
    lines = ["所在区域,地址,管理单位,联系人,联系电话,联系人身份"]
    for number, one in enumerate(people):
        lines.append(f"J,{PAD}{ADDRESS}{number}室,锦绣物业,{one.name},{one.phone},户主")
    # Bad rows too: a number that is none, columns that slipped.
    lines.append(f"J,{ADDRESS}甲室,锦绣物业,{people[0].name},{people[0].phone[:9]},户主")
    lines.append(f"J,{ADDRESS}乙室,{people[1].phone},锦绣物业,,")
    return "\n".join(lines).encode()


class Visitor:
    """Somebody at a browser."""

    def __init__(self, served: Served, name: str) -> None:
        self._session, self._base = requests.Session(), f"http://127.0.0.1:{served.port}"
        self.get("/login/")
        self.post("/login/", username=name, password=PASSWORD)

    def get(self, path: str) -> str:
        answer = self._session.get(self._base + path, timeout=60)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def post(self, path: str, files: Any = None, **data: str) -> requests.Response:
        sent = data | {"csrfmiddlewaretoken": self._session.cookies["csrftoken"]}
        answer = self._session.post(self._base + path, data=sent, files=files, timeout=120)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer


def holding(folder: Path, patterns: Sequence[bytes], scratch: Path) -> list[str]:
    """The files below a folder in which one of the patterns occurs."""
    scratch.write_bytes(b"\n".join(one for one in patterns if b"\n" not in one) + b"\n")
    command = ["grep", "-rlaF", "-f", str(scratch), str(folder)]
    done = subprocess.run(command, env=os.environ | {"LC_ALL": "C"}, stdout=subprocess.PIPE, check=False)
    assert done.returncode in (0, 1)
    return [os.path.relpath(name, folder) for name in done.stdout.decode().splitlines()]


def spellings(words: Sequence[str]) -> list[bytes]:
    """Words in the encodings of offices, and as PostgreSQL prints bytes."""
    return [
        pattern
        for word in words
        for pattern in (
            *(word.encode(encoding) for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")),
            word.encode().hex().encode(),
        )
    ]


def command(home: Path, *words: str) -> str:
    environ = os.environ | {"WUZHA_HOME": str(home), "WUZHA_LANG": "en", "WUZHA_PASSPHRASE": "correct horse battery"}
    environ["PYTHONPATH"] = os.pathsep.join(sys.path)
    done = subprocess.run([sys.executable, "-c", RUN, *words], env=environ, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode()


@dataclass(frozen=True)
class Month:
    """What was done, and what the visitors saw."""

    home: Path
    people: Sequence[Resident]
    waiting: Sequence[str]
    seen: str
    masked: str
    told: Any
    dump: Path


@pytest.fixture(scope="module")
def month(houses: Houses, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Month]:
    folder, people = tmp_path_factory.mktemp("disk"), residents()
    home = folder / "home"
    served = Served(home)
    houses.with_cast(home)
    served.start(home / "serve.log")
    try:
        clerk = Visitor(served, "clerk")
        declared = {"enabled": "on", "purpose": "预约入户", "notice": "告知书第 1 版", "keep_days": "30"}
        clerk.post("/settings/privacy/", **declared)
        sent = roster(people)
        assert len(sent) > 2_621_440, "long enough for Django's upload handlers to leave the memory"
        run = clerk.post("/registry/import/", {"file": ("户.csv", sent)}, kind="households").url.partition("//")[2]
        path = run[run.index("/") :]
        assert re.fullmatch(r"/registry/imports/\d+/", path)
        until(lambda: "导入通过的行" in clerk.get(path), 120)
        waiting = holding(home, spellings([one.phone for one in people]), folder / "patterns")
        clerk.post(path, do="take")
        until(lambda: " 导入，底册：" in clerk.get(path), 120)
        found = clerk.post("/registry/contacts/", phone=people[7].phone).text
        (door,) = set(re.findall(r"/registry/contacts/(\d+)/", found[: found.index("list-contacts")]))
        contact = f"/registry/contacts/{door}/"
        seen = clerk.post(f"{contact}show/", reason="visit", words=f"请打 {people[7].phone}").text
        told = clerk.post(f"{contact}held/", **{"as": "json"}).json()
        masked = clerk.get("/registry/contacts/") + Visitor(served, "leader").get(contact)
        clerk.post(f"{contact}correct/", name=people[8].name, phone="13700009999", relation="head")
        command(home, "privacy", "rotate")
        command(home, "backup", "--keys")
        assert served.stop() == 0
        yield Month(home, people, waiting, seen, masked, told, Path(served.script("dump")["file"]))
    finally:
        if served.running:
            served.stop()
        shutil.rmtree(folder)


def test_whoever_may_does_see_the_values(month: Month) -> None:
    one = month.people[7]
    assert one.name in month.seen
    assert one.phone in month.seen
    assert month.told["contact"] == {"name": one.name, "phone": one.phone, "relation": "head"}
    assert f"139****{one.phone[-4:]}" in month.masked
    assert one.phone not in month.masked
    assert one.name not in month.masked


def test_nothing_in_the_clear_while_a_roster_waits(month: Month) -> None:
    assert month.waiting == []


def test_no_file_of_the_home_holds_a_name_or_a_number(month: Month) -> None:
    names = sorted({one.name for one in month.people})
    wanted = spellings([*names, "13700009999", *(one.phone for one in month.people)])
    assert holding(month.home, wanted, month.home.parent / "patterns") == []


def test_no_dump_of_the_database_holds_one(month: Month) -> None:
    names = sorted({one.name for one in month.people})
    wanted = spellings([*names, "13700009999", *(one.phone for one in month.people)])
    text = month.dump.parent / "text"
    text.mkdir()
    shutil.copy(month.dump, text)
    assert holding(text, wanted, month.home.parent / "patterns") == []


def test_the_same_search_finds_what_is_there(month: Month) -> None:
    """The control: an address is in the data files and the write-ahead log, and a planted number is found at once."""
    found = holding(month.home, spellings([ADDRESS]), month.home.parent / "patterns")
    assert any("base/" in name for name in found)
    assert any("pg_wal/" in name for name in found)
    assert ADDRESS.encode() in month.dump.read_bytes()
    planted = month.home.parent / "planted"
    planted.mkdir()
    for number, encoding in enumerate(("utf-8", "gb18030", "utf-16-le", "utf-16-be")):
        (planted / f"phone-{encoding}").write_bytes(b"\0x" + month.people[number].phone.encode(encoding) + b"\xff")
        (planted / f"name-{encoding}").write_bytes(b"\0x" + month.people[number].name.encode(encoding) + b"\xff")
    wanted = spellings([text for one in month.people[:9] for text in (one.name, one.phone)])
    assert len(holding(planted, wanted, month.home.parent / "patterns")) == 8


def test_backup_and_keys_lie_apart_and_the_upload_is_gone(month: Month) -> None:
    backups = sorted(path.suffix for path in (month.home / "backups").iterdir())
    assert backups == [".keys", ".tar"]
    assert list((month.home / "files" / "incoming").iterdir()) == []
    ring = (month.home / "privacy.keys").read_text()
    secrets = [bytes.fromhex(found) for found in re.findall(r'"secret": "(\w+)"', ring)]
    assert len(secrets) == 2
    wanted = [pattern for one in secrets for pattern in (one, one.hex().encode())]
    assert holding(month.home / "backups", wanted, month.home.parent / "patterns") == []
