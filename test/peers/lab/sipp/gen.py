#!/usr/bin/env python3
"""gen.py FOLDER writes every sipp scenario of the lab there (uas-*, uac-*, drv-*.xml) and pairs.txt, which
scenario goes with which driver. Without a folder it prints the table of scenarios.
uas-* : the device under test (DUT, our ATA) calls sipp.   uac-* : sipp calls the DUT.
drv-* : plays a correct DUT against the scenario of the same name, for selftest.sh.
"""
import os, re, sys
OUT = sys.argv[1] if len(sys.argv) > 1 else None
ALL = {}          # name -> (title, must, driver, [args])

def sdp(dir='sendrecv', pts='0 8 101', ver=1, conn='[media_ip]', port='[media_port]', extra='', media=None):
    maps = {'0': 'PCMU/8000', '8': 'PCMA/8000', '101': 'telephone-event/8000', '96': 'telephone-event/8000', '18': 'G729/8000', '9': 'G722/8000'}
    a = ''.join(f'a=rtpmap:{p} {maps[p]}\n' for p in pts.split())
    a += ''.join(f'a=fmtp:{p} 0-15\n' for p in pts.split() if maps[p].startswith('tele'))
    m = media or f'm=audio {port} RTP/AVP {pts}\n{a}a=ptime:20\na=rtcp:[media_port+1]\n'.replace('a=rtcp:[media_port+1]\n', '')
    return f'v=0\no=lab 4711 {ver} IN IP[local_ip_type] [local_ip]\ns=lab\nc=IN IP[media_ip_type] {conn}\nt=0 0\n{m}' + (f'a={dir}\n' if dir else '') + extra

CT = '<sip:lab@[local_ip]:[local_port];transport=[transport]>'
ALLOW = 'Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK, REFER, NOTIFY\n'
SAVE = '''    <ereg regexp="(Via|v): [^[:cntrl:]]*([[:cntrl:]]+(Via|v): [^[:cntrl:]]*)*" search_in="msg" assign_to="via"/>
    <ereg regexp="([[:cntrl:]]+Record-Route: [^[:cntrl:]]*)+" search_in="msg" assign_to="rr"/>
    <ereg regexp=".*" search_in="hdr" header="From:" assign_to="from"/>
    <ereg regexp=".*" search_in="hdr" header="To:" assign_to="to"/>
    <ereg regexp=".*" search_in="hdr" header="CSeq:" assign_to="cseq"/>
'''
def msg(text, attrs=''):
    return f'  <send{attrs}>\n    <![CDATA[\n\n{text}\n    ]]>\n  </send>\n'
def tail(body, ctype='application/sdp'):
    return f'Content-Type: {ctype}\nContent-Length: [len]\n\n{body}' if body else 'Content-Length: 0\n'
def check(rx, where='msg', hdr='', name='chk', inverse=False):
    h = f' header="{hdr}"' if hdr else ''
    rx = rx.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;').replace('"', '&quot;')
    return f'    <ereg regexp="{rx}" search_in="{where}"{h} check_it{"_inverse" if inverse else ""}="true" assign_to="{name}"/>\n'
def recv(request=None, response=None, actions='', attrs=''):
    what = f'request="{request}"' if request else f'response="{response}"'
    return f'  <recv {what}{attrs}>' + (f'\n  <action>\n{actions}  </action>\n  </recv>\n' if actions else '</recv>\n')
def pause(ms): return f'  <pause milliseconds="{ms}"/>\n'

# ---- server side -------------------------------------------------------------
def inv(actions='', timeout=30000): return recv('INVITE', actions=SAVE + actions, attrs=' rrs="true"')
def rsp(code, reason, tag='a', hdrs='', body='', contact=True, rr='', attrs='', totag=True):
    # all Via and Record-Route lines of the INVITE are kept, also when other requests came since
    line, rr = ('', rr) if rr else ('[$rr]', '')
    t = f';tag={tag}[call_number]p[pid]' if totag else ''
    c = f'Contact: {CT}\n' if contact else ''
    return msg(f'SIP/2.0 {code} {reason}\n[$via]\nFrom:[$from]\nTo:[$to]{t}\nCall-ID: [call_id]\nCSeq:[$cseq]{line}\n{rr}{c}{hdrs}{tail(body)}', attrs)
def echo(code, reason, hdrs='', body='', attrs='', contact=False, ctype='application/sdp'):
    """answer to an in-dialog request: copy everything from it"""
    c = f'Contact: {CT}\n' if contact else ''
    return msg(f'SIP/2.0 {code} {reason}\n[last_Via:]\n[last_From:]\n[last_To:]\n[last_Call-ID:]\n[last_CSeq:]\n{c}{hdrs}{tail(body, ctype)}', attrs)
def ack(attrs=''): return recv('ACK', attrs=attrs)
def bye_rx(): return recv('BYE') + echo(200, 'OK')
def req(method, cseq, hdrs='', body='', tag='a', ctype='application/sdp', br=None, retrans=500):
    """request from the called side inside the dialog"""
    b = br or f'{method.lower()}{cseq}'
    r = f' retrans="{retrans}"' if method != 'ACK' else ''
    return msg(f'{method} [next_url] SIP/2.0\nVia: SIP/2.0/[transport] [local_ip]:[local_port];branch=z9hG4bK{b}-[pid]-[call_number]\nMax-Forwards: 70\n[routes]\nFrom:[$to];tag={tag}[call_number]p[pid]\nTo:[$from]\nCall-ID: [call_id]\nCSeq: {cseq} {method}\nContact: {CT}\n{ALLOW}{hdrs}{tail(body, ctype)}', r)
def bye_tx(cseq, tag='a'): return req('BYE', cseq, tag=tag) + recv(response=200)
OKSDP = dict(hdrs=ALLOW, body=sdp(), attrs=' retrans="500"')

# ---- client side -------------------------------------------------------------
def invite(hdrs='', body=None, br='inv', cseq=1, frm='"Lab Caller" <sip:+49301234567@caller.example>', lost='', ruri='sip:[service]@[dom]', ctype='application/sdp', retrans=500, tag='u', supported='Supported: replaces, timer, 100rel\n', method='INVITE'):
    body = sdp() if body is None else body
    r = f' retrans="{retrans}"' if retrans else ''
    return msg(f'{method} {ruri} SIP/2.0\nVia: SIP/2.0/[transport] [local_ip]:[local_port];branch=z9hG4bK{br}-[pid]-[call_number];rport\nMax-Forwards: 70\nFrom: {frm};tag={tag}[call_number]p[pid]\nTo: <sip:[service]@lab.test>\nCall-ID: [call_id]\nCSeq: {cseq} {method}\nContact: {CT}\n{ALLOW}{supported}{hdrs}{tail(body, ctype)}', r + lost)
FRM = '"Lab Caller" <sip:+49301234567@caller.example>;tag=u[call_number]p[pid]'
def c_in(method, cseq, hdrs='', body='', ctype='application/sdp', br=None, frm=FRM, retrans=500):
    b = br or f'{method.lower()}{cseq}'
    r = f' retrans="{retrans}"' if method != 'ACK' else ''
    return msg(f'{method} [next_url] SIP/2.0\nVia: SIP/2.0/[transport] [local_ip]:[local_port];branch=z9hG4bK{b}-[pid]-[call_number];rport\nMax-Forwards: 70\n[routes]\nFrom: {frm}\nTo: <sip:[service]@lab.test>[peer_tag_param]\nCall-ID: [call_id]\nCSeq: {cseq} {method}\nContact: {CT}\n{hdrs}{tail(body, ctype)}', r)
def ack_fail(cseq=1, br='inv', frm=FRM):
    return msg(f'ACK sip:[service]@[dom] SIP/2.0\nVia: SIP/2.0/[transport] [local_ip]:[local_port];branch=z9hG4bK{br}-[pid]-[call_number];rport\nMax-Forwards: 70\nFrom: {frm}\n[last_To:]\nCall-ID: [call_id]\nCSeq: {cseq} ACK\nContent-Length: 0\n')
def cancel(br='inv'):
    return msg(f'CANCEL sip:[service]@[dom] SIP/2.0\nVia: SIP/2.0/[transport] [local_ip]:[local_port];branch=z9hG4bK{br}-[pid]-[call_number];rport\nMax-Forwards: 70\nFrom: {FRM}\nTo: <sip:[service]@lab.test>\nCall-ID: [call_id]\nCSeq: 1 CANCEL\nReason: SIP;cause=200;text="Call completed elsewhere"\nContent-Length: 0\n', ' retrans="500"')
def opt(*codes): return ''.join(recv(response=c, attrs=' optional="true"') for c in codes)
_L = [0]
def anyof(*codes, last):
    _L[0] += 1; l = f'any{_L[0]}'
    return ''.join(f'  <recv response="{c}" optional="true" next="{l}"></recv>\n' for c in codes) + recv(response=last) + f'  <label id="{l}"/>\n'
def ok(actions='', attrs=''): return recv(response=200, actions=actions, attrs=' rrs="true"' + attrs)
def ring(): return opt(100, 180, 183)
def c_bye(cseq, frm=FRM): return c_in('BYE', cseq, frm=frm) + recv(response=200)
def setup(**k): return invite(**k) + ring() + ok() + c_in('ACK', k.get('cseq', 1))
def play(what): return f'  <nop><action><exec {what}/></action></nop>\n'
EVENTS = ''.join(play(f'play_pcap_audio="/usr/share/sip-tester/dtmf_2833_{d}.pcap"') + pause(400) for d in '159') 

def scen(name, title, body, must='', drv=None, args=None, drvargs=None):
    vars_ = sorted(set(re.findall(r'assign_to="(\w+)"', body)))
    ref = f'  <Reference variables="{",".join(vars_)}"/>\n' if vars_ else ''
    doc = must.replace('--', '- -').replace('<', '(').replace('>', ')')
    xml = f'<?xml version="1.0" encoding="ISO-8859-1" ?>\n<!DOCTYPE scenario SYSTEM "sipp.dtd">\n<!-- written by gen.py. The DUT must: {doc or "(driver)"} -->\n<scenario name="{title}">\n{body}{ref}</scenario>\n'
    if OUT:
        with open(os.path.join(OUT, name + '.xml'), 'w') as f: f.write(xml)
    if not name.startswith('drv-'): ALL[name] = (title, must, drv, args or [], drvargs or [])

# ================= the DUT calls =================
scen('uas-answer', 'ring 1 s, answer, echo RTP, wait for BYE', inv() + rsp(180, 'Ringing') + pause(1000) + rsp(200, 'OK', **OKSDP) + ack() + bye_rx(),
     'play ringback on 180, cut it on 200, ACK, hear its own voice, send BYE on hook-on', 'drv-call')
scen('uas-answer-bye', 'answer, hang up after 3 s', inv() + rsp(180, 'Ringing') + rsp(200, 'OK', **OKSDP) + ack() + pause(3000) + bye_tx(1),
     'answer 200 to BYE and play dial or howler tone', 'drv-call-bye')
scen('uas-early-media', '183 with SDP and media, then 200 with the same SDP', inv() + rsp(183, 'Session Progress', body=sdp()) + pause(2000) + rsp(200, 'OK', **OKSDP) + ack() + bye_rx(),
     'play the early media of the 183 instead of its own ringback', 'drv-call')
scen('uas-180-183-180', '180, then 183 with SDP, then 180 again, then 200', inv() + rsp(180, 'Ringing') + pause(500) + rsp(183, 'Session Progress', body=sdp()) + pause(1000) + rsp(180, 'Ringing') + pause(500) + rsp(200, 'OK', **OKSDP) + ack() + bye_rx(),
     'ringback, then early media, keep early media while RTP comes in', 'drv-call')
scen('uas-reject', 'final answer 486; `run.sh uas-reject:603` makes it 603, and so on for 403 404 480 484 488 500 503 600', inv() + msg('SIP/2.0 486 Busy Here\n[$via]\nFrom:[$from]\nTo:[$to];tag=a[call_number]p[pid]\nCall-ID: [call_id]\nCSeq:[$cseq]\nReason: Q.850;cause=17\nContent-Length: 0\n', ' retrans="500"') + ack(),
     'ACK on the same branch; busy tone for 486/600, reorder for others, congestion for 503; no second call', 'drv-reject')
scen('uas-noanswer', '180, then wait for CANCEL', inv() + rsp(180, 'Ringing') + recv('CANCEL') + echo(200, 'OK') + rsp(487, 'Request Terminated', rr='', contact=False, attrs=' retrans="500"') + ack(),
     'CANCEL on hook-on with the branch, CSeq number and R-URI of the INVITE, then ACK the 487', 'drv-cancel')
scen('uas-trying-only', 'a 100 and then nothing', inv() + msg('SIP/2.0 100 Trying\n[$via]\nFrom:[$from]\nTo:[$to]\nCall-ID: [call_id]\nCSeq:[$cseq]\nContent-Length: 0\n') + recv('CANCEL') + echo(200, 'OK') + rsp(487, 'Request Terminated', rr='', contact=False, attrs=' retrans="500"') + ack(),
     'stop INVITE retransmission at the 100; on hook-on still CANCEL', 'drv-cancel-100')
scen('uas-cancel-race', 'the 200 crosses the CANCEL', inv() + rsp(180, 'Ringing') + recv('CANCEL') + echo(200, 'OK') + rsp(200, 'OK', rr='', **OKSDP) + ack() + bye_rx(),
     'ACK the late 200 and at once send BYE', None)
scen('uas-silent', 'no answer at all to the INVITE for 9 s, then 100/200', inv() + pause(9000) + rsp(200, 'OK', **OKSDP) + ack() + bye_rx(),
     'retransmit the INVITE after 0.5 1.5 3.5 7.5 s (timer A) with the same branch; give up with 408 at 32 s (timer B) if nothing comes', 'drv-call')
scen('uas-dup-200', 'the first ACK is "lost": 200 is sent three times', inv() + rsp(200, 'OK', hdrs=ALLOW, body=sdp()) + ack() + rsp(200, 'OK', hdrs=ALLOW, body=sdp(), rr='') + ack() + rsp(200, 'OK', hdrs=ALLOW, body=sdp(), rr='') + ack() + bye_rx(),
     'answer each copy of the 200 with the same ACK', 'drv-dup-200', ['-nr'])
scen('uas-302', '302 to sip:[target] (run.sh -key target user@host:port)', inv() + rsp(302, 'Moved Temporarily', contact=False, hdrs='Contact: <sip:[target]>;q=1.0\n', attrs=' retrans="500"') + ack(),
     'ACK; then either call the Contact with a new branch and CSeq+1 (same Call-ID and From tag allowed) or play reorder: choose and document', 'drv-reject', ['-key', 'target', 'lab@127.0.0.1:9'])
scen('uas-forked', '180 tag a, 183 tag b with SDP, 180 tag c, then 200 tag b', inv() + rsp(180, 'Ringing', 'a') + pause(200) + rsp(183, 'Session Progress', 'b', body=sdp()) + pause(200) + rsp(180, 'Ringing', 'c') + pause(500) + rsp(200, 'OK', 'b', **OKSDP) + ack() + bye_rx(),
     'keep one early dialog per To tag, go on with that of the 200 and send ACK/BYE with tag b', 'drv-call')
scen('uas-forked-2x200', '200 from tag a, then a second 200 from tag b', inv() + rsp(180, 'Ringing', 'a') + rsp(180, 'Ringing', 'b') + rsp(200, 'OK', 'a', hdrs=ALLOW, body=sdp()) + ack() + rsp(200, 'OK', 'b', hdrs=ALLOW, body=sdp(), rr='') + recv('ACK', actions=check(';tag=b', 'hdr', 'To:')) + recv('BYE', actions=check(';tag=b', 'hdr', 'To:', 'chk2')) + echo(200, 'OK') + bye_rx(),
     'ACK the second 200 (tag b) too and BYE only that dialog; the first call goes on', 'drv-2x200')
PR = lambda n: recv('PRACK', actions=check(f'{n} [0-9]+ INVITE', 'hdr', 'RAck:', f'rack{n}')) + echo(200, 'OK')
scen('uas-prack', '183 with SDP and then 180, both reliable (Require: 100rel)', inv(check('100rel', 'hdr', 'Supported:', 'sup')) + rsp(183, 'Session Progress', hdrs='Require: 100rel\nRSeq: 11\n' + ALLOW, body=sdp(), attrs=' retrans="500"') + PR(11) + pause(500) + rsp(180, 'Ringing', hdrs='Require: 100rel\nRSeq: 12\n', rr='', attrs=' retrans="500"') + PR(12) + pause(500) + rsp(200, 'OK', hdrs=ALLOW, rr='', attrs=' retrans="500"') + ack() + bye_rx(),
     'offer Supported: 100rel, PRACK each reliable 1xx with RAck "RSeq CSeq INVITE", take the answer from the 183; the 200 has no SDP', 'drv-prack')
scen('uas-require-100rel', '420/421 game: wants 100rel in Require', inv() + rsp(421, 'Extension Required', contact=False, hdrs='Require: 100rel\n', attrs=' retrans="500"') + ack(),
     'ACK; reorder tone, or try again with Require: 100rel', 'drv-reject')
scen('uas-timer', '200 with Session-Expires 90;refresher=uac, waits for one refresh', inv() + rsp(180, 'Ringing') + rsp(200, 'OK', hdrs=ALLOW + 'Require: timer\nSession-Expires: 90;refresher=uac\n', body=sdp(), attrs=' retrans="500"') + ack() + recv('UPDATE', attrs=' optional="true" next="upd"') + recv('INVITE', attrs=' timeout="60000"') + echo(200, 'OK', contact=True, hdrs='Require: timer\nSession-Expires: 90;refresher=uac\n', body=sdp(ver=2), attrs=' retrans="500"') + ack() + '  <nop next="end"/>\n  <label id="upd"/>\n' + echo(200, 'OK', contact=True, hdrs='Require: timer\nSession-Expires: 90;refresher=uac\n') + '  <label id="end"/>\n' + bye_rx(),
     'refresh at half of 90 s by UPDATE or re-INVITE with Session-Expires and refresher=uac (test takes 45 s; the driver is quicker)', 'drv-timer')
scen('uas-timer-uas', '200 with Session-Expires 90;refresher=uas, refreshes after 3 s by UPDATE, then by re-INVITE', inv() + rsp(200, 'OK', hdrs=ALLOW + 'Require: timer\nSession-Expires: 90;refresher=uas\n', body=sdp(), attrs=' retrans="500"') + ack() + pause(3000) + req('UPDATE', 1, 'Supported: timer\nSession-Expires: 90;refresher=uac\n') + recv(response=200) + pause(500) + req('INVITE', 2, 'Supported: timer\nSession-Expires: 90;refresher=uac\n', sdp()) + opt(100) + recv(response=200, attrs=' rrs="true"') + req('ACK', 2) + bye_rx(),
     'answer the refresh with 200, Session-Expires and Require: timer; no audible gap; same o= version when SDP does not change', 'drv-in-dialog')
scen('uas-422', '422 with Min-SE 1800, then accepts', inv() + rsp(422, 'Session Interval Too Small', contact=False, hdrs='Min-SE: 1800\n', attrs=' retrans="500"') + ack() + inv(check('1800', 'hdr', 'Session-Expires:')) + rsp(200, 'OK', hdrs=ALLOW + 'Require: timer\nSession-Expires: 1800;refresher=uas\n', body=sdp(), attrs=' retrans="500"') + ack() + bye_rx(),
     'repeat the INVITE with Session-Expires and Min-SE of at least 1800, CSeq+1', 'drv-422')
HOLD = pause(1000) + req('INVITE', 1, body=sdp('sendonly', ver=2)) + opt(100) + recv(response=200, actions=check('a=(recvonly|inactive)', 'body', name='h1'), attrs=' rrs="true"') + req('ACK', 1) + pause(1000) + req('INVITE', 2, body=sdp('inactive', ver=3)) + opt(100) + recv(response=200, actions=check('a=inactive', 'body', name='h2'), attrs=' rrs="true"') + req('ACK', 2) + pause(1000) + req('INVITE', 3, body=sdp('', ver=4, conn='0.0.0.0')) + opt(100) + recv(response=200, attrs=' rrs="true"') + req('ACK', 3) + pause(1000) + req('INVITE', 4, body=sdp('sendrecv', ver=5)) + opt(100) + recv(response=200, actions=check('a=(recvonly|inactive|sendonly)', 'body', name='h4', inverse=True), attrs=' rrs="true"') + req('ACK', 4)
scen('uas-hold', 'puts the DUT on hold: sendonly, inactive, c=0.0.0.0, then resumes', inv() + rsp(200, 'OK', **OKSDP) + ack() + HOLD + bye_rx(),
     'answer recvonly, inactive, inactive (or recvonly), sendrecv; never send RTP to 0.0.0.0; o= version rises by one each', 'drv-hold')
scen('uas-reinvite-nosdp', 're-INVITE without SDP, answer comes in the ACK', inv() + rsp(200, 'OK', **OKSDP) + ack() + pause(1000) + req('INVITE', 1) + opt(100) + recv(response=200, actions=check('m=audio [0-9]+ RTP/AVP', 'body'), attrs=' rrs="true"') + req('ACK', 1, body=sdp(ver=2)) + bye_rx(),
     'send a full offer in the 200 and take the answer from the ACK', 'drv-in-dialog')
scen('uas-port-change', 're-INVITE that moves media to another port and to PCMA only', inv() + rsp(200, 'OK', **OKSDP) + ack() + pause(1000) + req('INVITE', 1, body=sdp(ver=2, pts='8 101', port='[media_port+2]')) + opt(100) + recv(response=200, actions=check('m=audio [0-9]+ RTP/AVP 8', 'body'), attrs=' rrs="true"') + req('ACK', 1) + bye_rx(),
     'answer with PCMA and send RTP to the new port from then on', 'drv-reinvite')
scen('uas-t38', 're-INVITE to T.38 (m=image)', inv() + rsp(200, 'OK', **OKSDP) + ack() + pause(1000) + req('INVITE', 1, body=sdp('', ver=2, media='m=image [media_port] udptl t38\na=T38FaxVersion:0\na=T38MaxBitRate:14400\na=T38FaxRateManagement:transferredTCF\na=T38FaxUdpEC:t38UDPRedundancy\n')) + opt(100) + recv(response=488) + msg(f'ACK [next_url] SIP/2.0\nVia: SIP/2.0/[transport] [local_ip]:[local_port];branch=z9hG4bKinvite1-[pid]-[call_number]\nMax-Forwards: 70\n[routes]\nFrom:[$to];tag=a[call_number]p[pid]\n[last_To:]\nCall-ID: [call_id]\nCSeq: 1 ACK\nContent-Length: 0\n') + pause(500) + bye_rx(),
     '488 and stay in the G.711 call (fax pass-through), unless T.38 is built in', 'drv-488')
scen('uas-update', 'UPDATE with a new SDP in the call', inv() + rsp(200, 'OK', **OKSDP) + ack() + pause(1000) + req('UPDATE', 1, body=sdp('sendonly', ver=2)) + recv(response=200, actions=check('a=(recvonly|inactive)', 'body')) + pause(1000) + req('UPDATE', 2, body=sdp('sendrecv', ver=3)) + recv(response=200, actions=check('m=audio', 'body', name='chk2')) + bye_rx(),
     'treat the UPDATE as an offer and answer in its 200', 'drv-hold')
scen('uas-glare', 'answers a re-INVITE of the DUT with 491, then takes it, and one that follows', inv() + rsp(200, 'OK', **OKSDP) + ack() + recv('INVITE', actions=SAVE.replace('"to"', '"to2"').replace('"from"', '"from2"')) + echo(491, 'Request Pending', attrs=' retrans="500"') + ack() + recv('INVITE') + echo(200, 'OK', contact=True, hdrs=ALLOW, body=sdp(ver=2), attrs=' retrans="500"') + ack() + recv('INVITE', attrs=' optional="true" next="back"') + bye_rx() + '  <nop next="end"/>\n  <label id="back"/>\n' + echo(200, 'OK', contact=True, hdrs=ALLOW, body=sdp(ver=3), attrs=' retrans="500"') + ack() + bye_rx() + '  <label id="end"/>\n',
     'after 491 wait 2.1-4 s (it owns the Call-ID) and repeat its re-INVITE', 'drv-glare')
# a REFER at once, or after a hold
HELD = recv('INVITE', attrs=' optional="true" next="hold"') + recv('REFER', actions=check('sip', 'hdr', 'Refer-To:')) + '  <nop next="refer"/>\n  <label id="hold"/>\n' + echo(200, 'OK', contact=True, hdrs=ALLOW, body=sdp('recvonly', ver=2), attrs=' retrans="500"') + ack() + recv('REFER', actions=check('sip', 'hdr', 'Refer-To:', name='held'))
scen('uas-refer-rx', 'takes a REFER of the DUT (transfer by hook flash)', inv() + rsp(200, 'OK', **OKSDP) + ack() + HELD + '  <label id="refer"/>\n' + echo(202, 'Accepted', contact=True) + req('NOTIFY', 1, 'Event: refer\nSubscription-State: active;expires=60\n', 'SIP/2.0 100 Trying\n', ctype='message/sipfrag;version=2.0') + recv(response=200) + pause(500) + req('NOTIFY', 2, 'Event: refer\nSubscription-State: terminated;reason=noresource\n', 'SIP/2.0 200 OK\n', ctype='message/sipfrag;version=2.0') + recv(response=200) + bye_rx(),
     'send REFER with Refer-To, answer the NOTIFYs, BYE after the final sipfrag 200', 'drv-refer')
scen('uas-refer-tx', 'asks the DUT to transfer: REFER to sip:[target]', inv() + rsp(200, 'OK', **OKSDP) + ack() + pause(500) + req('REFER', 1, 'Refer-To: <sip:[target]>\nReferred-By: <sip:lab@lab.test>\n') + recv(response=202) + recv('NOTIFY', actions=check('SIP/2.0 [0-9]+', 'body')) + echo(200, 'OK') + '  <recv request="NOTIFY" optional="true" next="more"></recv>\n' + bye_rx() + '  <nop next="fin"/>\n  <label id="more"/>\n' + echo(200, 'OK') + bye_rx() + '  <label id="fin"/>\n',
     '202, NOTIFY 100 at once, call the target, NOTIFY its result; or 603/405 if policy forbids transfers by the far end', 'drv-refer-rx', ['-key', 'target', '7001@lab.test'])
scen('uas-info-dtmf', 'expects three INFO with DTMF', inv() + rsp(200, 'OK', **OKSDP) + ack() + ''.join(recv('INFO', actions=check('Signal= ?[0-9*#A-D]', 'body', name=f'd{i}')) + echo(200, 'OK') for i in range(3)) + bye_rx(),
     'in INFO mode: one application/dtmf-relay per digit (Signal=, Duration=), the next only after the 200', 'drv-info')
scen('uas-info-415', 'refuses INFO with 415', inv() + rsp(200, 'OK', **OKSDP) + ack() + recv('INFO') + echo(415, 'Unsupported Media Type', hdrs='Accept: application/sdp\n') + bye_rx(),
     'go on with the call; no repeated INFO', 'drv-info1')
scen('uas-dtmf4733', 'sends the events 1 5 9 (RFC 4733, PT 101) to the DUT', inv() + rsp(200, 'OK', **OKSDP) + ack() + pause(800) + EVENTS + bye_rx(),
     'play or pass on three DTMF tones, once each although the end packet comes three times', 'drv-call')
scen('uas-pt96', 'answers telephone-event with PT 96 instead of the offered 101, PCMA only, ptime 30', inv() + rsp(200, 'OK', hdrs=ALLOW, body=sdp(pts='8 96').replace('a=ptime:20', 'a=ptime:30'), attrs=' retrans="500"') + ack() + bye_rx(),
     'send events with PT 96 (what the far end asks for), voice as PCMA; 20 or 30 ms packets', 'drv-call')
scen('uas-no-event', 'answer has no telephone-event', inv() + rsp(200, 'OK', hdrs=ALLOW, body=sdp(pts='0'), attrs=' retrans="500"') + ack() + bye_rx(),
     'fall back to in-band DTMF (or INFO, by setting)', 'drv-call')
scen('uas-record-route', 'a 200 with two Record-Routes (loose)', inv() + rsp(200, 'OK', rr='Record-Route: <sip:[local_ip]:[local_port];lr;p=2>, <sip:[local_ip]:[local_port];lr;p=1>\n', **OKSDP) + recv('ACK', actions=check('p=1.*p=2', 'hdr', 'Route:')) + recv('BYE', actions=check('p=1.*p=2', 'hdr', 'Route:', 'chk2')) + echo(200, 'OK'),
     'send ACK and BYE with the route set in reverse order, R-URI = Contact, next hop = first Route', 'drv-call')
scen('uas-strict-route', 'a 200 with a Record-Route without lr', inv() + rsp(200, 'OK', rr='Record-Route: <sip:strict@[local_ip]:[local_port]>\n', **OKSDP) + recv('ACK', actions=check('^ACK sip:strict@')) + recv('BYE', actions=check('^BYE sip:strict@', name='chk2') + check('sip:lab@', 'hdr', 'Route:', 'chk3')) + echo(200, 'OK'),
     'put the first route in the R-URI and the remote target as last Route (RFC 3261 12.2.1.1)', 'drv-strict')
scen('uas-auth', '407 to the INVITE (MD5, qop=auth), checks the digest (user 1001 / pw-1001)', inv() + rsp(407, 'Proxy Authentication Required', contact=False, hdrs='Proxy-Authenticate: Digest realm="lab.test", nonce="n[pid]x[call_number]", qop="auth", algorithm=MD5\n', attrs=' retrans="500"') + ack() + recv('INVITE', actions=SAVE + '    <ereg regexp=".*" search_in="hdr" header="Proxy-Authorization:" check_it="true" assign_to="pauth"/>\n', attrs=' rrs="true"') + rsp(200, 'OK', **OKSDP) + ack() + bye_rx(),
     'ACK the 407, repeat with CSeq+1, new branch, same Call-ID and From tag, Proxy-Authorization with nc=00000001 and cnonce', 'drv-auth')
scen('uas-register-dual', 'registrar that offers SHA-256 and MD5 (RFC 8760)', recv('REGISTER') + msg('SIP/2.0 401 Unauthorized\n[last_Via:]\n[last_From:]\n[last_To:];tag=r[call_number]\n[last_Call-ID:]\n[last_CSeq:]\nWWW-Authenticate: Digest realm="lab.test", nonce="s[pid]", qop="auth", algorithm=SHA-256\nWWW-Authenticate: Digest realm="lab.test", nonce="m[pid]", qop="auth", algorithm=MD5\nContent-Length: 0\n') + recv('REGISTER', actions=check('algorithm="?(SHA-256|MD5)', 'hdr', 'Authorization:')) + msg('SIP/2.0 200 OK\n[last_Via:]\n[last_From:]\n[last_To:];tag=r[call_number]\n[last_Call-ID:]\n[last_CSeq:]\n[last_Contact:];expires=60\nDate: Fri, 20 Nov 2026 16:00:00 GMT\nContent-Length: 0\n'),
     'take the first challenge it can do (SHA-256), never mix nonce and algorithm, one Authorization only', 'drv-register-dual')
scen('uas-register-stale', 'registrar: 401, then 401 stale=true with a new nonce, 423, then 200', recv('REGISTER') + ''.join(msg(f'SIP/2.0 401 Unauthorized\n[last_Via:]\n[last_From:]\n[last_To:];tag=r[call_number]\n[last_Call-ID:]\n[last_CSeq:]\nWWW-Authenticate: Digest realm="lab.test", nonce="{n}[pid]", {st}qop="auth", algorithm=MD5, opaque="op{n}"\nContent-Length: 0\n') + recv('REGISTER', actions=check(f'nonce="{n}', 'hdr', 'Authorization:', f'c{n}') + check(f'opaque="op{n}"', 'hdr', 'Authorization:', f'o{n}')) for n, st in (('a', ''), ('b', 'stale=true, '))) + msg('SIP/2.0 423 Interval Too Brief\n[last_Via:]\n[last_From:]\n[last_To:];tag=r[call_number]\n[last_Call-ID:]\n[last_CSeq:]\nMin-Expires: 1800\nContent-Length: 0\n') + recv('REGISTER', actions=check('1800|3600|7200', 'msg', name='e')) + msg('SIP/2.0 200 OK\n[last_Via:]\n[last_From:]\n[last_To:];tag=r[call_number]\n[last_Call-ID:]\n[last_CSeq:]\nContact: <sip:other@127.0.0.9>;expires=7\n[last_Contact:];expires=1800\nContent-Length: 0\n'),
     'use the new nonce at once (no password error), echo opaque, then ask for 1800 s; find its own Contact among others in the 200', 'drv-register-stale')

# ================= sipp calls the DUT =================
scen('uac-call', 'plain call: 180, 200, 5 s of talk, BYE', setup() + pause(5000) + c_bye(2), 'ring, answer on hook-off, echo, stop at BYE and play the tone for "far end hung up"', 'drv-answer')
scen('uac-delayed-offer', 'INVITE without SDP, answer in the ACK', invite(body='') + ring() + ok(check('m=audio [0-9]+ RTP/AVP', 'body')) + c_in('ACK', 1, body=sdp(pts='8 101')) + pause(2000) + c_bye(2), 'put a full offer into the 200; take the answer from the ACK and switch to PCMA', 'drv-answer')
scen('uac-cancel', 'CANCEL after 2 s of ringing', invite() + opt(100) + recv(response=180) + pause(2000) + cancel() + recv(response=200) + recv(response=487) + ack_fail(), 'stop ringing at once, 200 to CANCEL and 487 to INVITE, retransmit the 487 until ACK', 'drv-noanswer')
scen('uac-no-ack', 'never sends ACK', invite() + ring() + recv(response=200) + recv(response=200, attrs=' timeout="3000"') + recv(response=200, attrs=' timeout="3000"') + recv(response=200, attrs=' timeout="5000"') + pause(1000), 'retransmit the 200 at 0.5 1 2 4 4 ... s for 32 s, then BYE', 'drv-noack', ['-nr'])
scen('uac-dup-invite', 'a copy of the INVITE (same branch), then a merged one with another branch', invite(retrans=0) + opt(100) + recv(response=180) + invite(retrans=0) + opt(100) + recv(response=180) + invite(br='other', retrans=0) + opt(100, 180) + recv(response=482) + ack_fail(br='other') + cancel() + opt(180) + recv(response=200) + opt(180) + recv(response=487) + ack_fail(), 'ring once; repeat the last response for a copy; 482 for the merged request (RFC 3261 8.2.2.2). The phone must not be answered meanwhile', 'drv-dup-invite', ['-nr'])
scen('uac-hold', 'call, then hold: sendonly, inactive, 0.0.0.0, resume', setup() + ''.join(pause(800) + c_in('INVITE', 2 + i, body=sdp(d, ver=2 + i, conn=c), br=f'hold{i}') + opt(100) + ok(a) + c_in('ACK', 2 + i) for i, (d, c, a) in enumerate((('sendonly', '[media_ip]', check('a=(recvonly|inactive)', 'body', name='h0')), ('inactive', '[media_ip]', check('a=inactive', 'body', name='h1')), ('', '0.0.0.0', ''), ('sendrecv', '[media_ip]', check('a=(recvonly|sendonly|inactive)', 'body', name='h3', inverse=True))))) + c_bye(9), 'mirror the direction in each answer; silence or music while held; RTP again after resume', 'drv-answer-in')
scen('uac-update', 'call, then UPDATE with SDP', setup() + pause(500) + c_in('UPDATE', 2, body=sdp(ver=2)) + recv(response=200, actions=check('m=audio', 'body')) + c_bye(3), 'answer the offer in the 200 to UPDATE', 'drv-answer-in')
scen('uac-timer', 'Session-Expires 90;refresher=uas in the INVITE', invite(hdrs='Session-Expires: 90;refresher=uas\nMin-SE: 90\n') + ring() + ok(check('90;refresher=uas', 'hdr', 'Session-Expires:')) + c_in('ACK', 1) + recv('UPDATE', attrs=' optional="true" next="u"') + recv('INVITE', attrs=' timeout="60000"') + echo(200, 'OK', contact=True, hdrs='Require: timer\nSession-Expires: 90;refresher=uac\n', body=sdp(ver=2), attrs=' retrans="500"') + recv('ACK') + '  <nop next="e"/>\n  <label id="u"/>\n' + echo(200, 'OK', contact=True, hdrs='Require: timer\nSession-Expires: 90;refresher=uac\n') + '  <label id="e"/>\n' + c_bye(2), 'accept, name itself refresher, refresh after 45 s', 'drv-timer-uas')
scen('uac-timer-lost', 'Session-Expires 90;refresher=uac, never refreshes', invite(hdrs='Session-Expires: 90;refresher=uac\nMin-SE: 90\n') + ring() + ok() + c_in('ACK', 1) + recv('BYE', attrs=' timeout="120000"') + echo(200, 'OK'), 'send BYE shortly before the 90 s are over (RFC 4028 10: at 90 - min(32, 30) = 60 s)', 'drv-answer-bye')
scen('uac-422', 'Session-Expires 30 (too small)', invite(hdrs='Session-Expires: 30\nMin-SE: 30\n') + opt(100) + recv(response=422, actions=check('[0-9]+', 'hdr', 'Min-SE:')) + ack_fail(), '422 with Min-SE (at least 90), or accept without timer if not built in', 'drv-422-uas')
scen('uac-prack', 'Require: 100rel in the INVITE', invite(hdrs='Require: 100rel\n') + opt(100) + recv(response=180, attrs=' rrs="true"', actions='    <ereg regexp="[0-9]+" search_in="hdr" header="RSeq:" check_it="true" assign_to="rseq"/>\n') + c_in('PRACK', 2, 'RAck: [$rseq] 1 INVITE\n') + recv(response=200) + ok() + c_in('ACK', 1) + c_bye(3), 'send 180 with Require: 100rel and RSeq, resend until PRACK; 420 with Unsupported: 100rel if it cannot', 'drv-prack-uas')
scen('uac-refer', 'call, then REFER to sip:[target]', setup() + pause(300) + c_in('REFER', 2, 'Refer-To: <sip:[target]>\nReferred-By: <sip:lab@caller.example>\n') + recv(response=202) + recv('NOTIFY', actions=check('SIP/2.0 [0-9]+', 'body')) + echo(200, 'OK') + '  <label id="nl"/>\n  <recv request="NOTIFY" timeout="2000" ontimeout="nd"></recv>\n' + echo(200, 'OK') + '  <nop next="nl"/>\n  <label id="nd"/>\n' + c_bye(3), '202 + NOTIFY sipfrag and a new call to the target, or refuse with 603/405', 'drv-refer-uas', ['-key', 'target', '7001@lab.test'])
scen('uac-info', 'call, INFO with dtmf-relay, with application/dtmf, with an unknown type', setup() + pause(300) + c_in('INFO', 2, body='Signal=5\nDuration=160\n', ctype='application/dtmf-relay') + recv(response=200) + c_in('INFO', 3, body='9', ctype='application/dtmf') + recv(response=200) + c_in('INFO', 4, body='<x/>', ctype='application/media_control+xml') + recv(response=415) + c_bye(5), '200, 200, 415 (RFC 6086: 469 for a bad package)', 'drv-info-uas')
scen('uac-dtmf4733', 'call, events 1 5 9 over RTP', setup() + pause(800) + EVENTS + c_bye(2), 'three tones to the phone, once each', 'drv-answer')
scen('uac-options', 'OPTIONS ping', invite(method='OPTIONS', body='', br='opt') + recv(response=200, actions=check('INVITE', 'hdr', 'Allow:')), '200 with Allow, Accept, Supported (486 when busy is legal too)', 'drv-options')
scen('uac-mwi', 'unsolicited message-summary NOTIFY: on, then off', invite(method='NOTIFY', br='n1', hdrs='Event: message-summary\nSubscription-State: active\n', body='Messages-Waiting: yes\nMessage-Account: sip:*97@lab.test\nVoice-Message: 2/8 (0/2)\n', ctype='application/simple-message-summary') + recv(response=200) + pause(1000) + invite(method='NOTIFY', br='n2', cseq=2, hdrs='Event: message-summary\n', body='Messages-Waiting: no\n', ctype='application/simple-message-summary') + recv(response=200), 'stutter dial tone (and FSK VMWI) on, then off; second body has no Voice-Message line and no Subscription-State', 'drv-mwi')
scen('uac-check-sync', 'NOTIFY Event: check-sync', invite(method='NOTIFY', br='n1', hdrs='Event: check-sync;reboot=false\nSubscription-State: terminated\n', body='') + recv(response=200), '200 and reload the configuration when idle, only from the registrar (a stranger must not reboot it)', 'drv-mwi1')
scen('uac-callerid', 'caller ID: UTF-8 display name, P-Asserted-Identity, Alert-Info, Privacy', invite(frm='"M\u00fcller, J\u00f6rg \\\\"Test\\\\"" <sip:+493012345;cpc=ordinary@caller.example;user=phone>'.replace('\\\\', '\\'), hdrs='P-Asserted-Identity: "Asserted" <sip:+4930999@caller.example>, <tel:+4930999>\nAlert-Info: <http://127.0.0.1/Bellcore-dr3>;info=alert-internal\nCall-Info: <sip:lab@lab.test>;answer-after=0\nHistory-Info: <sip:1009@lab.test>;index=1\nDiversion: <sip:1009@lab.test>;reason=unconditional\n') + ring() + recv(response=486, attrs=' optional="true" next="busy"') + ok() + c_in('ACK', 1) + pause(1000) + c_bye(2) + '  <nop next="fin"/>\n  <label id="busy"/>\n' + ack_fail() + '  <label id="fin"/>\n', 'caller ID from P-Asserted-Identity (if trusted) or From, name cut to what FSK/DTMF can carry; ring pattern of Bellcore-dr3; no answer-after without permission', 'drv-answer')
scen('uac-anonymous', 'anonymous caller', invite(frm='"Anonymous" <sip:anonymous@anonymous.invalid>', hdrs='Privacy: id\nP-Asserted-Identity: <sip:+4930999@caller.example>\n') + ring() + ok() + c_in('ACK', 1, frm='"Anonymous" <sip:anonymous@anonymous.invalid>;tag=u[call_number]p[pid]') + pause(500) + c_bye(2, frm='"Anonymous" <sip:anonymous@anonymous.invalid>;tag=u[call_number]p[pid]'), 'send "withheld" as caller ID although PAI has a number (Privacy: id); or refuse by setting with 433', 'drv-answer')
scen('uac-video', 'audio and video lines, audio second codec list long', invite(body=sdp('', pts='9 18 0 8 101', extra='a=sendrecv\nm=video [media_port+4] RTP/AVP 99\na=rtpmap:99 H264/90000\n')) + ring() + ok(check('m=video 0 ', 'body')) + c_in('ACK', 1) + pause(500) + c_bye(2), 'answer both m= lines, video with port 0; choose PCMU or PCMA', 'drv-answer-video')
scen('uac-488', 'offer has only G.729', invite(body=sdp(pts='18')) + opt(100) + recv(response=488) + ack_fail(), '488 (Warning 304/305 is good) before any ring', 'drv-488-uas')
scen('uac-savp', 'offer is RTP/SAVP with a=crypto', invite(body=sdp(media='m=audio [media_port] RTP/SAVP 0 8\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw\n')) + ring() + recv(response=488, attrs=' optional="true" next="no"') + ok(check('RTP/SAVP 0', 'body')) + c_in('ACK', 1) + c_bye(2) + '  <nop next="fin"/>\n  <label id="no"/>\n' + ack_fail() + '  <label id="fin"/>\n', 'answer with SAVP and crypto if SRTP is built in, else 488; never plain RTP', 'drv-488-uas')
scen('uac-multipart', 'SDP inside multipart/mixed', invite(body='--x1\nContent-Type: text/plain\n\nhello\n--x1\nContent-Type: application/sdp\n\n' + sdp() + '--x1--\n', ctype='multipart/mixed;boundary=x1') + ring() + recv(response=415, attrs=' optional="true" next="no"') + ok() + c_in('ACK', 1) + c_bye(2) + '  <nop next="fin"/>\n  <label id="no"/>\n' + ack_fail() + '  <label id="fin"/>\n', 'find the SDP part and ring; 415 with Accept is the second best', 'drv-answer')
scen('uac-big', 'INVITE of about 3.9 kB', invite(hdrs=''.join(f'X-Lab-{i}: {"y" * 150}\n' for i in range(20)) + 'Supported: ' + ', '.join(f'opt{i}' for i in range(20)) + '\n') + ring() + ok() + c_in('ACK', 1) + pause(300) + c_bye(2), 'take a UDP datagram above the MTU (fragments) or answer 513; no crash, no truncation', 'drv-answer')
scen('uac-errors', 'requests that must fail: unknown method, Require, body type, no dialog', ''.join((
    invite(method='PUBLISHX', body='', br='e1') + anyof(405, 400, last=501),
    invite(br='e2', cseq=2, hdrs='Require: lab-none\n') + opt(100) + recv(response=420, actions=check('lab-none', 'hdr', 'Unsupported:')) + ack_fail(2, 'e2'),
    invite(br='e3', cseq=3, body='hello\n', ctype='text/x-lab') + opt(100) + recv(response=415, actions=check('application/sdp', 'hdr', 'Accept:', 'chk2')) + ack_fail(3, 'e3'),
    invite(method='SUBSCRIBE', br='e4', cseq=4, body='', hdrs='Event: lab-none\nExpires: 60\n') + anyof(405, 403, last=489),
    *[msg(f'{m} sip:[service]@[dom] SIP/2.0\nVia: SIP/2.0/[transport] [local_ip]:[local_port];branch=z9hG4bKx{m}-[pid]-[call_number];rport\nMax-Forwards: 70\nFrom: {FRM}\nTo: <sip:[service]@lab.test>;tag=nobody\nCall-ID: [call_id]\nCSeq: 9{i} {m}\nContact: {CT}\nContent-Length: 0\n', ' retrans="500"') + recv(response=481) for i, m in enumerate(('BYE', 'INFO', 'UPDATE', 'REFER'))])),
    '501/405, 420 + Unsupported, 415 + Accept, 489, then 481 for BYE INFO UPDATE REFER outside of a dialog', 'drv-errors')
scen('uac-replaces', 'a call with Replaces for another one of the DUT, given as key replaces (drv-call-bye can be the other one)', invite(hdrs='Require: replaces\nReplaces: [replaces]\n') + opt(100) + ok() + c_in('ACK', 1) + pause(2000) + c_bye(2), 'take over the other call without ringing, and send it a BYE (RFC 3891)', 'drv-answer', ['-key', 'replaces', 'none;to-tag=a;from-tag=b'])
scen('uac-register', 'registers user [service] with kamailio (digest), then unregisters', invite(method='REGISTER', body='', br='r1', ruri='sip:lab.test', frm='<sip:[service]@lab.test>', hdrs='Expires: 60\n') + recv(response=401, attrs=' auth="true"') + invite(method='REGISTER', body='', br='r2', cseq=2, ruri='sip:lab.test', frm='<sip:[service]@lab.test>', hdrs='Expires: 60\n[authentication]\n') + recv(response=200) + pause(500) + invite(method='REGISTER', body='', br='r3', cseq=3, ruri='sip:lab.test', frm='<sip:[service]@lab.test>', hdrs='Expires: 0\n') + recv(response=401, attrs=' auth="true"') + invite(method='REGISTER', body='', br='r4', cseq=4, ruri='sip:lab.test', frm='<sip:[service]@lab.test>', hdrs='Expires: 0\n[authentication]\n') + recv(response=200), '(a registrar, not a DUT, is the other side)', None)
F4 = '<sip:1004@lab.test>'
scen('uac-auth-call', 'user 1004 calls [service] through kamailio with digest', invite(frm=F4, br='i1') + recv(response=407, attrs=' auth="true"') + ack_fail(1, 'i1', F4 + ';tag=u[call_number]p[pid]') + invite(frm=F4, br='i2', cseq=2, hdrs='[authentication username=1004 password=pw-1004]\n') + ring() + ok() + c_in('ACK', 2, frm=F4 + ';tag=u[call_number]p[pid]') + pause(3000) + c_bye(3, F4 + ';tag=u[call_number]p[pid]'), '(call through the proxy; Record-Route is used)', None)

# ================= drivers: a right DUT =================
D = lambda n, t, b: scen(n, t, b)
D('drv-call', 'DUT calls, talks 2.5 s, hangs up', setup() + pause(3500) + c_bye(2))
D('drv-call-bye', 'DUT calls, far end hangs up', setup() + recv('BYE') + echo(200, 'OK'))
D('drv-reject', 'DUT calls, gets any failure', invite() + opt(100) + anyof(302, 403, 404, 421, 480, 484, 488, 500, 503, 600, 603, last=486) + ack_fail())
D('drv-cancel', 'DUT cancels while ringing', invite() + opt(100) + recv(response=180) + pause(800) + cancel() + recv(response=200) + recv(response=487) + ack_fail())
D('drv-cancel-100', 'DUT cancels after 100', invite() + recv(response=100) + pause(800) + cancel() + recv(response=200) + recv(response=487) + ack_fail())
D('drv-dup-200', 'DUT gets 200 three times', invite() + ring() + ok() + c_in('ACK', 1) + ok() + c_in('ACK', 1) + ok() + c_in('ACK', 1) + pause(300) + c_bye(2))
D('drv-2x200', 'DUT gets two 200 from two forks', invite() + opt(100, 180) + recv(response=180, attrs=' optional="true"') + ok() + c_in('ACK', 1) + ok() + ''.join(msg(f'{m} [next_url] SIP/2.0\nVia: SIP/2.0/[transport] [local_ip]:[local_port];branch=z9hG4bK{m}b-[pid]-[call_number];rport\nMax-Forwards: 70\nFrom: {FRM}\n[last_To:]\nCall-ID: [call_id]\nCSeq: {c} {m}\nContent-Length: 0\n') for m, c in (('ACK', 1), ('BYE', 2))) + recv(response=200) + pause(300) + c_in('BYE', 2, br='byea') + recv(response=200))
D('drv-prack', 'DUT with PRACK', invite() + opt(100) + recv(response=183, attrs=' rrs="true"', actions='    <ereg regexp="[0-9]+" search_in="hdr" header="RSeq:" check_it="true" assign_to="rs"/>\n') + c_in('PRACK', 2, 'RAck: [$rs] 1 INVITE\n') + recv(response=200) + recv(response=180, actions='    <ereg regexp="[0-9]+" search_in="hdr" header="RSeq:" check_it="true" assign_to="rs2"/>\n') + c_in('PRACK', 3, 'RAck: [$rs2] 1 INVITE\n') + recv(response=200) + ok() + c_in('ACK', 1) + pause(300) + c_bye(4))
D('drv-timer', 'DUT refreshes (quickly, for the test)', setup() + pause(700) + c_in('UPDATE', 2, 'Supported: timer\nSession-Expires: 90;refresher=uac\n') + recv(response=200) + c_bye(3))
ANS = echo(200, 'OK', contact=True, hdrs='Require: timer\nSession-Expires: 90;refresher=uac\n', body=sdp(ver=2), attrs=' retrans="500"')
D('drv-in-dialog', 'DUT answers UPDATE and re-INVITE', setup() + '  <recv request="UPDATE" optional="true" next="u"></recv>\n' + recv('INVITE') + ANS + recv('ACK') + c_bye(2) + '  <nop next="e"/>\n  <label id="u"/>\n' + ANS.replace(' retrans="500"', '') + recv('INVITE') + ANS + recv('ACK') + c_bye(2) + '  <label id="e"/>\n')
def mirror():  # answer any number of offers: direction by what came
    s = '  <label id="again"/>\n'
    for m in ('INVITE', 'UPDATE', 'BYE'): s += ''
    return s
MIR = {'hold': ('recvonly', 'inactive', 'inactive', 'sendrecv')}
D('drv-hold', 'DUT mirrors hold (re-INVITE or UPDATE)', setup() + '  <recv request="UPDATE" optional="true" next="u"></recv>\n' + recv('INVITE') + echo(200, 'OK', contact=True, body=sdp('recvonly', ver=2, pts='8 0 101'), attrs=' retrans="500"') + recv('ACK') + pause(100) + '  <recv request="INVITE" optional="true" next="h2"></recv>\n' + '  <recv request="INFO" timeout="2500" ontimeout="pc"></recv>\n  <label id="pc"/>\n' + c_bye(2) + '  <nop next="e"/>\n  <label id="h2"/>\n' + ''.join((recv('INVITE') if i else '') + echo(200, 'OK', contact=True, body=sdp(d, ver=3 + i), attrs=' retrans="500"') + recv('ACK') for i, d in enumerate(('inactive', 'inactive', 'sendrecv'))) + pause(300) + c_bye(2) + '  <nop next="e"/>\n  <label id="u"/>\n' + echo(200, 'OK', contact=True, body=sdp('recvonly', ver=2)) + recv('UPDATE') + echo(200, 'OK', contact=True, body=sdp('sendrecv', ver=3)) + c_bye(2) + '  <label id="e"/>\n')
D('drv-reinvite', 'DUT answers one re-INVITE with PCMA', setup() + recv('INVITE') + echo(200, 'OK', contact=True, body=sdp(ver=2, pts='8 101'), attrs=' retrans="500"') + recv('ACK') + pause(1000) + c_bye(2))
D('drv-488', 'DUT refuses a re-INVITE with 488', setup() + recv('INVITE') + echo(488, 'Not Acceptable Here', attrs=' retrans="500"') + recv('ACK') + pause(700) + c_bye(2))
D('drv-422', 'DUT repeats after 422', invite(hdrs='Session-Expires: 600\n') + opt(100) + recv(response=422) + ack_fail() + invite(br='inv2', cseq=2, hdrs='Session-Expires: 1800\nMin-SE: 1800\n') + ring() + ok() + c_in('ACK', 2) + pause(300) + c_bye(3))
D('drv-glare', 'DUT repeats after 491', setup() + pause(300) + c_in('INVITE', 2, body=sdp(ver=2), br='g1') + opt(100) + recv(response=491) + msg(f'ACK [next_url] SIP/2.0\nVia: SIP/2.0/[transport] [local_ip]:[local_port];branch=z9hG4bKg1-[pid]-[call_number];rport\nMax-Forwards: 70\nFrom: {FRM}\n[last_To:]\nCall-ID: [call_id]\nCSeq: 2 ACK\nContent-Length: 0\n') + pause(2200) + c_in('INVITE', 3, body=sdp(ver=2), br='g2') + opt(100) + ok() + c_in('ACK', 3) + c_bye(4))
D('drv-refer', 'DUT transfers', setup() + pause(300) + c_in('REFER', 2, 'Refer-To: <sip:1005@lab.test>\n') + recv(response=202) + recv('NOTIFY') + echo(200, 'OK') + recv('NOTIFY') + echo(200, 'OK') + c_bye(3))
D('drv-refer-rx', 'DUT is asked to transfer', setup() + recv('REFER') + echo(202, 'Accepted', contact=True) + c_in('NOTIFY', 2, 'Event: refer\nSubscription-State: active\n', 'SIP/2.0 100 Trying\n', 'message/sipfrag') + recv(response=200) + c_in('NOTIFY', 3, 'Event: refer\nSubscription-State: terminated\n', 'SIP/2.0 200 OK\n', 'message/sipfrag') + recv(response=200) + c_bye(4))
INFO = lambda n, d: c_in('INFO', n, body=f'Signal={d}\nDuration=100\n', ctype='application/dtmf-relay')
D('drv-info', 'DUT sends INFO', setup() + pause(300) + ''.join(INFO(2 + i, d) + recv(response=200) for i, d in enumerate('12#')) + c_bye(6))
D('drv-info1', 'DUT sends one INFO, gets 415', setup() + pause(300) + INFO(2, '1') + recv(response=415) + c_bye(3))
D('drv-strict', 'DUT with a strict router', invite() + ring() + ok() + ''.join(msg(f'{m} sip:strict@[remote_ip]:[remote_port] SIP/2.0\nVia: SIP/2.0/[transport] [local_ip]:[local_port];branch=z9hG4bK{m}-[pid]-[call_number];rport\nMax-Forwards: 70\nRoute: <sip:lab@[remote_ip]:[remote_port];transport=[transport]>\nFrom: {FRM}\nTo: <sip:[service]@lab.test>[peer_tag_param]\nCall-ID: [call_id]\nCSeq: {c} {m}\nContent-Length: 0\n') + (pause(300) if m == 'ACK' else '') for m, c in (('ACK', 1), ('BYE', 2))) + recv(response=200))
D('drv-auth', 'DUT answers 407', invite(br='i1') + opt(100) + recv(response=407, attrs=' auth="true"') + ack_fail(1, 'i1') + invite(br='i2', cseq=2, hdrs='[authentication username=1001 password=pw-1001]\n') + ring() + ok() + c_in('ACK', 2) + pause(300) + c_bye(3))
REG = lambda n, h: invite(method='REGISTER', body='', br=f'r{n}', cseq=n, ruri='sip:lab.test', frm='<sip:[service]@lab.test>', hdrs=h, retrans=0)
D('drv-register-dual', 'DUT registers with one of two challenges', REG(1, 'Expires: 60\n') + recv(response=401) + REG(2, 'Expires: 60\nAuthorization: Digest username="1001", realm="lab.test", nonce="s1", uri="sip:lab.test", response="00", algorithm=SHA-256, cnonce="c", qop=auth, nc=00000001\n') + recv(response=200))
D('drv-register-stale', 'DUT registers through stale and 423', REG(1, 'Expires: 60\n') + recv(response=401) + ''.join(REG(2 + i, f'Expires: {e}\nAuthorization: Digest username="1001", realm="lab.test", nonce="{n}1", uri="sip:lab.test", response="00", algorithm=MD5, opaque="op{n}"\n') + recv(response=r) for i, (n, e, r) in enumerate((('a', 60, 401), ('b', 60, 423), ('b', 1800, 200)))))
D('drv-dup-invite', 'DUT repeats 180, says 482 to the merged INVITE', inv() + rsp(180, 'Ringing') + recv('INVITE') + echo(180, 'Ringing').replace('[last_To:]', '[last_To:];tag=a[call_number]p[pid]') + recv('INVITE') + echo(482, 'Loop Detected') + recv('ACK') + recv('CANCEL') + echo(200, 'OK') + rsp(487, 'Request Terminated', contact=False) + ack())
D('drv-answer', 'DUT rings 0.5 s and answers', inv() + rsp(180, 'Ringing') + pause(500) + rsp(200, 'OK', **OKSDP) + ack() + bye_rx())
D('drv-answer-video', 'DUT answers, refuses video', inv() + rsp(180, 'Ringing') + rsp(200, 'OK', hdrs=ALLOW, body=sdp('', pts='0 101', extra='a=sendrecv\nm=video 0 RTP/AVP 99\n'), attrs=' retrans="500"') + ack() + bye_rx())
D('drv-answer-bye', 'DUT answers and ends the call itself', inv() + rsp(200, 'OK', **OKSDP) + ack() + pause(1500) + bye_tx(1))
D('drv-noanswer', 'DUT rings until CANCEL', inv() + rsp(180, 'Ringing') + recv('CANCEL') + echo(200, 'OK') + rsp(487, 'Request Terminated', rr='', contact=False, attrs=' retrans="500"') + ack())
D('drv-noack', 'DUT repeats the 200', inv() + rsp(180, 'Ringing') + rsp(200, 'OK', hdrs=ALLOW, body=sdp()) + ''.join(pause(p) + rsp(200, 'OK', hdrs=ALLOW, body=sdp(), rr='') for p in (500, 1000, 2000)))
D('drv-answer-in', 'DUT answers and mirrors hold or UPDATE', inv() + rsp(180, 'Ringing') + rsp(200, 'OK', **OKSDP) + ack() + '  <recv request="UPDATE" optional="true" next="u"></recv>\n' + ''.join(recv('INVITE') + echo(200, 'OK', contact=True, body=sdp(d, ver=2 + i), attrs=' retrans="500"') + ack() for i, d in enumerate(MIR['hold'])) + bye_rx() + '  <nop next="e"/>\n  <label id="u"/>\n' + echo(200, 'OK', contact=True, body=sdp(ver=2)) + bye_rx() + '  <label id="e"/>\n')
D('drv-timer-uas', 'DUT accepts the timer and refreshes', inv() + rsp(180, 'Ringing') + rsp(200, 'OK', hdrs=ALLOW + 'Require: timer\nSession-Expires: 90;refresher=uas\n', body=sdp(), attrs=' retrans="500"') + ack() + pause(700) + req('UPDATE', 1, 'Supported: timer\nSession-Expires: 90;refresher=uac\n') + recv(response=200) + bye_rx())
D('drv-422-uas', 'DUT says 422', inv() + rsp(422, 'Session Interval Too Small', contact=False, hdrs='Min-SE: 90\n', attrs=' retrans="500"') + ack())
D('drv-488-uas', 'DUT says 488', inv() + rsp(488, 'Not Acceptable Here', contact=False, attrs=' retrans="500"') + ack())
D('drv-prack-uas', 'DUT sends reliable 180', inv() + rsp(180, 'Ringing', hdrs='Require: 100rel\nRSeq: 77\n', attrs=' retrans="500"') + recv('PRACK', actions=check('77 1 INVITE', 'hdr', 'RAck:')) + echo(200, 'OK') + pause(300) + rsp(200, 'OK', rr='', **OKSDP) + ack() + bye_rx())
D('drv-refer-uas', 'DUT accepts REFER', inv() + rsp(200, 'OK', **OKSDP) + ack() + recv('REFER') + echo(202, 'Accepted', contact=True) + req('NOTIFY', 1, 'Event: refer\nSubscription-State: active;expires=60\n', 'SIP/2.0 100 Trying\n', ctype='message/sipfrag') + recv(response=200) + bye_rx())
D('drv-info-uas', 'DUT takes INFO', inv() + rsp(200, 'OK', **OKSDP) + ack() + ''.join(recv('INFO') + echo(c, r) for c, r in ((200, 'OK'), (200, 'OK'), (415, 'Unsupported Media Type'))) + bye_rx())
D('drv-options', 'DUT answers OPTIONS', recv('OPTIONS') + echo(200, 'OK', hdrs=ALLOW + 'Accept: application/sdp\n'))
D('drv-mwi', 'DUT takes two NOTIFYs', (recv('NOTIFY') + echo(200, 'OK')) * 2)
D('drv-mwi1', 'DUT takes a NOTIFY', recv('NOTIFY') + echo(200, 'OK'))
D('drv-errors', 'DUT refuses', recv('PUBLISHX') + echo(501, 'Not Implemented') + recv('INVITE') + echo(420, 'Bad Extension', hdrs='Unsupported: lab-none\n') + recv('ACK') + recv('INVITE') + echo(415, 'Unsupported Media Type', hdrs='Accept: application/sdp\n') + recv('ACK') + recv('SUBSCRIBE') + echo(489, 'Bad Event') + ''.join(recv(m) + echo(481, 'No Dialog') for m in ('BYE', 'INFO', 'UPDATE', 'REFER')))

if OUT:
    with open(os.path.join(OUT, 'pairs.txt'), 'w') as f:
        for n, (t, m, d, a, _) in ALL.items(): f.write(f'{n} {d or "-"} {" ".join(a)}\n')      # - = no sipp driver
else:
    print('| scenario | what sipp does | the ATA must | extra keys |\n| --- | --- | --- | --- |')
    for n, (t, m, d, a, _) in ALL.items(): print(f'| `{n}` | {t} | {m} | {"`" + " ".join(a) + "`" if a else ""} |')
