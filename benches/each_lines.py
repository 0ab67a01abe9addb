#!/usr/bin/env python3
"""Writes observation lines as an internet scan gives them, about 1.3 kB each: one HTTP answer with its page a line.

usage: each_lines.py LINES FILE
Always the same lines. Three in ten are cameras' answers, the others whatever answers on port 80.
"""
import json, random, sys

count, path = int(sys.argv[1]), sys.argv[2]
random.seed(20261122)
CAMERAS = [
    ("App-webs/", 'Digest realm="IP Camera(C2201)", qop="auth", nonce="%032x"', "index"),
    ("DNVRS-Webs", 'Digest realm="DS-2CD2142FWD-I", nonce="%032x"', "Document"),
    ("Webs", 'Basic realm="%016x"', "WEB SERVICE"),
    ("uc-httpd 1.0.0", 'Basic realm="%08x"', "NETSurveillance WEB"),
    ("Boa/0.94.14rc21", 'Digest realm="AXIS_ACCC8E%06x", qop="auth"', "AXIS"),
    ("Hipcam RealServer/V1.0", 'Basic realm="index.html%04x"', "IPCam Client"),
]
OTHERS = ["nginx/1.%d.1", "Apache/2.4.%d (Ubuntu)", "Microsoft-IIS/%d.0", "lighttpd/1.4.%d", "openresty/1.%d.3.2", "mini_httpd/1.%d"]
WORDS = "the page you asked for is not here please log in to go on with our service network office home".split()


def answer(i):
    if random.random() < 0.3:
        server, challenge, title = random.choice(CAMERAS)
        head = f"HTTP/1.1 401 Unauthorized\r\nServer: {server}\r\nWWW-Authenticate: {challenge % random.getrandbits(24)}\r\n"
    else:
        title = " ".join(random.choices(WORDS, k=5))
        head = f"HTTP/1.1 200 OK\r\nServer: {random.choice(OTHERS) % random.randrange(40)}\r\n"
    body = f"<html><head><title>{title}</title></head><body>"
    while len(head) + len(body) < 980:
        body += "<p class=\"text\">" + " ".join(random.choices(WORDS, k=9)) + "</p>\n"
    date = f"Date: Mon, 02 Mar 2026 10:{i // 60 % 60:02}:{i % 60:02} GMT\r\n"
    return head + date + f"Content-Type: text/html\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n" + body


with open(path, "w") as out:
    for i in range(count):
        address = f"198.{18 + i // 65536 % 2}.{i // 256 % 256}.{i % 256}"
        out.write(json.dumps({
            "schema": "oogmerk.observation/1", "subject": f"{address}:80", "ip": address, "port": 80,
            "seen_at": "2026-03-02T10:00:00Z", "vantage": "scan", "protocol": "http", "payload": answer(i),
        }, separators=(",", ":")) + "\n")
