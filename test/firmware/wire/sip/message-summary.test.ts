import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { parseMessageSummary } from "../../../../firmware/wire/sip/message-summary.js";
import { broken, octets } from "./sip-samples.js";

const read = (...lines: string[]) => parseMessageSummary(octets(lines.join("\r\n")));
const count = (fresh: number, old: number, urgentFresh = 0, urgentOld = 0) => ({ fresh, old, urgentFresh, urgentOld });

describe("message summaries", () => {
  it("say that messages wait, and how many", () => {
    // RFC 3842 section 6
    deepEqual(
      read(
        "Messages-Waiting: yes",
        "Message-Account: sip:alice@vmail.example.com",
        "Voice-Message: 4/8 (1/2)",
        "Fax-Message: 2/0",
        "",
        "To: <alice@atlanta.example.com>",
        "Text-Message: 9/9",
      ),
      {
        waiting: true,
        account: "sip:alice@vmail.example.com",
        voice: count(4, 8, 1, 2),
        others: [{ class: "fax", count: count(2, 0) }],
      },
    );
  });

  it("may say only that", () => {
    deepEqual(read("Messages-Waiting: no"), { waiting: false, account: null, voice: null, others: [] });
    deepEqual(read("", "MESSAGES-WAITING : Yes", ""), { waiting: true, account: null, voice: null, others: [] });
  });

  it("come in many hands", () => {
    deepEqual(parseMessageSummary(octets("voice-message:1 / 2( 0/ 1 )\nMessages-Waiting:yes\n")), {
      waiting: true,
      account: null,
      voice: count(1, 2, 0, 1),
      others: [],
    });
    deepEqual(read("Messages-Waiting: yes", "Voice-Message: many", "nonsense", ": x", "X-mine: 3/4"), {
      waiting: true,
      account: null,
      voice: null,
      others: [],
    });
  });

  it("are refused when they do not say whether", () => {
    for (const line of ["", "Voice-Message: 1/0", "Messages-Waiting: perhaps", "Messages-Waiting yes"])
      equal(read(line), undefined, line);
  });

  it("never throw, and stay small", () => {
    const sample = octets("Messages-Waiting: yes\r\nVoice-Message: 4/8 (1/2)\r\nFax-Message: 2/0\r\n");
    fc.assert(fc.property(broken([sample]), (bytes) => ok((parseMessageSummary(bytes)?.others.length ?? 0) < 9)));
    const flood = parseMessageSummary(octets(`Messages-Waiting: yes\n${"a-message: 1/1\n".repeat(9999)}`));
    ok(flood && flood.others.length < 64);
  });
});
