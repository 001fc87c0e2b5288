/** Messages as an adapter gets them all day: what SIPp and Kamailio send, header for header. */

const message = (lines: readonly string[], body = "") =>
  [...lines, `Content-Length: ${body.length}`, "", body].join("\r\n");

const SDP = [
  ...["v=0", "o=user1 53655765 2353687637 IN IP4 192.0.2.30", "s=-", "c=IN IP4 192.0.2.30", "t=0 0"],
  ...[
    "m=audio 6000 RTP/AVP 0 8 101",
    "a=rtpmap:0 PCMU/8000",
    "a=rtpmap:8 PCMA/8000",
    "a=rtpmap:101 telephone-event/8000",
  ],
  ...["a=fmtp:101 0-15", "a=ptime:20", "a=sendrecv", ""],
].join("\r\n");

export const messages: { readonly [name: string]: string } = {
  INVITE: message(
    [
      "INVITE sip:k3v9a0q2m1xz@192.0.2.10:5060 SIP/2.0",
      "Record-Route: <sip:192.0.2.1;lr;ftag=1SIPpTag001;did=2e1.5aa1>",
      "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK4d06.2bf5dbd6cba5d3c0f1a0c8d3a4f2ef10.0",
      "Via: SIP/2.0/UDP 192.0.2.30:5061;received=198.51.100.7;rport=41061;branch=z9hG4bK-1-1-0",
      'From: "SIPp caller" <sip:sipp@192.0.2.30:5061>;tag=1SIPpTag001',
      "To: service <sip:102@desk.example>",
      "Call-ID: 1-17@192.0.2.30",
      "CSeq: 1 INVITE",
      "Contact: <sip:sipp@192.0.2.30:5061>",
      "Max-Forwards: 69",
      "Subject: Performance Test",
      "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS",
      "User-Agent: SIPp",
      "Content-Type: application/sdp",
    ],
    SDP,
  ),
  "200 to REGISTER": message([
    "SIP/2.0 200 OK",
    "Via: SIP/2.0/UDP 192.0.2.10:5060;received=192.0.2.10;rport=5060;branch=z9hG4bKf6g2l9d0s8k1j4h7",
    'From: "Line 1" <sip:101@desk.example>;tag=9f8d7s6a5p',
    "To: <sip:101@desk.example>;tag=6f2e8c14b7a09d35.7c1e",
    "Call-ID: q8w7e6r5t4y3u2i1o0p9a8s7",
    "CSeq: 2 REGISTER",
    "Contact: <sip:k3v9a0q2m1xz@192.0.2.10:5060>;expires=3600, <sip:101@192.0.2.11:5060>;q=0.5;expires=1200",
    'Contact: <sip:101@198.51.100.20:49170>;expires=86;received="sip:198.51.100.20:49170"',
    "Server: kamailio (5.8.4 (x86_64/linux))",
  ]),
  "180 Ringing": message([
    "SIP/2.0 180 Ringing",
    "Via: SIP/2.0/UDP 192.0.2.10:5060;received=192.0.2.10;rport=5060;branch=z9hG4bKa1b2c3d4e5f6g7h8",
    "Record-Route: <sip:192.0.2.1;lr;ftag=0o9i8u7y6t>",
    'From: "Line 1" <sip:101@desk.example>;tag=0o9i8u7y6t',
    "To: <sip:600@desk.example>;tag=1SIPpTag012",
    "Call-ID: z1x2c3v4b5n6m7k8j9h0g1f2",
    "CSeq: 1 INVITE",
    "Contact: <sip:192.0.2.30:5061;transport=UDP>",
  ]),
};
