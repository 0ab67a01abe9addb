#!/usr/bin/env python3
"""Makes one large capture to be read for measuring.

usage: big_capture.py KIND CORPORA OUT MEGABYTES     also writes fifth.pcap beside OUT, for slow programs
  same   the Ethernet captures of the corpora, over and over, each copy a day later. Addresses and ports are kept:
         what is measured is reading, and whether memory grows with the input.
  mixed  the same copies as sixteen networks, and each copy with client ports of its own: every flow is a new one.
  cam    400 invented cameras that answer RTSP and stream RTP over UDP, 1,400 bytes a packet.
"""
import os, struct, sys

HEADER = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)


def records_of(corpora):
    for folder in ("iot-sentinel", "ndpi", "neu-intl-iot"):
        for root, folders, files in os.walk(os.path.join(corpora, folder)):
            folders.sort()
            for name in sorted(files):
                with open(os.path.join(root, name), "rb") as f:
                    data = f.read()
                if data[:4] != b"\xd4\xc3\xb2\xa1" or struct.unpack_from("<I", data, 20)[0] != 1:
                    continue
                at = 24
                while at + 16 <= len(data):
                    seconds, micros, captured, original = struct.unpack_from("<IIII", data, at)
                    if at + 16 + captured > len(data):
                        break
                    yield seconds % 86400, micros, captured, original, data[at + 16 : at + 16 + captured]
                    at += 16 + captured


class Copies:
    """One copy as bytes, and where in it times, stations, networks and client ports stand."""

    def __init__(self, records):
        self.packets, self.times, self.macs, self.nets, self.ports = len(records), [], [], [], []
        chunks, at = [], 0
        for seconds, micros, captured, original, frame in records:
            chunks.append(struct.pack("<IIII", seconds, micros, captured, original) + frame)
            self.times.append((at, seconds))
            self.look(frame, at + 16)
            at += 16 + captured
        self.bytes = b"".join(chunks)

    def look(self, frame, at):
        if len(frame) < 42:
            return
        for mac in (0, 6):
            if not frame[mac] & 1:
                self.macs.append((at + mac + 5, frame[mac + 5]))
        kind = frame[12:14]
        if kind == b"\x08\x06":
            for mac, ip in ((22, 28), (32, 38)):
                self.macs.append((at + mac + 5, frame[mac + 5]))
                self.net(frame, at, ip)
        elif kind == b"\x08\x00":
            self.net(frame, at, 26)
            self.net(frame, at, 30)
            transport = 14 + (frame[14] & 15) * 4
            whole = not (frame[20] & 0x3F or frame[21])
            if whole and frame[23] in (6, 17) and len(frame) >= transport + 4:
                for port in (transport, transport + 2):
                    number = struct.unpack_from(">H", frame, port)[0]
                    if number >= 20000:
                        self.ports.append((at + port, number))

    def net(self, frame, at, ip):
        a, b, c = frame[ip : ip + 3]
        if a == 10 or (a, b) == (192, 168) or (a == 172 and 16 <= b < 32):
            self.nets.append((at + ip + 2, c))

    def copy(self, number, mixed):
        out, day = bytearray(self.bytes), 1_600_000_000 + number * 86400
        for at, seconds in self.times:
            struct.pack_into("<I", out, at, day + seconds)
        if mixed:
            network, turn = number % 16, number // 16 * 1009
            for at, value in self.macs:
                out[at] = value ^ network
            for at, value in self.nets:
                out[at] = value ^ network
            for at, value in self.ports:
                struct.pack_into(">H", out, at, 20000 + (value - 20000 + turn) % 45536)
        return out


def cameras(megabytes):
    """Yields pieces of a capture: what each camera says first, then film from all of them in turn."""
    recorder = (bytes.fromhex("021234000001"), bytes([10, 77, 0, 1]))

    def frame(second, micro, source, target, protocol, transport):
        ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(transport), 0, 0, 64, protocol, 0) + source[1] + target[1]
        whole = target[0] + source[0] + b"\x08\x00" + ip + transport
        return struct.pack("<IIII", 1_600_000_000 + second, micro, len(whole), len(whole)) + whole

    def tcp(source, target, sequence, acknowledged, flags, data=b""):
        return struct.pack(">HHIIBBHHH", source, target, sequence, acknowledged, 0x50, flags, 8192, 0, 0) + data

    stations = [(bytes([2, 0x4F, 0x47, 0, n >> 8, n & 255]), bytes([10, 77, 1 + n // 200, 1 + n % 200])) for n in range(400)]
    said = []
    for n, camera in enumerate(stations):
        ask = b"DESCRIBE rtsp://10.77.0.1/1 RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: recorder/1\r\n\r\n"
        answer = b"RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\nServer: bench-camera/%d\r\nWWW-Authenticate: Digest realm=\"camera %d\", nonce=\"0\"\r\n\r\n" % (n % 7, n)
        port = 40000 + n
        said += [
            frame(0, n, recorder, camera, 6, tcp(port, 554, 100, 0, 2)),
            frame(0, n, camera, recorder, 6, tcp(554, port, 900, 101, 18)),
            frame(0, n, recorder, camera, 6, tcp(port, 554, 101, 901, 24, ask)),
            frame(0, n, camera, recorder, 6, tcp(554, port, 901, 101 + len(ask), 24, answer)),
        ]
    yield b"".join(said)
    film, written, turn = bytes((i * 37 + 11) & 255 for i in range(1400)), 0, 0
    while written < megabytes * 1_000_000:
        pieces = []
        for n, camera in enumerate(stations):
            rtp = struct.pack(">BBHII", 0x80, 96, turn & 0xFFFF, turn * 3000 & 0xFFFFFFFF, n) + film
            udp = struct.pack(">HHHH", 50000, 20000 + 2 * n, 8 + len(rtp), 0) + rtp
            pieces.append(frame(1 + turn // 50, turn % 50 * 20000 + n, camera, recorder, 17, udp))
        piece = b"".join(pieces)
        written += len(piece)
        turn += 1
        yield piece


def main():
    kind, corpora, out, megabytes = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    if kind == "cam":
        pieces = cameras(megabytes)
    else:
        one = Copies(list(records_of(corpora)))
        count = max(1, megabytes * 1_000_000 // len(one.bytes))
        pieces = (one.copy(n, kind == "mixed") for n in range(count))
    written = 0
    with open(out, "wb") as whole, open(os.path.join(os.path.dirname(out), "fifth.pcap"), "wb") as fifth:
        whole.write(HEADER)
        fifth.write(HEADER)
        for piece in pieces:
            whole.write(piece)
            if written < megabytes * 200_000:
                fifth.write(piece)
            written += len(piece)


main()
