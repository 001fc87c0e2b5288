/** The control interface: one row for each call of the contract. */
import type { Faults } from "../network/cable.js";
import { MAX_DELAY } from "../network/cable.js";
import type { TracedMessage, TraceFilter } from "../network/trace.js";
import type { Time } from "../time.js";
import { emitWav, parseWav, WAV_OCTETS_MOST } from "../wav.js";
import {
  type Answer,
  type Conversation,
  JSON_TYPE,
  json,
  NO_CONTENT,
  type Reply,
  refuse,
  type Stream,
} from "./answer.js";
import { chipRoutes, type Harmer } from "./chip-routes.js";
import { type EventLog, emitServerSent, Follower, HEARTBEAT, HEARTBEAT_MS, type Sink } from "./events.js";
import { type Checks, flag, matching, oneOf, parseBody, type QueryFields, range, whole } from "./fields.js";
import { type Booth, LiveSound } from "./live-sound.js";

/** What stands on a line, as far as the control interface touches it. */
export interface Handset extends Booth {
  readonly hook: "on" | "off";
  readonly dialling: boolean;
  lift(): void;
  hangUp(): void;
  /** Breaks the loop for `ms`; `done(false)` when the telephone was hung up meanwhile. */
  flash(ms: number, done: (ok: boolean) => void): void;
  dial(digits: string, how: DialHow, done: (outcome: "done" | "hung-up") => void): void;
  /** Queues sound behind what is being said; false when the queue is full. */
  speak(samples: Int16Array): boolean;
  hush(): void;
  heard(seconds: number, end?: number): Recording;
}

export type DialHow = { readonly method: "dtmf" | "pulse"; readonly on: number; readonly off: number };

/** Samples at 8 kHz that end at `end`, in ms of the desk. */
export type Recording = { readonly samples: Int16Array; readonly end: number };

/** The desk, as far as the control interface touches it. */
export interface Controlled {
  readonly time: Time;
  readonly events: EventLog;
  state(): unknown;
  handset(line: number): Handset | undefined;
  /** The voice band of the pair. */
  pair(line: number, seconds: number, end?: number): Recording;
  readonly faults: Faults;
  changeFaults(changes: Partial<Faults>): void;
  messages(filter: TraceFilter): readonly TracedMessage[];
  capture(): readonly Uint8Array[];
  /** Throws an Error with a readable line when the adapter does not start. */
  switchPower(action: Power): void;
  /** Who harms the chips of the lines, on a board that has any. */
  readonly harms?: Harmer | null;
}

export type Power = (typeof POWER)[number];

const POWER = ["cut", "on", "cycle"] as const;

export type Asked = {
  /** 0 where the path names none. */
  readonly line: number;
  readonly query: QueryFields;
  readonly body: Uint8Array;
  readonly lastEventId: string | undefined;
};

export type Route = {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  /** `{n}` stands for a line. */
  readonly path: string;
  /** Fields a query may have: none when missing, anything when null. */
  readonly query?: Checks | null;
  /** Octets of the longest body; that of JSON when missing. */
  readonly maxBody?: number;
  answer(asked: Asked): Outcome;
};

/** An answer, or how to come to one. */
export type Outcome = Answer | Stream | Conversation | ((reply: Reply) => void);

type TakeRecording = (seconds: number, end?: number) => Recording;

/** A file of the page. */
export type PageFile = { readonly path: string; readonly type: string; readonly body: string | Uint8Array };

export const MAX_JSON = 64 * 1024;
const FLASH_MS = 300;
const KEY_MS = 80;
const RECORDING_SECONDS = 10;
const LONGEST_RECORDING = 60;
/** How long after its end a recording is whole: the frame must end, and its clock may be late. */
const SETTLED_MS = 60;
/** Messages in one piece of a long answer. */
const BATCH = 50;

const HOOK: Checks = { state: oneOf("on", "off", "flash"), ms: whole(10, 3000) };
const KEYS: Checks = {
  digits: matching(/^[0-9*#A-D,]{1,64}$/, "1 to 64 of 0-9 * # A-D and ,"),
  method: oneOf("dtmf", "pulse"),
  on: whole(20, 5000),
  off: whole(20, 5000),
};
const chance = range(0, 1);
const FAULTS: Checks = {
  loss: chance,
  duplicate: chance,
  reorder: chance,
  delay: range(0, MAX_DELAY),
  jitter: range(0, MAX_DELAY),
  down: flag,
};
const anyTime = range(0, Number.MAX_SAFE_INTEGER);
const RECORDING: Checks = {
  seconds: (value) => (value === 0 ? "is more than 0" : range(0, LONGEST_RECORDING)(value)),
  end: anyTime,
};
/** Who says so only listens; there may be many of them. */
const AUDIO: Checks = { listen: oneOf("true") };
const MESSAGES: Checks = { call: () => undefined, line: whole(1, Number.MAX_SAFE_INTEGER), since: anyTime };

/** Every call of the contract, and the files of the page. */
export function routesOf(desk: Controlled, page: readonly PageFile[]): readonly Route[] {
  /** A call that concerns one telephone. */
  const onLine =
    (act: (handset: Handset, asked: Asked) => Outcome): Route["answer"] =>
    (asked) => {
      const handset = desk.handset(asked.line);
      return handset ? act(handset, asked) : refuse(404, "there is no such line");
    };
  const sounds = new Map<Handset, LiveSound>();
  const soundOf = (handset: Handset): LiveSound => {
    const sound = sounds.get(handset) ?? new LiveSound(handset);
    sounds.set(handset, sound);
    return sound;
  };
  return [
    { method: "GET", path: "/api/state", answer: () => json(desk.state()) },
    { method: "POST", path: "/api/lines/{n}/hook", answer: onLine(moveHook) },
    { method: "POST", path: "/api/lines/{n}/dial", answer: onLine(dial) },
    {
      method: "POST",
      path: "/api/lines/{n}/speak",
      maxBody: WAV_OCTETS_MOST,
      answer: onLine((handset, asked) => speak(handset, asked)),
    },
    { method: "DELETE", path: "/api/lines/{n}/speak", answer: onLine(hush) },
    {
      method: "GET",
      path: "/api/lines/{n}/heard.wav",
      query: RECORDING,
      answer: onLine((handset, asked) => record(desk, asked, (seconds, end) => handset.heard(seconds, end))),
    },
    {
      method: "GET",
      path: "/api/lines/{n}/line.wav",
      query: RECORDING,
      answer: (asked) => record(desk, asked, (seconds, end) => desk.pair(asked.line, seconds, end)),
    },
    {
      method: "GET",
      path: "/api/lines/{n}/audio",
      query: AUDIO,
      answer: onLine((handset, { query }) => soundOf(handset).enter(query.listen === "true")),
    },
    { method: "GET", path: "/api/events", query: { since: anyTime }, answer: (asked) => follow(desk, asked) },
    { method: "GET", path: "/api/network", answer: () => json(desk.faults) },
    { method: "PUT", path: "/api/network", answer: (asked) => changeFaults(desk, asked) },
    { method: "POST", path: "/api/power", answer: (asked) => switchPower(desk, asked) },
    { method: "GET", path: "/api/capture.pcap", answer: () => pcap(desk.capture()) },
    { method: "GET", path: "/api/sip", query: MESSAGES, answer: ({ query }) => listed(desk.messages(query)) },
    ...(desk.harms ? chipRoutes(desk.harms) : []),
    ...page.map(
      ({ path, type, body }): Route => ({
        method: "GET",
        path,
        query: null, // a browser may be sent here with anything
        answer: () => ({ status: 200, headers: { "content-type": type }, body }),
      }),
    ),
  ];
}

function moveHook(handset: Handset, { body }: Asked): Outcome {
  const move = parseBody(body, HOOK, ["state"]);
  if ("wrong" in move) return refuse(400, move.wrong);
  const { state, ms } = move.ok as { readonly state: string; readonly ms?: number };
  if (state === "flash") {
    if (handset.hook === "on") return refuse(409, "the telephone is on hook");
    return (reply) =>
      handset.flash(ms ?? FLASH_MS, (ok) => reply(ok ? NO_CONTENT : refuse(409, "the hook was moved meanwhile")));
  }
  if (ms !== undefined) return refuse(400, "ms is for a flash");
  if (state === "off") handset.lift();
  else handset.hangUp();
  return NO_CONTENT;
}

function dial(handset: Handset, { body }: Asked): Outcome {
  const asked = parseBody(body, KEYS, ["digits"]);
  if ("wrong" in asked) return refuse(400, asked.wrong);
  const { digits, method = "dtmf", on, off } = asked.ok as Partial<DialHow> & { readonly digits: string };
  if (method === "pulse" && !/^[0-9]+$/.test(digits)) return refuse(400, "digits are 0 to 9 with pulse");
  if (handset.hook === "on") return refuse(409, "the telephone is on hook");
  if (handset.dialling) return refuse(409, "this telephone is being dialled already");
  return (reply) =>
    handset.dial(digits, { method, on: on ?? KEY_MS, off: off ?? KEY_MS }, (outcome) =>
      reply(outcome === "done" ? NO_CONTENT : refuse(409, "the telephone was hung up")),
    );
}

function speak(handset: Handset, { body }: Asked): Outcome {
  if (handset.hook === "on") return refuse(409, "the telephone is on hook");
  const sound = parseWav(body);
  if ("refuse" in sound) return refuse(400, sound.refuse);
  return handset.speak(sound.samples) ? NO_CONTENT : refuse(409, "too much waits to be said");
}

function hush(handset: Handset): Outcome {
  handset.hush();
  return NO_CONTENT;
}

function record({ time }: Controlled, { query }: Asked, take: TakeRecording): Outcome {
  const { seconds = RECORDING_SECONDS, end } = query as { readonly seconds?: number; readonly end?: number };
  if (end !== undefined && end > time.now()) return refuse(400, "end is in the future");
  const answer = (): Answer => {
    const recording = take(seconds, end);
    const headers = { "content-type": "audio/wav", "x-end": String(recording.end) };
    return { status: 200, headers, body: emitWav(recording.samples) };
  };
  const wait = end === undefined ? 0 : end + SETTLED_MS - time.now();
  if (wait <= 0) return answer();
  return (reply) => {
    time.after(wait, () => reply(answer()));
  };
}

function changeFaults(desk: Controlled, { body }: Asked): Outcome {
  const faults = parseBody(body, FAULTS);
  if ("wrong" in faults) return refuse(400, faults.wrong);
  desk.changeFaults(faults.ok);
  return json(desk.faults);
}

function switchPower(desk: Controlled, { body }: Asked): Outcome {
  const asked = parseBody(body, { action: oneOf(...POWER) }, ["action"]);
  if ("wrong" in asked) return refuse(400, asked.wrong);
  try {
    desk.switchPower(asked.ok.action as Power);
  } catch (error) {
    return refuse(409, `the adapter does not start: ${error instanceof Error ? error.message : error}`);
  }
  return NO_CONTENT;
}

function follow({ events, time }: Controlled, { query, lastEventId }: Asked): Outcome {
  let from = query.since === undefined ? events.last : events.before(query.since as number);
  if (lastEventId) {
    if (!/^\d{1,15}$/.test(lastEventId)) return refuse(400, "Last-Event-ID is not one of ours");
    from = Math.min(Number(lastEventId), events.last);
  }
  const headers = { "content-type": "text/event-stream" };
  return { status: 200, headers, start: (sink) => stream(events, time, from, sink) };
}

function stream(log: EventLog, time: Time, from: number, sink: Sink): () => void {
  const follower = new Follower({ log, time, from, sink, emit: emitServerSent });
  let silence = () => {};
  const beat = () => {
    silence = time.after(HEARTBEAT_MS, () => {
      if (!follower.waiting) sink.write(HEARTBEAT);
      beat();
    });
  };
  beat();
  return () => {
    silence();
    follower.close();
  };
}

function pcap(pieces: readonly Uint8Array[]): Answer {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return {
    status: 200,
    headers: {
      "content-type": "application/vnd.tcpdump.pcap",
      "content-length": String(length),
      "content-disposition": 'attachment; filename="capture.pcap"',
    },
    body: pieces,
  };
}

/** A list in JSON, a few rows at a time. */
const listed = (rows: readonly TracedMessage[]): Answer => ({
  status: 200,
  headers: { "content-type": JSON_TYPE },
  body: rows.length <= BATCH ? JSON.stringify(rows) : piecesOf(rows),
});

function* piecesOf(rows: readonly TracedMessage[]): Generator<string> {
  for (let at = 0; at < rows.length; at += BATCH)
    yield `${at === 0 ? "[" : ","}${JSON.stringify(rows.slice(at, at + BATCH)).slice(1, -1)}`;
  yield "]";
}
