/** What a network may carry first: the priority of signalling, and that of sound (RFC 2474). */
import { deepEqual, equal } from "node:assert/strict";
import type { UdpOptions } from "../../hal/network.js";
import { VirtualDesk } from "./desk.js";

describe("a line", () => {
  it("gives its signalling and its sound the priority its owner wants", () => {
    const opened: (readonly [port: number, dscp: number | undefined])[] = [];
    const d = new VirtualDesk((lan) => {
      const host = lan.host("10.0.0.2");
      const openUdp = (options: UdpOptions) => {
        const socket = host.openUdp(options);
        opened.push([socket.port, options.dscp]);
        return socket;
      };
      return {
        network: { ...host, openUdp },
        settings: {
          ...{ "SIP_Port[1]": "5062", "SIP_Port[2]": "5063", "SIP_ToS_DiffServ_Value[1]": "0x88" },
          "RTP_ToS_DiffServ_Value[1]": "0xa0",
        },
      };
    }).started();
    const of = (port: number) => opened.find(([one]) => one === port)?.[1];
    deepEqual([of(5062), of(5063)], [34, 26]);
    for (const [line, dscp] of [
      [1, 40],
      [2, 46],
    ] as const) {
      const before = opened.length;
      d.line(line).lift();
      d.wait(300).dial(line, "600").wait(1000);
      equal(d.call(line), "connected");
      deepEqual(new Set(opened.slice(before).map(([, one]) => one)), new Set([dscp]));
    }
  });
});
