"""Become the server's user, ask to be told when the parent dies, and turn into the given program.

Run as a script of its own, not imported: code between fork and exec is unsafe in a process with threads.
Usage: launch.py PARENT_PID DEATH_SIGNAL UID GID DIRECTORY PROGRAM [ARGUMENT …]
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    parent, signal, uid, gid = (int(value) for value in arguments[:4])
    directory, *command = arguments[4:]
    os.umask(0o077)
    # Entered before the rights are given up: the directories above need not be open to the server's user.
    os.chdir(directory)
    if uid != os.geteuid():
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    # After setuid, which would clear it.
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != parent:
        sys.exit("the supervisor ended before its server began")
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
