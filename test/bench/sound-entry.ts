/** What the bench measures of sound: the firmware whole, with both its lines talking, and the path of sound by its parts. */
import { Adapter } from "../../firmware/adapter/adapter.js";
import { octetsOf, textOf } from "../../firmware/base/text.js";
import { encodeUlaw } from "../../firmware/dsp/g711.js";
import { Earpiece } from "../../firmware/line/earpiece.js";
import { Mouthpiece } from "../../firmware/line/mouthpiece.js";
import { Voice } from "../../firmware/media/voice.js";
import { emitRtp, emptyRtpHeader, RTP_HEADER_LENGTH } from "../../firmware/wire/rtp/rtp.js";
import type { Datagram } from "../../hal/network.js";
import { speech } from "../speech.js";
import { Ear, FRAME, Mouth, SERVER, StillBoard } from "./still-board.js";

const LINES = 2;
/** A canceller is made for the board's queues, here of one frame. */
const ECHO_DELAY = FRAME;
const SPEECH = speech(4);
/** What the far end says, as packets whose header is written when they come. */
const PACKETS: readonly Datagram[] = Array.from({ length: SPEECH.length / FRAME }, (_, n) => {
  const octets = new Uint8Array(RTP_HEADER_LENGTH + FRAME);
  encodeUlaw(SPEECH.subarray(n * FRAME, (n + 1) * FRAME), octets, RTP_HEADER_LENGTH);
  return { octets, address: SERVER.address, port: 0 };
});
const SPOKEN = Array.from({ length: SPEECH.length / FRAME }, (_, n) => SPEECH.slice(n * FRAME, (n + 1) * FRAME));

const house = new StillBoard(ECHO_DELAY);
const headers = Array.from({ length: LINES }, (_, line) => ({
  ...emptyRtpHeader(),
  ssrc: 0x5eed + line,
  timestamp: 77,
  sequence: 9,
}));
let adapter: Adapter | null = null;
let said = 0;

function nextPacket(line: number): Datagram {
  const header = headers[line];
  const packet = PACKETS[said];
  emitRtp(header, packet.octets);
  header.sequence = (header.sequence + 1) & 0xffff;
  header.timestamp = (header.timestamp + FRAME) >>> 0;
  return packet;
}

/** The pure path: two voices, and what lies over them in the ear. */
const frame = new Int16Array(FRAME);
const voices: Voice[] = [];
const earpieces: Earpiece[] = [];
const mouthpieces: Mouthpiece[] = [];

/** What the firmware asks of the board in a frame. */
type Double = {
  readonly packet: (line: number) => Datagram;
  readonly ear: Pick<Ear, "hear" | "read" | "write">;
  readonly mouth: Pick<Mouth, "read" | "write">;
  readonly clock: { now(): number };
};

const nothing = () => {};
const double: Double = {
  packet: nextPacket,
  ear: new Ear({ still: true, said: frame as never, speaker: null }, { openUdp: nothing } as never, {
    port: 0,
    dscp: 0,
    onReadable: nothing,
  }),
  mouth: new Mouth({ onHook: nothing, onReadable: nothing, onError: nothing } as never),
  clock: house.board.clock,
};
const nobody: Double = {
  packet: (_line) => PACKETS[0],
  ear: { hear(_datagram) {}, read: nothing as () => undefined, write(_octets, _address, _port) {} },
  mouth: { read: (_frame) => FRAME, write: (_frame) => FRAME },
  clock: { now: () => 0 },
};

/** As `frames` does: a packet comes, is read, and there is no other; a frame up, a packet out, a frame down. */
function useDoubles(n: number, { packet, ear, mouth, clock }: Double): null {
  for (let i = 0; i < n; i++) {
    for (let line = 0; line < LINES; line++) {
      const datagram = packet(line);
      ear.hear(datagram);
      clock.now();
      ear.read();
      ear.read();
      clock.now();
      mouth.read(frame);
      ear.write(datagram.octets, datagram.address, datagram.port);
      mouth.write(frame);
    }
    said = said + 1 < PACKETS.length ? said + 1 : 0;
  }
  return null;
}

const commands: { readonly [name: string]: (...args: number[]) => unknown } = {
  nothing: () => null,
  collect: () => (globalThis as unknown as { gc(): void }).gc(),
  /** Both lines are connected to the echo; from then on the network is still. */
  talk() {
    house.openPbx();
    adapter = new Adapter(house.board);
    house.time.advance(1000);
    for (const mouth of house.mouths) mouth.options.onHook(true);
    house.time.advance(2000);
    house.network.still = true;
    return adapter.status().lines.map(({ call }) => call);
  },
  /** 20 ms of both lines: to each a packet in, a frame up, a packet out, a frame down. */
  frames(n: number) {
    for (let i = 0; i < n; i++) {
      for (let line = 0; line < LINES; line++) {
        house.sockets[2 + 2 * line].hear(nextPacket(line));
        house.mouths[line].options.onReadable();
      }
      said = said + 1 < PACKETS.length ? said + 1 : 0;
    }
    return null;
  },
  /** The bench's own part in `frames`: packets are written, sockets, line and clock are its own. */
  frameOverhead: (n: number) => useDoubles(n, double),
  /** The same calls to what does nothing: they are the firmware's. */
  calls: (n: number) => useDoubles(n, nobody),
  /** The bench's own part in `path` and `keys`. */
  pathOverhead(n: number) {
    for (let i = 0; i < n; i++) {
      for (let line = 0; line < LINES; line++) {
        nextPacket(line);
        frame.set(SPOKEN[said]);
      }
      said = said + 1 < PACKETS.length ? said + 1 : 0;
    }
    return null;
  },
  keysOverhead(n: number) {
    for (let i = 0; i < n; i++) {
      for (let line = 0; line < LINES; line++) frame.set(SPOKEN[said]);
      said = said + 1 < PACKETS.length ? said + 1 : 0;
    }
    return null;
  },
  /** Ready for `path`. */
  prepare() {
    for (let line = 0; line < LINES; line++) {
      const voice = new Voice({ ssrc: line, sequence: 0, timestamp: 0, cname: "bench", controlInterval: 0 });
      const remote = { address: SERVER.address, port: 0 };
      voice.agree(
        {
          remote,
          remoteControl: null,
          codec: "PCMU",
          payloadType: 0,
          payloadTypeIn: 0,
          otherPayloadTypeIn: 8,
          eventPayloadType: 101,
          eventPayloadTypeIn: 101,
          packetTime: 20,
          direction: "sendrecv",
        },
        0,
      );
      voices.push(voice);
      earpieces.push(new Earpiece({ level: -16, twist: 2, on: 100, off: 60 }));
      mouthpieces.push(new Mouthpiece());
    }
    return null;
  },
  /** 20 ms of both: G.711, RTP, jitter buffer and earpiece, gains of 0 dB, no detectors and no canceller. */
  path(n: number) {
    for (let i = 0; i < n; i++) {
      for (let line = 0; line < LINES; line++) {
        const voice = voices[line];
        const { octets, address, port } = nextPacket(line);
        voice.receive(octets, address, port, 20 * i);
        frame.set(SPOKEN[said]);
        voice.speak(frame);
        while (voice.take() !== null);
        voice.listen(frame);
        earpieces[line].listen(frame);
      }
      said = said + 1 < PACKETS.length ? said + 1 : 0;
    }
    return null;
  },
  /** 20 ms of both, through what listens for keys. */
  keys(n: number) {
    for (let i = 0; i < n; i++) {
      for (let line = 0; line < LINES; line++) {
        frame.set(SPOKEN[said]);
        mouthpieces[line].speak(frame);
        mouthpieces[line].listen(frame);
      }
      said = said + 1 < PACKETS.length ? said + 1 : 0;
    }
    return null;
  },
};

Object.assign(globalThis, {
  handleCommand(message: ArrayBuffer): ArrayBufferLike {
    const [name, ...args] = JSON.parse(textOf(new Uint8Array(message))) as [string, ...number[]];
    return octetsOf(JSON.stringify(commands[name](...args) ?? null)).buffer;
  },
});
