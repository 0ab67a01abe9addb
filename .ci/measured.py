#!/usr/bin/env python3
"""Runs a command and adds a line to the ledger that OOGMERK_LEDGER names: step, seconds, CPU seconds, peak megabytes.

    measured.py step NAME COMMAND…   one step of a script
    measured.py test COMMAND…        as cargo's runner: the step is the crate whose tests the command holds
    measured.py ledger               prints the ledger, steps of one name as one

The peak is that of the largest process of the step.
"""
import os, sys, time


def run(name, command):
    start = time.monotonic()
    pid = os.fork()
    if pid == 0:
        try:
            os.execvp(command[0], command)
        except OSError as error:
            print(f"{command[0]}: {error}", file=sys.stderr)
            os._exit(127)
    _, status, used = os.wait4(pid, 0)
    row = f"{name}\t{time.monotonic() - start:.2f}\t{used.ru_utime + used.ru_stime:.2f}\t{used.ru_maxrss // 1024}\n"
    with open(os.environ["OOGMERK_LEDGER"], "a", encoding="utf-8") as ledger:
        ledger.write(row)
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def ledger():
    steps = {}
    for line in open(os.environ["OOGMERK_LEDGER"], encoding="utf-8"):
        name, wall, cpu, peak = line.rstrip("\n").split("\t")
        old = steps.get(name, (0.0, 0.0, 0))
        steps[name] = (old[0] + float(wall), old[1] + float(cpu), max(old[2], int(peak)))
    # What is told crate by crate is part of the step "tests", and not added twice.
    whole = [v for n, v in steps.items() if not n.startswith("tests of ")]
    steps["together"] = (sum(v[0] for v in whole), sum(v[1] for v in whole), max((v[2] for v in whole), default=0))
    print(f"{'step':32}{'seconds':>10}{'CPU s':>10}{'peak MB':>10}")
    for name, (wall, cpu, peak) in steps.items():
        print(f"{name:32}{wall:10.1f}{cpu:10.1f}{peak:10}")


def main():
    words = sys.argv[1:]
    if words[:1] == ["step"] and len(words) > 2:
        return run(words[1], words[2:])
    if words[:1] == ["test"] and len(words) > 1:
        return run("tests of " + os.path.basename(os.getcwd()), words[1:])
    if words == ["ledger"]:
        return ledger()
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
