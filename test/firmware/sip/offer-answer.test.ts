/** Offers and answers (RFC 3264), as our side sees them. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import fc from "fast-check";
import { octetsOf, textOf } from "../../../firmware/base/text.js";
import { isAcceptable, OfferAnswer } from "../../../firmware/sip/offer-answer.js";
import type { Agreement, Codec } from "../../../firmware/wire/agreement.js";
import { dice, MEDIA, sdp } from "./far-end.js";

const talk = (media: Partial<typeof MEDIA> = {}) => new OfferAnswer({ ...MEDIA, ...media }, dice(3));
const linesOf = (octets: Uint8Array) => textOf(octets).split("\r\n");

function answerTo(offer: string, media: Partial<typeof MEDIA> = {}) {
  const answer = talk(media).answer(octetsOf(offer), "sendrecv");
  ok(answer);
  return { lines: linesOf(answer.body), agreement: answer.agreement };
}

describe("an offer of ours", () => {
  it("names what we can do, preferred first", () => {
    const lines = linesOf(talk({ codecs: ["PCMA", "PCMU"] }).offer("sendrecv"));
    ok(lines.includes("c=IN IP4 192.0.2.10"));
    const media = lines.slice(lines.findIndex((line) => line.startsWith("m=")));
    deepEqual(media, [
      "m=audio 16384 RTP/AVP 8 0 101",
      "a=rtpmap:8 PCMA/8000",
      "a=rtpmap:0 PCMU/8000",
      "a=rtpmap:101 telephone-event/8000",
      "a=fmtp:101 0-16",
      "a=ptime:20",
      "a=sendrecv",
      "",
    ]);
  });

  it("becomes an agreement with the answer's first codec, numbers and packet time", () => {
    const side = talk();
    side.offer("sendrecv");
    const answer = [
      ...["v=0", "o=- 1 1 IN IP4 192.0.2.5", "s=-", "c=IN IP4 192.0.2.5", "t=0 0"],
      ...["m=audio 4000 RTP/AVP 8 96", "a=rtpmap:96 telephone-event/8000", "a=ptime:30", "a=rtcp:4009", ""],
    ].join("\r\n");
    deepEqual(side.answered(octetsOf(answer)), {
      ...{ remote: { address: "192.0.2.5", port: 4000 }, remoteControl: { address: "192.0.2.5", port: 4009 } },
      ...{
        codec: "PCMA",
        payloadType: 8,
        payloadTypeIn: 8,
        otherPayloadTypeIn: null,
        eventPayloadType: 96,
        eventPayloadTypeIn: 101,
        noisePayloadType: null,
      },
      ...{ packetTime: 30, direction: "sendrecv" },
    } satisfies Agreement);
  });

  it("takes the first codec of an answer to speak, and all of them to hear", () => {
    const side = talk();
    side.offer("sendrecv");
    const agreement = side.answered(octetsOf(sdp({ audio: "30000 RTP/AVP 8 0 101" })));
    deepEqual([agreement?.codec, agreement?.payloadTypeIn, agreement?.otherPayloadTypeIn], ["PCMA", 8, 0]);
  });

  it("repeats what holds, with its version and numbers, whatever was refused in between", () => {
    const side = talk();
    const first = side.offer("sendrecv");
    side.answered(octetsOf(sdp()));
    deepEqual(side.repeat(), first);
    side.offer("sendonly");
    const again = linesOf(side.repeat());
    match(again[1], / 3 IN /);
    deepEqual(again.slice(2), linesOf(first).slice(2));
    const odd = sdp({ audio: "30000 RTP/AVP 97", more: ["a=rtpmap:97 PCMA/8000"] });
    const answer = side.answer(octetsOf(odd), "sendrecv");
    deepEqual(side.repeat(), answer?.body);
    const agreement = side.answered(octetsOf(odd));
    deepEqual([agreement?.codec, agreement?.payloadTypeIn], ["PCMA", 97]);
  });

  it("holds as of old with an address where nobody listens", () => {
    const side = new OfferAnswer(MEDIA, dice(3), true);
    ok(linesOf(side.offer("sendrecv")).includes("c=IN IP4 192.0.2.10"));
    const lines = linesOf(side.offer("sendonly"));
    ok(lines.includes("c=IN IP4 0.0.0.0") && lines.includes("a=sendonly"));
    match(lines[1], /IN IP4 192\.0\.2\.10$/);
    ok(linesOf(side.offer("sendrecv")).includes("c=IN IP4 192.0.2.10"));
  });

  it("moves to another address, and goes on counting", () => {
    const side = talk();
    const first = linesOf(side.offer("sendrecv"));
    side.bring({ ...MEDIA, address: "192.0.2.77", port: 20_000, codecs: ["PCMA"], eventPayloadType: 100 });
    const next = linesOf(side.offer("sendrecv"));
    equal(next[1], first[1].replace(" 1 IN ", " 2 IN ").replace("192.0.2.10", "192.0.2.77"));
    ok(next.includes("m=audio 20000 RTP/AVP 8 101"), "a payload type in use keeps its meaning");
  });

  it("is answered by each fork for itself", () => {
    const side = talk();
    side.offer("sendrecv");
    const twin = side.fork();
    equal(twin.answered(octetsOf(sdp({ audio: "4000 RTP/AVP 8" })))?.codec, "PCMA");
    equal(side.answered(octetsOf(sdp({ audio: "4000 RTP/AVP 0" })))?.codec, "PCMU");
    match(linesOf(twin.offer("sendonly"))[1], / 2 IN /);
    match(linesOf(side.offer("sendonly"))[1], / 2 IN /);
  });

  it("does without events when the answer has none, or we want none", () => {
    const side = talk();
    side.offer("sendrecv");
    equal(side.answered(octetsOf(sdp({ audio: "4000 RTP/AVP 0" })))?.eventPayloadType, null);
    const deaf = talk({ eventPayloadType: null });
    ok(!textOf(deaf.offer("sendrecv")).includes("telephone-event"));
    equal(deaf.answered(octetsOf(sdp()))?.eventPayloadTypeIn, null);
  });

  it("is refused by port 0, by other codecs, by another profile", () => {
    for (const audio of ["0 RTP/AVP 0", "4000 RTP/AVP 18", "4000 RTP/SAVP 0", "4000 RTP/AVPF 0"]) {
      const side = talk();
      side.offer("sendrecv");
      equal(side.answered(octetsOf(sdp({ audio }))), undefined, audio);
    }
    equal(talk().answered(octetsOf(sdp())), undefined, "there was none");
  });

  it("has a new version when something changes, and the same when nothing does", () => {
    const side = talk();
    const versions = (["sendrecv", "sendrecv", "sendonly", "sendonly", "sendrecv"] as const).map(
      (wish) => / (\d+) IN /.exec(textOf(side.offer(wish)))?.[1],
    );
    deepEqual(versions, ["1", "1", "2", "2", "3"]);
  });

  it("holds a side that holds us by falling silent", () => {
    const side = talk();
    side.answer(octetsOf(sdp({ direction: "sendonly" })), "sendrecv");
    match(textOf(side.offer("sendonly")), /a=inactive/);
    match(textOf(side.offer("sendrecv")), /a=sendrecv/);
    side.answered(octetsOf(sdp()));
    match(textOf(side.offer("sendonly")), /a=sendonly/);
    side.answered(octetsOf(sdp({ direction: "recvonly" })));
    match(textOf(side.offer("sendrecv")), /a=sendrecv/);
  });

  it("keeps the streams there are, and the numbers in use", () => {
    const side = talk();
    const offer = sdp({
      audio: "30000 RTP/AVP 0 96",
      more: ["a=rtpmap:96 telephone-event/8000", "m=video 4000 RTP/AVP 31"],
    });
    side.answer(octetsOf(offer), "sendrecv");
    const lines = linesOf(side.offer("sendonly"));
    deepEqual(
      lines.filter((line) => line.startsWith("m=")),
      ["m=audio 16384 RTP/AVP 0 8 96", "m=video 0 RTP/AVP 31"],
    );
  });
});

describe("comfort noise (RFC 3389)", () => {
  const quiet = { noise: true };

  it("is offered where silence is not to be sent, and used when the other side takes it", () => {
    const t = talk(quiet);
    ok(linesOf(t.offer("sendrecv")).includes("m=audio 16384 RTP/AVP 0 8 101 13"));
    equal(t.answered(octetsOf(sdp({ audio: "30000 RTP/AVP 0 13" })))?.noisePayloadType, 13);
    equal(t.answered(octetsOf(sdp({ audio: "30000 RTP/AVP 0" })))?.noisePayloadType, null);
  });

  it("is answered to who offers it, and to nobody else", () => {
    const { lines, agreement } = answerTo(sdp({ audio: "30000 RTP/AVP 0 13 101" }), quiet);
    ok(lines.includes("m=audio 16384 RTP/AVP 0 101 13"));
    equal(agreement.noisePayloadType, 13);
    ok(answerTo(sdp(), quiet).lines.includes("m=audio 16384 RTP/AVP 0 101"));
  });

  it("is no matter for a line that sends its silence", () => {
    const { lines, agreement } = answerTo(sdp({ audio: "30000 RTP/AVP 0 13 101" }));
    ok(lines.includes("m=audio 16384 RTP/AVP 0 101"));
    equal(agreement.noisePayloadType, null);
  });
});

describe("an answer of ours", () => {
  it("takes the offerer's first codec that we know, under his numbers", () => {
    const more = ["a=rtpmap:97 PCMA/8000", "a=rtpmap:100 telephone-event/8000"];
    const { lines, agreement } = answerTo(sdp({ audio: "30000 RTP/AVP 18 97 0 100", more }));
    ok(lines.includes("m=audio 16384 RTP/AVP 97 100"));
    deepEqual(
      [agreement.codec, agreement.payloadType, agreement.payloadTypeIn, agreement.eventPayloadType],
      ["PCMA", 97, 97, 100],
    );
    equal(answerTo(sdp({ audio: "30000 RTP/AVP 0 8" }), { codecs: ["PCMA"] }).agreement.codec, "PCMA");
  });

  it("refuses all streams but one voice, in their places", () => {
    const offer = sdp({ more: ["m=video 4000 RTP/AVP 31", "m=audio 5000 RTP/AVP 0"] }).replace(
      "m=audio 30000",
      "m=image 3000 udptl t38\r\nm=audio 30000",
    );
    const media = answerTo(offer).lines.filter((line) => line.startsWith("m="));
    deepEqual(media, [
      "m=image 0 udptl t38",
      "m=audio 16384 RTP/AVP 0 101",
      "m=video 0 RTP/AVP 31",
      "m=audio 0 RTP/AVP 0",
    ]);
  });

  it("mirrors the direction, as far as we want it ourselves", () => {
    for (const [theirs, wish, ours] of [
      ["sendrecv", "sendrecv", "sendrecv"],
      ["sendonly", "sendrecv", "recvonly"],
      ["recvonly", "sendrecv", "sendonly"],
      ["inactive", "sendrecv", "inactive"],
      ["sendrecv", "sendonly", "sendonly"],
      ["sendonly", "sendonly", "inactive"],
      ["recvonly", "sendonly", "sendonly"],
    ] as const) {
      const answer = talk().answer(octetsOf(sdp({ direction: theirs })), wish);
      equal(answer?.agreement.direction, ours);
      ok(linesOf(answer?.body ?? new Uint8Array(0)).includes(`a=${ours}`));
    }
  });

  it("is the description there was, when the same is offered once more (RFC 4028 section 7.4)", () => {
    const side = talk();
    const offer = textOf(side.offer("sendrecv"));
    const agreed = side.answered(octetsOf(sdp()));
    const again = (text: string, wish: "sendrecv" | "sendonly" = "sendrecv") => {
      const said = side.answer(octetsOf(text), wish);
      ok(said);
      return { body: textOf(said.body), agreement: said.agreement };
    };
    deepEqual(again(sdp()), { body: offer, agreement: agreed }, "both laws, as agreed");
    const version = (body: string) => / (\d+) IN /.exec(body)?.[1];
    const changes: [string, "sendrecv" | "sendonly"][] = [
      [sdp({ direction: "sendonly" }), "sendrecv"],
      [sdp(), "sendonly"],
      [sdp({ address: "192.0.2.77" }), "sendrecv"],
      [sdp({ audio: "30002 RTP/AVP 0 8 101" }), "sendrecv"],
      [sdp({ audio: "30002 RTP/AVP 8 101" }), "sendrecv"],
    ];
    for (const [text, wish] of changes) {
      const first = again(text, wish);
      deepEqual(again(text, wish), first);
      ok(Number(version(first.body)) > 1);
      if (wish === "sendrecv") equal(first.agreement.remote?.port, Number(/m=audio (\d+)/.exec(text)?.[1]));
    }
    side.bring({ ...MEDIA, port: 20_000 });
    match(again(sdp({ audio: "30002 RTP/AVP 8 101" })).body, /m=audio 20000 RTP\/AVP 8 101\r/);
  });

  it("names no law that the other side no longer offers, though ours once did", () => {
    const side = talk();
    side.offer("sendrecv");
    side.answered(octetsOf(sdp({ audio: "30000 RTP/AVP 8 101" })));
    const answer = side.answer(octetsOf(sdp({ audio: "30000 RTP/AVP 8 101" })), "sendrecv");
    match(textOf(answer?.body ?? new Uint8Array(0)), /m=audio 16384 RTP\/AVP 8 101\r/);
  });

  it("sends nothing to nowhere", () => {
    const { agreement } = answerTo(sdp({ address: "0.0.0.0" }));
    deepEqual([agreement.remote, agreement.remoteControl, agreement.direction], [null, null, "recvonly"]);
  });

  it("sends packets as long as they are wanted, within what can be", () => {
    for (const [attributes, ms] of [
      [["a=ptime:30"], 30],
      [["a=ptime:20", "a=maxptime:10"], 10],
      [["a=ptime:200"], 60],
      [["a=ptime:5"], 10],
      [["a=ptime:25"], 20],
      [[], 20],
      [["a=maxptime:30"], 20],
    ] as const) {
      const offer = sdp({ more: [...attributes] }).replace("a=ptime:20\r\n", "");
      const whole = attributes.some((line) => line === "a=ptime:20") ? sdp({ more: ["a=maxptime:10"] }) : offer;
      equal(answerTo(whole).agreement.packetTime, ms, attributes.join());
    }
  });

  it("is none when there is nothing to talk with", () => {
    const both: Codec[] = ["PCMU", "PCMA"];
    for (const audio of ["30000 RTP/AVP 18", "30000 RTP/SAVP 0", "30000 RTP/AVPF 0", "0 RTP/AVP 0"]) {
      equal(isAcceptable(octetsOf(sdp({ audio })), both), false, audio);
      equal(talk().answer(octetsOf(sdp({ audio })), "sendrecv"), undefined);
    }
    equal(isAcceptable(octetsOf(sdp()), both), true);
    equal(isAcceptable(octetsOf(sdp({ audio: "30000 RTP/AVP 8" })), ["PCMU"]), false);
  });
});

describe("two sides", () => {
  it("come to the same conclusion, whatever each can do", () => {
    const codecs = fc.shuffledSubarray<Codec>(["PCMU", "PCMA"], { minLength: 1 });
    const events = fc.option(fc.integer({ min: 96, max: 127 }), { nil: null });
    const wishes = fc.constantFrom("sendrecv" as const, "sendonly" as const);
    const side = fc.record({ codecs, eventPayloadType: events });
    fc.assert(
      fc.property(side, side, fc.array(fc.tuple(fc.boolean(), wishes, wishes), { maxLength: 6 }), (a, b, story) => {
        const sides = [talk(a), talk({ ...b, address: "192.0.2.20", port: 20_000 })];
        const common = a.codecs.some((codec) => b.codecs.includes(codec));
        for (const [turn, asks, answers] of story) {
          const [asking, answering] = turn ? sides : [sides[1], sides[0]];
          const answer = answering.answer(asking.offer(asks), answers);
          equal(answer !== undefined, common);
          if (!answer) continue;
          const agreed = asking.answered(answer.body);
          ok(agreed);
          const other = answer.agreement;
          equal(agreed.codec, other.codec);
          equal(agreed.payloadType, other.payloadTypeIn);
          equal(agreed.payloadTypeIn, other.payloadType);
          equal(agreed.otherPayloadTypeIn, null, "we answer with one codec");
          equal(agreed.eventPayloadType, other.eventPayloadTypeIn);
          equal(agreed.eventPayloadTypeIn, other.eventPayloadType);
          const mirror = { sendrecv: "sendrecv", sendonly: "recvonly", recvonly: "sendonly", inactive: "inactive" };
          equal(agreed.direction, mirror[other.direction]);
        }
      }),
    );
  });
});

describe("a description for a fax", () => {
  const mediaOf = (body: Uint8Array) => {
    const lines = linesOf(body);
    return lines.slice(lines.findIndex((line) => line.startsWith("m=")));
  };
  const fax = { ...MEDIA, codecs: ["PCMU"] as const, eventPayloadType: null, passThrough: true };

  it("names one law, and wants silence as it is", () => {
    deepEqual(mediaOf(talk(fax).offer("sendrecv")), [
      "m=audio 16384 RTP/AVP 0",
      "a=rtpmap:0 PCMU/8000",
      "a=ptime:20",
      "a=sendrecv",
      "a=silenceSupp:off - - - -",
      "",
    ]);
  });

  it("is known from the other side by the one law, and by silence where there are events too", () => {
    const events = "a=rtpmap:96 telephone-event/8000";
    const known = (audio: string, more: string[] = []) => {
      const offer = ["v=0", "o=- 1 1 IN IP4 192.0.2.5", "s=-", "c=IN IP4 192.0.2.5", "t=0 0", `m=audio ${audio}`];
      return answerTo([...offer, ...more, ""].join("\r\n")).agreement.passThrough === true;
    };
    equal(known("4000 RTP/AVP 8"), true);
    equal(known("4000 RTP/AVP 0 100", ["a=rtpmap:100 X-NSE/8000"]), true);
    equal(known("4000 RTP/AVP 0 96", [events, "a=silenceSupp:off - - - -"]), true);
    equal(known("4000 RTP/AVP 0 96", [events]), false);
    equal(known("4000 RTP/AVP 0 96", [events, "a=silenceSupp:on - - - -"]), false);
    equal(known("4000 RTP/AVP 0 8"), false);
    equal(known("4000 RTP/AVP 0 13"), false);
    equal(known("4000 RTP/AVP 0 18", ["a=silenceSupp:off - - - -"]), false);
  });
});

describe("NSE", () => {
  const offers = { nse: { payloadType: 100, offers: true } };
  const takes = { nse: { payloadType: 100, offers: false } };

  it("are offered under their own number, and agreed to under both", () => {
    const side = talk(offers);
    const lines = linesOf(side.offer("sendrecv"));
    for (const line of ["m=audio 16384 RTP/AVP 0 8 101 100", "a=rtpmap:100 NSE/8000", "a=fmtp:100 192-193"])
      ok(lines.includes(line), line);
    const answer = sdp({ audio: "30000 RTP/AVP 0 110", more: ["a=rtpmap:110 x-nse/8000", "a=fmtp:110 192-194"] });
    deepEqual(side.answered(octetsOf(answer))?.nse, { out: 110, in: 100 });
    const none = talk(offers);
    none.offer("sendrecv");
    equal(none.answered(octetsOf(sdp()))?.nse, undefined);
  });

  it("are only answered where we do not offer them, under the number and name of the offer", () => {
    ok(!textOf(talk(takes).offer("sendrecv")).includes("NSE"));
    const offer = sdp({ audio: "30000 RTP/AVP 0 101 98", more: ["a=rtpmap:98 X-NSE/8000"] });
    const { lines, agreement } = answerTo(offer, takes);
    for (const line of ["m=audio 16384 RTP/AVP 0 101 98", "a=rtpmap:98 X-NSE/8000", "a=fmtp:98 192-193"])
      ok(lines.includes(line), line);
    deepEqual(agreement.nse, { out: 98, in: 98 });
    const deaf = answerTo(offer);
    ok(!deaf.lines.some((line) => line.includes("NSE")));
    equal(deaf.agreement.nse, undefined);
  });

  it("give way to events that have their number", () => {
    const side = talk({ ...offers, eventPayloadType: 101 });
    const theirs = ["a=rtpmap:100 telephone-event/8000"];
    side.answer(octetsOf(sdp({ audio: "30000 RTP/AVP 0 100", more: theirs })), "sendrecv");
    const lines = linesOf(side.offer("sendrecv"));
    ok(lines.includes("a=rtpmap:100 telephone-event/8000"));
    ok(!lines.some((line) => line.includes("NSE")));
  });

  it("keep to 8000 Hz", () => {
    const offer = sdp({ audio: "30000 RTP/AVP 0 98", more: ["a=rtpmap:98 NSE/16000"] });
    equal(answerTo(offer, takes).agreement.nse, undefined);
  });
});
