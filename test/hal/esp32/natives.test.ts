import { deepEqual, equal } from "node:assert/strict";
import { pbkdf2Sync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deriver, play, refusals } from "./compile.js";

describe("the native classes of the board", () => {
  it("are compiled without a warning", () => {
    deepEqual(refusals([["cc", "-O2"]]), []);
  });

  it("derive the keys that everybody derives", () => {
    const scratch = mkdtempSync(join(tmpdir(), "derive-"));
    try {
      const derive = deriver(["cc", "-O2", "-fsanitize=address,undefined"], scratch);
      for (const [password, salt, iterations, length] of [
        ["", "", 1, 32],
        ["password", "salt", 1, 20],
        ["password", "NaCl", 1000, 64],
        ["a password of more than sixty-four characters, which is digested before it is used", "x".repeat(1000), 3, 96],
        ["x".repeat(64), "y".repeat(55), 2, 1],
        ["x".repeat(65), "y".repeat(56), 2, 33],
        ["x".repeat(63), "y".repeat(60), 2, 256],
      ] as const) {
        const hex = (text: string) => Buffer.from(text).toString("hex");
        equal(
          derive(hex(password), hex(salt), String(iterations), String(length)),
          pbkdf2Sync(password, salt, iterations, length, "sha256").toString("hex"),
        );
      }
      equal(derive("", "", "0", "32").trim(), "no such key");
      equal(derive("", "", "1", "257").trim(), "no such key");
      equal(derive("", "00".repeat(1025), "1", "1").trim(), "too much salt");
    } finally {
      rmSync(scratch, { recursive: true });
    }
  });

  it("ask for a highway of 512 kHz with its clock turned round, and carry frames and datagrams", () => {
    deepEqual(play(["cc", "-O1", "-g"]), [
      "pins 32 33 5 35, inverted 1",
      "bit clock 512000, sync of 1, 4 buffers of 40, internal 1, channels 2",
      "at rest: 0 calls",
      "two frames of slot 1: 2 calls, the last for 1",
      "read 160, from -100 to -103",
      "slot 0 read 0, took 0",
      // 80 samples of silence give the next frame time; the low half of a word is nobody's.
      "took 160, lead 0 0, then -1000, other slot 0",
      "underruns 3",
      "overruns 1",
      "stopped: 0 calls, read 0",
      "told late: 1 calls",
      "closed in a call: channels 0, memories 0, remembered 0",
      "refused 1, memories 0, remembered 0",
      "port 1 refused 1",
      // DSCP 46, expedited forwarding, in the upper six bits.
      "tos 184, port 49152",
      "messages 1, calls 1",
      "one from 127.0.0.1:5060",
      "fragment from as before:5061",
      "sent 1: 5 octets to c0000207:4000",
      "sent 0",
      "of 40 waited 24, left 0",
      "closed: gone, left 0, remembered 0, messages 1, calls 0",
    ]);
  });
});
