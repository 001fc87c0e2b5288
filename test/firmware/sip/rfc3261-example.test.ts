/** The session setup of RFC 3261 section 24.2: we are Bob, behind biloxi.com. */
import { deepEqual, equal } from "node:assert/strict";
import type { Hop } from "../../../firmware/wire/hop.js";
import { header, headerList } from "../../../firmware/wire/sip/sip-message.js";
import { Bench, MEDIA, sdp } from "./far-end.js";

const PROXY: Hop = { address: "192.0.2.111", port: 5060, transport: "udp" };
const BODY = sdp();

const ALICE = [
  "From: Alice <sip:alice@atlanta.com>;tag=1928301774",
  "Call-ID: a84b4c76e66710",
  "Max-Forwards: 68",
  "Content-Length: ",
];

const F4 = [
  "INVITE sip:bob@192.0.2.4 SIP/2.0",
  "Via: SIP/2.0/UDP server10.biloxi.com;branch=z9hG4bK4b43c2ff8.1",
  "Via: SIP/2.0/UDP bigbox3.site3.atlanta.com;branch=z9hG4bK77ef4c2312983.1;received=192.0.2.2",
  "Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKnashds8;received=192.0.2.1",
  "Record-Route: <sip:server10.biloxi.com;lr>,",
  "  <sip:bigbox3.site3.atlanta.com;lr>",
  "To: Bob <sip:bob@biloxi.com>",
  "CSeq: 314159 INVITE",
  "Contact: <sip:alice@pc33.atlanta.com>",
  "Content-Type: application/sdp",
  ...ALICE,
]
  .join("\r\n")
  .concat(`${BODY.length}\r\n\r\n${BODY}`);

const within = (method: string, cseq: number, to: string) =>
  [
    `${method} sip:bob@192.0.2.4 SIP/2.0`,
    `Via: SIP/2.0/UDP server10.biloxi.com;branch=z9hG4bK4b43c2ff8.${method}`,
    `To: ${to}`,
    `CSeq: ${cseq} ${method}`,
    ...ALICE,
  ]
    .join("\r\n")
    .concat("0\r\n\r\n");

describe("the example of RFC 3261 section 24.2", () => {
  it("is played as written, and Bob hangs up", () => {
    const account = {
      user: "bob",
      domain: "biloxi.com",
      servers: [{ host: PROXY.address, port: PROXY.port, transport: PROXY.transport }],
      restrictContactUser: false,
    };
    const t = new Bench({ account, local: { address: "192.0.2.4", port: 5060 } });
    t.hear(F4, PROXY);
    const trying = t.answered(100);
    deepEqual(trying.to, PROXY);
    t.order({ do: "progress", call: 2, status: 180 });
    const ringing = t.answered(180); // F6
    equal(headerList(ringing, "Via").length, 3);
    equal(headerList(ringing, "Via")[0].includes("received=192.0.2.111"), true);
    t.order({ do: "answer", call: 2, media: MEDIA });
    const ok200 = t.answered(200); // F9
    const to = header(ok200, "To") ?? "";
    equal(header(ok200, "CSeq"), "314159 INVITE");
    t.hear(within("ACK", 314159, to), PROXY); // F12
    deepEqual(t.told(), ["invited", "agreed PCMU sendrecv", "answered"]);
    t.order({ do: "hangUp", call: 2 });
    const bye = t.asked("BYE"); // F13
    equal(bye.uri, "sip:alice@pc33.atlanta.com");
    deepEqual(headerList(bye, "Route"), ["<sip:server10.biloxi.com;lr>", "<sip:bigbox3.site3.atlanta.com;lr>"]);
    equal(header(bye, "From"), to);
    equal(header(bye, "To"), "Alice <sip:alice@atlanta.com>;tag=1928301774");
    deepEqual(bye.to, PROXY, "names are the server's to look up");
    t.reply(bye, 200, { from: PROXY }); // F14
    t.after(64_000).silent();
    equal(t.agent.size, 0);
  });
});
