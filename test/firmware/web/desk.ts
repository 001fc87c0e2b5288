/** A browser before the page of an adapter that has telephones, a PBX and a network. */
import type { HttpServerOptions } from "../../../hal/http.js";
import { Desk, type DeskOptions } from "../../../sim/desk.js";
import { Lan } from "../../../sim/network/lan.js";
import { nodeCrypto } from "../../../sim/node/crypto.js";
import { nodeVault } from "../../../sim/node/vault.js";
import { VirtualTime } from "../../../sim/time.js";
import { Client, HOST } from "./client.js";

export function deskVisit(options: Partial<DeskOptions> = {}) {
  const time = new VirtualTime();
  const lan = new Lan({ time, delay: 1 });
  const served: HttpServerOptions[] = [];
  const desk = new Desk({
    time,
    seed: 7,
    network: lan.host("127.0.0.1"),
    pbx: { network: lan.host("127.0.0.1"), port: 0 },
    crypto: nodeCrypto,
    vault: nodeVault,
    hosts: [HOST],
    openHttp: (http) => {
      served.push(http);
      return { port: 80, close: () => served.splice(served.indexOf(http), 1) };
    },
    ...options,
  });
  time.advance(1000);
  return {
    time,
    desk,
    served,
    client: new Client(
      () => served[0],
      "10.0.0.9",
      (ms) => time.advance(ms),
    ),
  };
}

/** Server-sent events, as they come. */
export function listen(client: Client) {
  const events: { readonly event: string; readonly data: unknown }[] = [];
  let ended = false;
  let left = () => {};
  const { status, stream } = client.raw("GET", "/api/events");
  const sink = {
    keepsUp: true,
    write(piece: string | Uint8Array) {
      if (!sink.keepsUp) return false;
      for (const [, event, data] of String(piece).matchAll(/^event: (\w+)\ndata: (.*)\n\n/gm))
        events.push({ event, data: JSON.parse(data) });
      return true;
    },
    end() {
      ended = true;
    },
  };
  if (stream) left = stream(sink);
  return {
    status,
    events,
    sink,
    of: (event: string) => events.filter((one) => one.event === event).map(({ data }) => data),
    get ended() {
      return ended;
    },
    leave: () => left(),
  };
}
