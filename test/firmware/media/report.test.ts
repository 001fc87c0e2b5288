import { deepEqual, equal, ok } from "node:assert/strict";
import { NEVER } from "../../../firmware/base/instant.js";
import { jitterFor } from "../../../firmware/media/jitter-level.js";
import { Reports } from "../../../firmware/media/report.js";
import { Statistics } from "../../../firmware/media/statistics.js";
import { emptyRtcpReport, parseRtcp } from "../../../firmware/wire/rtp/rtcp.js";

const [US, THEM] = [0x11111111, 0x22222222];
const jitter = jitterFor("high", "up and down");
const reports = (interval = 5000) => new Reports({ ssrc: US, cname: "us", interval, jitter });
const parsed = (packet: Uint8Array | null, source = THEM) => {
  const report = emptyRtcpReport();
  ok(packet && parseRtcp(packet, source, report));
  return report;
};

describe("report", () => {
  it("waits for somebody to report to, then reports every 2.5 to 7.5 s, the first time sooner", () => {
    const ours = reports();
    const statistics = new Statistics();
    equal(ours.deadline, NEVER);
    equal(ours.take(1e6, 0, -1, statistics), null);
    ours.start(1000);
    ok(ours.deadline >= 1000 + 1250 && ours.deadline <= 1000 + 3750);
    const gaps = Array.from({ length: 200 }, () => {
      const due = ours.deadline;
      equal(ours.take(due - 1, 0, -1, statistics), null);
      ok(ours.take(due, 0, -1, statistics));
      return ours.deadline - due;
    });
    ok(gaps.every((gap) => gap >= 2500 && gap <= 7500));
    const mean = gaps.reduce((sum, gap) => sum + gap) / gaps.length;
    ok(mean > 4500 && mean < 5500, `${mean}`);
  });

  it("stays silent with an interval of 0, also at the end", () => {
    const ours = reports(0);
    ours.start(0);
    ours.close();
    equal(ours.deadline, NEVER);
  });

  it("is a sender's report as long as packets were sent since the last but one", () => {
    const ours = reports();
    const statistics = new Statistics();
    ours.start(0);
    statistics.sent = 10;
    statistics.sentOctets = 1600;
    const next = () => parsed(ours.take(ours.deadline, 777, -1, statistics));
    const first = next();
    deepEqual(
      [first.sender, first.packets, first.octets, first.timestamp, first.reported],
      [true, 10, 1600, 777, false],
    );
    deepEqual([next().sender, next().sender], [true, false]);
  });

  it("tells what was lost of what it heard", () => {
    const ours = reports();
    const statistics = new Statistics();
    ours.start(0);
    for (let n = 0; n < 256; n++) if (n % 8 !== 3) statistics.hear(n, 160);
    const report = parsed(ours.take(ours.deadline, 0, THEM, statistics), THEM);
    deepEqual(
      [report.ssrc, report.reported, report.fractionLost, report.lost, report.highest],
      [US, true, 32, 32, 255],
    );
    for (let n = 256; n < 300; n++) statistics.hear(n, 160);
    const next = parsed(ours.take(ours.deadline, 0, THEM, statistics), THEM);
    deepEqual([next.fractionLost, next.lost], [0, 32]);
  });

  it("finds the round trip, both sides with clocks of their own", () => {
    const near = reports();
    const far = new Reports({ ssrc: THEM, cname: "them", interval: 5000, jitter });
    const [nearSays, farSays] = [new Statistics(), new Statistics()];
    const farClock = 1_234_567;
    near.start(0);
    far.start(farClock);
    nearSays.sent = farSays.sent = 1;
    nearSays.hear(1, 160);
    farSays.hear(1, 160);

    const out = near.take(10_000, 0, THEM, nearSays)?.slice();
    ok(out && far.receive(out, farClock + 10_040, farSays)); // 40 ms there
    equal(farSays.roundTrip, null);
    const back = far.take(farClock + 13_000, 0, US, farSays)?.slice();
    ok(back && near.receive(back, 13_025, nearSays)); // and 65 in all less what it lay there
    equal(nearSays.roundTrip, 65);
  });

  it("tells in metrics how what it heard was lost, and hears what the other side thinks of us", () => {
    const ours = reports();
    const far = new Reports({ ssrc: THEM, cname: "them", interval: 5000, jitter: jitterFor("low", "disable") });
    const [here, there] = [new Statistics(), new Statistics()];
    ours.start(0);
    far.start(0);
    // 10 lost in a row among 1000, and one that came in vain
    for (let n = 0; n < 1033; n++)
      if (n < 500 || n >= 510) {
        here.hear(n, 160);
        if (n === 700) here.discard(n);
      }
    here.packetTime = 20;
    here.delay = 35.4;
    here.delayMost = 61;
    here.roundTrip = 120;
    const packet = ours.take(ours.deadline, 0, THEM, here);
    const { metered, voip } = parsed(packet);
    equal(metered, true);
    deepEqual(voip, {
      lossRate: 3,
      discardRate: 0,
      burstDensity: 255,
      gapDensity: 0,
      burstDuration: 200,
      gapDuration: 9900,
      roundTrip: 120,
      endSystemDelay: 45,
      signalLevel: 127,
      noiseLevel: 127,
      echoLoss: 127,
      gapLeast: 16,
      rating: voip.rating,
      externalRating: 127,
      listening: voip.listening,
      conversational: voip.conversational,
      receiver: 0xb0,
      bufferNominal: 35,
      bufferMost: 61,
      bufferLimit: 200,
    });
    ok(voip.rating >= 86 && voip.rating <= 90 && voip.listening === 43 && voip.conversational <= voip.listening);
    equal(there.farRating, null);
    const seen = new Reports({ ssrc: THEM, cname: "", interval: 0, jitter });
    ok(packet && seen.receive(packet.slice(), 0, there));
    deepEqual([there.farRating, there.farListening], [voip.rating, voip.listening / 10]);
    equal(parsed(far.take(far.deadline, 0, US, there), US).metered, false, "it has heard nothing");
  });

  it("says goodbye once, at once", () => {
    const ours = reports();
    const statistics = new Statistics();
    ours.start(0);
    ours.close();
    ok(ours.deadline <= 10);
    equal(parsed(ours.take(10, 0, -1, statistics)).bye, true);
    equal(ours.deadline, NEVER);
    equal(ours.take(1e9, 0, -1, statistics), null);
  });

  it("refuses what is no report", () => {
    equal(reports().receive(Uint8Array.of(1, 2, 3), 0, new Statistics()), false);
  });
});
