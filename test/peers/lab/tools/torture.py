#!/usr/bin/env python3
"""torture.py HOST:PORT [rfc4475|rfc5118] [NAME...]: sends each torture message as one UDP datagram
and judges the answer by index.json (okCodes). Between two messages an OPTIONS must still be answered,
so a crash shows at once. The folder of the corpora is named by CORPUS. The R-URI is sent as it is: the device should answer for any user, or 404."""
import sys, json, socket, os, time, re
host, port = sys.argv[1].split(':')
corpus = sys.argv[2] if len(sys.argv) > 2 else 'rfc4475'; only = sys.argv[3:]
assert host.startswith('127.'), 'loopback only'
d = os.path.join(os.environ['CORPUS'], corpus); idx = json.load(open(os.path.join(d, 'index.json')))
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); src = os.environ.get('TORTURE_SRC', '127.0.0.5'); s.bind((src, 5060)); me = f'{src}:5060'   # most Vias name no port and no rport: answers go to 5060
def wait(sec, cid):
    end = time.time() + sec; last = None
    while time.time() < end:
        s.settimeout(max(0.01, end - time.time()))
        try: m = s.recv(65535)
        except OSError: break
        if cid and cid not in m: continue          # repeated answers to earlier messages
        g = re.match(rb'SIP/2\.0 (\d{3})', m)
        if g:
            last = int(g[1])
            if last >= 200: return last
    return last
def alive(n):
    s.sendto((f'OPTIONS sip:ping@{host}:{port} SIP/2.0\r\nVia: SIP/2.0/UDP {me};branch=z9hG4bKping{n};rport\r\nMax-Forwards: 70\r\nFrom: <sip:t@127.0.0.1>;tag=t\r\nTo: <sip:ping@{host}>\r\nCall-ID: ping-{n}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n').encode(), (host, int(port)))
    end = time.time() + 2
    while time.time() < end:
        s.settimeout(max(0.01, end - time.time()))
        try: m = s.recv(65535)
        except OSError: return False
        if f'ping-{n}'.encode() in m: return True
    return False
bad = 0
for n, e in enumerate(idx['messages']):
    if only and e['name'] not in only: continue
    b = open(os.path.join(d, e['file']), 'rb').read()
    s.sendto(b, (host, int(port)))
    g = re.search(rb'(?im)^(?:call-id|i)\s*:\s*(\S+)', b)
    r = wait(0.8, g[1] if g else b''); ok = e['okCodes']
    good = (r is None) if ok == [] else (r is not None) if ok is None else r in ok
    up = alive(n); bad += not good or not up
    print(f"{'ok  ' if good else 'look'} {e['name']:<32} {str(r):<5} want {'silence' if ok == [] else 'a normal INVITE answer' if ok is None else ok}{'' if up else '   DEAD AFTER THIS'}", flush=True)
    if not up and not alive(n + 1000): print('no answer to OPTIONS any more'); break
print(f'{bad} to look at'); sys.exit(bad > 0)
