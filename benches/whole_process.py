#!/usr/bin/env python3
"""Runs commands three times in turn and prints CPU seconds and peak memory of the whole process, one JSON line each.

usage: whole_process.py BENCH FILE 'label=command' …
The median of the rounds is given with the least and the most. A command that fails gets no figures.
"""
import json, os, shlex, shutil, statistics, struct, subprocess, sys

bench, file, commands = sys.argv[1], sys.argv[2], [c.split("=", 1) for c in sys.argv[3:]]
rounds = 1 if bench == "build" else 3
cpu, peak, failed = {}, {}, {}


def packets_of(path):
    """Records of a little-endian pcap file with the usual header."""
    count, at, size = 0, 24, os.path.getsize(path)
    with open(path, "rb", buffering=1 << 20) as f:
        f.seek(24)
        while at + 16 <= size:
            captured = struct.unpack_from("<I", f.read(16), 8)[0]
            f.read(captured)
            at += 16 + captured
            count += 1
    return count


for _ in range(rounds):
    for label, command in commands:
        words = shlex.split(command)
        if not shutil.which(words[0]):
            continue
        with open(os.devnull, "w") as null:
            child = subprocess.Popen(words, stdout=null, stderr=null)
            _, status, usage = os.wait4(child.pid, 0)
        # oogmerk says with 3 that part of the input could not be read; the rest was.
        if os.waitstatus_to_exitcode(status) not in (0, 3):
            failed[label] = os.waitstatus_to_exitcode(status)
        cpu.setdefault(label, []).append(usage.ru_utime + usage.ru_stime)
        peak[label] = max(peak.get(label, 0), usage.ru_maxrss)

counts = {}
for label, command in commands:
    row = {"bench": bench, "program": label}
    if label not in cpu:
        print(json.dumps({**row, "not_run": "not installed"}))
        continue
    if label in failed:
        print(json.dumps({**row, "not_run": f"ended with exit code {failed[label]}"}))
        continue
    seconds = statistics.median(cpu[label])
    row |= {"cpu_s": round(seconds, 3), "least": round(min(cpu[label]), 3), "most": round(max(cpu[label]), 3)}
    row["peak_mib"] = peak[label] // 1024
    read = next((w for w in shlex.split(command) if w.endswith(".pcap")), file)
    if read:
        row["bytes"] = os.path.getsize(read)
        row["gb_per_cpu_s"] = round(row["bytes"] / 1e9 / seconds, 3)
        if read.endswith(".pcap"):
            if read not in counts:
                counts[read] = packets_of(read)
            row["mpackets_per_cpu_s"] = round(counts[read] / 1e6 / seconds, 3)
    print(json.dumps(row), flush=True)
