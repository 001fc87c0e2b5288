import { deepEqual, equal } from "node:assert/strict";
import { SoundReport } from "../../../firmware/adapter/sound-report.js";
import { Voice } from "../../../firmware/media/voice.js";
import type { JournalEntry } from "../../../hal/journal.js";

const voiceTo = (remote: { address: string; port: number } | null) => {
  const voice = new Voice({ ssrc: 1, sequence: 1, timestamp: 1, cname: "x", controlInterval: 0 });
  voice.agree(
    {
      remote,
      remoteControl: null,
      codec: "PCMU",
      payloadType: 0,
      payloadTypeIn: 0,
      otherPayloadTypeIn: null,
      eventPayloadType: null,
      eventPayloadTypeIn: null,
      packetTime: 20,
      direction: "sendrecv",
    },
    0,
  );
  return voice;
};

describe("sound report", () => {
  it("tells once a second what was sent in that second", () => {
    const told: JournalEntry[] = [];
    const voice = voiceTo({ address: "10.0.0.1", port: 4000 });
    const report = new SoundReport(2, voice, { journal: (entry) => void told.push(entry) }, 500);
    const frame = new Int16Array(160);
    for (let now = 500; now < 2600; now += 20) {
      voice.speak(frame);
      while (voice.take());
      report.poll(now);
    }
    deepEqual(
      told.map((entry) => entry.type === "rtp" && [entry.line, entry.sent]),
      [
        [2, 51],
        [2, 50],
      ],
    );
  });

  it("is silent while there is nobody to speak with", () => {
    const told: JournalEntry[] = [];
    const report = new SoundReport(1, voiceTo(null), { journal: (entry) => void told.push(entry) }, 0);
    report.poll(1000);
    equal(told.length, 0);
    equal(report.deadline, 2000);
  });
});
