/**
 * The adapter with one telephone, as a process of its own: `--loop` and its mouthpiece says what its earpiece hears.
 * It lifts when it is rung and hangs up when the call is over. Whoever started it is told where it is, and after
 * each call what the earpiece heard.
 */
import { Desk } from "../../../sim/desk.js";
import { WallTime } from "../../../sim/node/clock.js";
import { nodeCrypto } from "../../../sim/node/crypto.js";
import { NodeNetwork } from "../../../sim/node/udp.js";
import { onClock } from "./clock.js";

export type Told = { readonly port: number } | { readonly heard: number[]; readonly start: number };

const FRAME = 160;
const FRAME_MS = 20;

const time = new WallTime();
const zero = onClock(performance.now()) - time.now();
const settings = {
  "User_ID[1]": "1001",
  "Register[1]": "no",
  "Ans_Call_Without_Reg[1]": "yes",
  "Restrict_Source_IP[1]": "no",
  "Restrict_Contact_User[1]": "no",
  "Echo_Canc_Enable[1]": "no", // what comes back is not to be taken for an echo
};
const desk = new Desk({
  time,
  seed: 7,
  network: new NodeNetwork("127.0.0.1"),
  pbx: null,
  crypto: nodeCrypto,
  settings,
});
const [telephone] = desk.telephones;
const tell = (told: Told) => process.send?.(told);

if (process.argv.includes("--loop")) {
  const frame = telephone.frame.bind(telephone);
  telephone.frame = (heard, said, end) => {
    frame(heard, said, end);
    said.set(heard);
  };
}

let heard: number[] = [];
let start = 0;
let up = false;
telephone.onEar = (frame, end) => {
  if (!up) return;
  if (heard.length === 0) start = zero + end - FRAME_MS;
  const missed = Math.round((zero + end - FRAME_MS - start) * 8) - heard.length;
  for (let i = 0; i < missed; i++) heard.push(0);
  for (let i = 0; i < FRAME; i++) heard.push(frame[i]);
};

let seen = 0;
desk.events.watch(() => {
  for (let next = desk.events.after(seen); next !== null; next = desk.events.after(seen)) {
    seen = next.id;
    const { type, line, state } = JSON.parse(next.json);
    if (line !== 1) continue;
    if (type === "ring-start") time.after(10, () => telephone.lift());
    if (type !== "call") continue;
    if (state === "connected") {
      heard = [];
      up = true;
    } else if (up) {
      up = false;
      tell({ heard, start });
      time.after(10, () => telephone.hangUp());
    }
  }
});
process.on("message", () => desk.close(() => process.exit(0)));
process.on("disconnect", () => process.exit(0));
time.after(500, () => tell({ port: desk.adapter.status().lines[0].sipPort }));
