#!/usr/bin/env python3
"""Makes one large capture by repeating the Ethernet captures of the corpora, each copy with later times.

usage: big_capture.py CORPORA OUT MEGABYTES     also writes fifth.pcap beside OUT, for slow peers
The copies keep their addresses: what is measured is reading, not the size of the device table.
"""
import os, struct, sys

corpora, out, megabytes = sys.argv[1], sys.argv[2], int(sys.argv[3])
records = []
for folder in ("iot-sentinel", "ndpi", "neu-intl-iot"):
    for root, _, files in sorted(os.walk(os.path.join(corpora, folder))):
        for name in sorted(files):
            data = open(os.path.join(root, name), "rb").read()
            if data[:4] != b"\xd4\xc3\xb2\xa1" or struct.unpack_from("<I", data, 20)[0] != 1:
                continue
            at = 24
            while at + 16 <= len(data):
                s, us, cap, orig = struct.unpack_from("<IIII", data, at)
                if at + 16 + cap > len(data):
                    break
                records.append((s % 86400, us, cap, orig, data[at + 16:at + 16 + cap]))
                at += 16 + cap
one = sum(16 + r[2] for r in records)
copies = max(1, megabytes * 1_000_000 // one)
header = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)
fifth = open(os.path.join(os.path.dirname(out), "fifth.pcap"), "wb")
fifth.write(header)
with open(out, "wb") as f:
    f.write(header)
    for n in range(copies):
        chunk = b"".join(struct.pack("<IIII", 1_600_000_000 + n * 86400 + s, us, cap, orig) + d for s, us, cap, orig, d in records)
        f.write(chunk)
        if n * 5 < copies:
            fifth.write(chunk)
print(f'{{"bench":"passive","packets":{len(records) * copies},"bytes":{24 + one * copies},"copies":{copies}}}')
