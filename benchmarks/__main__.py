"""Run benchmarks one after another, each in a process of its own: ``python -m benchmarks [NAME …] [--scale 0.01]``."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time

NAMES = (
    "plan_reading",
    "plan_desk",
    "import_households",
    "duties",
    "coverage",
    "facts_http",
    "ledger_verify",
    "reports",
)


def main() -> int:
    """Exit status 1 where a benchmark could not be carried out; a missed aim is only said."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--scale", type=float, default=1, help="multiplies every size")
    chosen = parser.parse_args()
    failed = []
    for name in chosen.names or NAMES:
        began = time.monotonic()
        print(f"\n== {name}", flush=True)
        command = [sys.executable, "-m", f"benchmarks.{name}", f"--scale={chosen.scale}"]
        if subprocess.run(command).returncode:
            failed.append(name)
        print(f"  ({time.monotonic() - began:.0f} s in all)", flush=True)
    if failed:
        print(f"\nnot carried out: {', '.join(failed)}", file=sys.stderr)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
