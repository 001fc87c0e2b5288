import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { octetsOf, textOf } from "../../../../firmware/base/text.js";
import { TftpClient, type TftpOutput } from "../../../../firmware/wire/tftp/tftp-client.js";

const SERVER = "192.0.2.1";
const TID = 40_000;

const data = (block: number, octets: Uint8Array) => new Uint8Array([0, 3, block >> 8, block & 255, ...octets]);
const block = (number: number, length: number) => data(number, new Uint8Array(length).fill(number));
const oack = (options: string) => new Uint8Array([0, 6, ...octetsOf(options)]);
const error = (code: number, message: string) => new Uint8Array([0, 5, 0, code, ...octetsOf(`${message}\0`)]);

/** What was said, in short: `ack 1 40000`, `ask 69`, `done 7`. */
function said(outputs: readonly TftpOutput[]): string[] {
  return outputs.map((output) => {
    if ("done" in output) return `done ${output.done.length}`;
    if ("failed" in output) return `failed${output.missing ? " missing" : ""}: ${output.failed}`;
    const { send, port } = output;
    const number = (send[2] << 8) | send[3];
    return send[1] === 1 ? `ask ${port}` : send[1] === 4 ? `ack ${number} ${port}` : `error ${number} ${port}`;
  });
}

const client = (longest = 10_000) => new TftpClient({ file: "/spa.cfg", address: SERVER, port: 69, longest }, 0);
const hear = (t: TftpClient, now: number, octets: Uint8Array, port = TID) => said(t.receive(octets, SERVER, port, now));

describe("a TFTP client", () => {
  it("asks for a file in large blocks, and for its length", () => {
    const [first] = client().start();
    ok("send" in first);
    equal(first.port, 69);
    equal(textOf(first.send), "\0\x01/spa.cfg\0octet\0blksize\x001428\0tsize\x000\0");
  });

  it("takes block after block of the size agreed", () => {
    const t = client();
    deepEqual(hear(t, 10, oack("blksize\x001428\0tsize\x001500\0")), ["ack 0 40000"]);
    deepEqual(hear(t, 20, block(1, 1428)), ["ack 1 40000"]);
    deepEqual(hear(t, 30, block(2, 72)), ["ack 2 40000", "done 1500"]);
    equal(t.deadline, Infinity);
    deepEqual(hear(t, 40, block(2, 72)), []);
  });

  it("takes plain blocks of a server that knows no options, the last of them perhaps empty", () => {
    const t = client();
    deepEqual(hear(t, 10, block(1, 512)), ["ack 1 40000"]);
    deepEqual(hear(t, 20, block(2, 0)), ["ack 2 40000", "done 512"]);
  });

  it("hands each block on once, keeps none, and stops where no more is wanted", () => {
    const taken: number[] = [];
    const options = { file: "/a", address: SERVER, port: 69, longest: 10_000 };
    const t = new TftpClient({ ...options, onBlock: (octets) => taken.push(octets.length) < 3 }, 0);
    hear(t, 10, block(1, 512));
    hear(t, 11, block(1, 512));
    deepEqual(hear(t, 200_000, block(2, 512)), ["ack 2 40000"]);
    deepEqual(hear(t, 200_001, block(3, 512)), ["error 3 40000", "failed: the file is not wanted"]);
    deepEqual(taken, [512, 512, 512]);
    const short = new TftpClient({ ...options, onBlock: () => true }, 0);
    deepEqual(hear(short, 10, block(1, 7)), ["ack 1 40000", "done 0"]);
  });

  it("says again what may have been lost, less and less often, and gives up", () => {
    const t = client();
    const times: number[] = [];
    let outputs: readonly TftpOutput[] = [];
    for (let n = 0; n < 10 && t.deadline < Infinity; n++) {
      times.push(t.deadline);
      outputs = t.poll(t.deadline);
    }
    deepEqual(times, [1000, 3000, 7000, 15_000, 23_000, 31_000]);
    deepEqual(said(outputs), ["failed: the server does not answer"]);
  });

  it("acknowledges again what is said twice, and passes over the rest", () => {
    const t = client();
    hear(t, 10, oack("blksize\x001428\0"));
    hear(t, 20, block(1, 1428));
    deepEqual(hear(t, 30, block(1, 1428)), ["ack 1 40000"]);
    deepEqual(hear(t, 30, block(3, 1428)), []);
    deepEqual(said(t.poll(1020)), ["ack 1 40000"]);
    deepEqual(hear(t, 1030, oack("blksize\x00512\0")), []);
    deepEqual(hear(t, 1040, block(2, 1)), ["ack 2 40000", "done 1429"]);
  });

  it("hears nobody else", () => {
    const t = client();
    hear(t, 10, block(1, 512));
    deepEqual(hear(t, 20, block(2, 1), TID + 1), ["error 5 40001"]);
    deepEqual(said(t.receive(block(2, 1), "192.0.2.2", TID, 30)), []);
    deepEqual(hear(t, 40, block(2, 1)), ["ack 2 40000", "done 513"]);
  });

  it("says why there is nothing", () => {
    deepEqual(hear(client(), 10, error(1, "File not found")), ["failed missing: File not found"]);
    deepEqual(hear(client(), 10, error(2, "")), ["failed: the server answers error 2"]);
  });

  it("takes nothing that is too long, or of another size", () => {
    deepEqual(hear(client(), 0, oack("tsize\x0010001\0")), [
      "error 3 40000",
      "failed: the file is longer than 10000 octets",
    ]);
    const t = client(600);
    hear(t, 0, block(1, 512));
    deepEqual(hear(t, 0, block(2, 100)), ["error 3 40000", "failed: the file is longer than 600 octets"]);
    for (const size of ["1429", "7", "x"])
      deepEqual(hear(client(), 0, oack(`blksize\x00${size}\0`)), [
        "error 8 40000",
        "failed: the server offers another block size",
      ]);
    deepEqual(hear(client(), 0, block(1, 513)), ["error 4 40000", "failed: a block is longer than was agreed"]);
  });

  it("does not wait for ever for a server that never ends", () => {
    const t = client();
    let n = 0;
    let last: string[] = [];
    for (let now = 0; now <= 130_000 && last[0] === undefined; now += 900) {
      if (t.deadline <= now) last = said(t.poll(now)).filter((one) => one.startsWith("failed"));
      else if (n === 0) hear(t, now, block(++n, 512));
      else hear(t, now, block(n, 512));
    }
    deepEqual(last, ["failed: the server does not answer"]);
  });

  it("survives whatever it hears", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (packets) => {
        const t = client();
        for (const [n, packet] of packets.entries()) {
          t.receive(packet, SERVER, TID, n);
          t.receive(new Uint8Array([0, 3 + (n % 4), ...packet]), SERVER, TID, n);
        }
      }),
    );
  });
});
