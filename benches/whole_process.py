#!/usr/bin/env python3
"""Runs commands three times in turn and prints CPU seconds and peak memory of the whole process, one JSON line each.

usage: whole_process.py BENCH FILE 'label=command' …
"""
import json, os, resource, shlex, shutil, statistics, subprocess, sys

bench, file, commands = sys.argv[1], sys.argv[2], [c.split("=", 1) for c in sys.argv[3:]]
rounds = 1 if bench == "build" else 3
cpu, peak = {}, {}
for _ in range(rounds):
    for label, command in commands:
        words = shlex.split(command)
        if not shutil.which(words[0]):
            cpu[label] = None
            continue
        with open(os.devnull, "w") as null:
            child = subprocess.Popen(words, stdout=null, stderr=null)
            _, status, usage = os.wait4(child.pid, 0)
        cpu.setdefault(label, []).append(usage.ru_utime + usage.ru_stime)
        peak[label] = max(peak.get(label, 0), usage.ru_maxrss)
for label, command in commands:
    if cpu[label] is None:
        print(json.dumps({"bench": bench, "program": label, "not_run": "not installed"}))
        continue
    words = shlex.split(command)
    read = next((w for w in words if w.endswith(".pcap")), file)
    row = {"bench": bench, "program": label, "cpu_s": round(statistics.median(cpu[label]), 3), "peak_mib": peak[label] // 1024}
    if read:
        row["gb_per_cpu_s"] = round(os.path.getsize(read) / 1e9 / statistics.median(cpu[label]), 3)
    print(json.dumps(row))
