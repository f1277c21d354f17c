"""Children that do not outlive their parent, however it ends."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

from wuzha.cluster.launch import PR_SET_PDEATHSIG


def die_with(parent: int) -> None:
    """Ask the kernel to kill this process when ``parent``, which started it, ends; end now if it has already.

    What was acknowledged is committed, and what was not may be lost: there is nothing to tidy up.
    """
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != parent:
        sys.exit("the parent process ended before this one began")
