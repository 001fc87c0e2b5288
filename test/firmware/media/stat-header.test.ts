import { equal, match } from "node:assert/strict";
import { lossesInBrief, receivedInFull, sentInFull } from "../../../firmware/media/stat-header.js";
import { Statistics } from "../../../firmware/media/statistics.js";

const call = (minutes = 1) => {
  const statistics = new Statistics();
  statistics.sent = 3000 * minutes;
  statistics.sentOctets = 480_000 * minutes;
  for (let n = 0; n < 3000 * minutes; n++) {
    if (n % 100 === 50) continue;
    statistics.hear(n, 160);
    statistics.arrive(160 * n, 20 * n + 4 * (n % 2));
    if (n % 500 === 7) statistics.drop(n, true);
  }
  statistics.packetTime = 20;
  statistics.delay = 34.6;
  statistics.roundTrip = 50;
  return { statistics, duration: 60_400 * minutes, encoder: "PCMU", decoder: "PCMA" } as const;
};

describe("stat-header", () => {
  it("is brief as on a PAP2T", () => {
    equal(lossesInBrief(call()), "PS=3000,OS=480000,PR=2970,OR=475200,PL=30,JI=4,LA=35,DU=60,EN=G711u,DE=G711a");
  });

  it("tells all that is known of what came, and of what went", () => {
    equal(
      receivedInFull(call()),
      'Dur=60,Pkt=2970,Oct=475200,LatePkt=6,LostPkt=30,AvgJit=4,VQMetrics="VoRxCodec=PCMA;VoPktSizeMs=20;' +
        'VoPktLost=30;VoPktDis=6;VoOneWayDelayMs=90;maxJitter=4;MOScq=4.31;MOSlq=4.31;R=89;rtpBitrate=62940"',
    );
    equal(sentInFull(call()), 'Dur=60,Pkt=3000,Oct=480000,VQMetrics="VoTxCodec=PCMU;rtpBitRate=63576"');
  });

  it("says nothing of the quality when nothing has come", () => {
    const silent = { statistics: new Statistics(), duration: 400, encoder: "PCMA", decoder: "PCMA" } as const;
    equal(lossesInBrief(silent), "PS=0,OS=0,PR=0,OR=0,PL=0,JI=0,LA=0,DU=0,EN=G711a,DE=G711a");
    match(receivedInFull(silent), /maxJitter=0;rtpBitrate=0"$/);
  });

  it("is a header's value whatever the call: printable, and short", () => {
    const { statistics, ...rest } = call(60);
    for (const text of [lossesInBrief, receivedInFull, sentInFull].map((of) => of({ statistics, ...rest })))
      match(text, /^[\x20-\x7e]{1,300}$/);
  });
});
