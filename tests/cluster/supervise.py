"""A supervisor in a process of its own, for tests that kill it: supervise.py DIRECTORY [fork]."""

import multiprocessing
import signal
import sys
import time
from pathlib import Path

from wuzha.cluster.progress import Progress
from wuzha.cluster.supervisor import Cluster


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def tell(progress: Progress) -> None:
    say(progress.stage)


if __name__ == "__main__":
    cluster = Cluster(Path(sys.argv[1]), settings={"shared_buffers": "64MB"})
    cluster.start(tell)
    if sys.argv[2:] == ["fork"]:
        multiprocessing.get_context("fork").Process(target=time.sleep, args=(60,)).start()
    say("pid", cluster.pid)
    signal.pause()
