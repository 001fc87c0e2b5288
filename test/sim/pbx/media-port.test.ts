import { deepEqual } from "node:assert/strict";
import type { Udp } from "../../../hal/network.js";
import { chanceOf } from "../../../sim/chance.js";
import { Lan } from "../../../sim/network/lan.js";
import { MediaPort } from "../../../sim/pbx/media-port.js";
import { VirtualTime } from "../../../sim/time.js";

describe("a media port", () => {
  const time = new VirtualTime();
  const lan = new Lan({ time });
  const port = MediaPort.open(lan.host("10.0.0.1"), chanceOf(1, "pbx")) as MediaPort;
  const heard: number[] = [];
  port.onSound = ([octet]) => heard.push(octet);
  const socket = (address: string, port: number): Udp => lan.host(address).openUdp({ port, onReadable: () => {} });
  const [leg, moved, stranger] = [socket("10.0.0.2", 4000), socket("10.0.0.2", 4444), socket("10.0.0.66", 4000)];
  const say = (from: Udp, octet: number) => {
    from.write(new Uint8Array([octet]), port.local.address, port.local.port);
    time.advance(10);
    return heard.splice(0);
  };
  const described = { sound: { address: "10.0.0.2", port: 4000 }, control: null };

  it("hears nobody before a description", () => deepEqual(say(leg, 1), []));

  it("hears the leg and no stranger", () => {
    port.ears = described;
    deepEqual([say(stranger, 1), say(leg, 2), say(stranger, 3)], [[], [2], []]);
  });

  it("hears the port that was described rather than another of that host", () => {
    deepEqual([say(moved, 1), say(leg, 2)], [[], [2]]);
    port.ears = { ...described };
    deepEqual([say(moved, 3), say(moved, 4), say(leg, 5), say(moved, 6)], [[3], [4], [5], []]);
  });
});
