import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { NEVER } from "../../../firmware/base/instant.js";
import { CONNECT_WITHIN, LIFE, MOST_WAITING } from "../../../firmware/events/limits.js";
import { Publishing, type PublishingOrder } from "../../../firmware/events/publishing.js";
import { discovery, discoveryCount, LINE_STATES } from "../../../firmware/events/topics.js";

const options = {
  ...{ broker: "b:1883", prefix: "ata", device: "020000000001", lines: 2, forgets: false },
  discovery: null,
};
const HOME = { product: "Two-Line ATA", version: "1.2.3", model: "board" };
const deeds = (orders: readonly PublishingOrder[]) =>
  orders.map((order) => (order.do === "log" ? `${order.level} ${order.text}` : order.do));

/** Everything there is to publish now. */
function told(publishing: Publishing): string[] {
  const all: string[] = [];
  for (let next = publishing.next; next !== null && all.length < 100; next = publishing.next) {
    all.push(`${next.topic} ${next.text}${next.retain ? " kept" : ""}`);
    publishing.published();
  }
  return all;
}

describe("events on their way to a broker", () => {
  it("wait for the network, then for the broker, and come after what stands", () => {
    const publishing = new Publishing(options);
    deepEqual(deeds(publishing.put("{1}", 0)), []);
    publishing.set(1, "state", "online");
    equal(publishing.deadline, LIFE);
    deepEqual(deeds(publishing.connected(true, 10)), ["connect"]);
    equal(publishing.deadline, 10 + CONNECT_WITHIN);
    equal(publishing.next, null);
    deepEqual(deeds(publishing.ready()), ["publish"]);
    deepEqual(told(publishing), ["ata/status online kept", "ata/line/1/state online kept", "ata/event {1}"]);
    deepEqual([publishing.deadline, deeds(publishing.set(1, "state", "online"))], [NEVER, []]);
    deepEqual(deeds(publishing.set(1, "state", "offhook")), ["publish"]);
    deepEqual(told(publishing), ["ata/line/1/state offhook kept"]);
    deepEqual(publishing.farewell, { topic: "ata/status", text: "offline", retain: true });
  });

  it("begin anew with what stands when the connection breaks, and each event is told once", () => {
    const publishing = new Publishing(options);
    publishing.set(2, "state", "online");
    publishing.connected(true, 0);
    publishing.ready();
    publishing.put("{1}", 1);
    told(publishing);
    deepEqual(deeds(publishing.closed("gone", 1000)), ["warning b:1883 cannot be told what happens: gone"]);
    publishing.put("{2}", 1001);
    publishing.set(2, "state", "ringing");
    equal(publishing.deadline, 3000);
    deepEqual(deeds(publishing.poll(3000)), ["connect"]);
    deepEqual(deeds(publishing.closed("gone", 3001)), []);
    deepEqual(deeds(publishing.poll(7001)), ["connect"]);
    deepEqual(deeds(publishing.ready()), ["info b:1883 is told again what happens", "publish"]);
    deepEqual(told(publishing), ["ata/status online kept", "ata/line/2/state ringing kept", "ata/event {2}"]);
  });

  it("give up on a broker that says nothing", () => {
    const publishing = new Publishing(options);
    publishing.connected(true, 0);
    deepEqual(deeds(publishing.poll(CONNECT_WITHIN)), [
      "disconnect",
      "warning b:1883 cannot be told what happens: no answer within 30 s",
    ]);
    deepEqual(deeds(publishing.ready()), []);
  });

  it("stay where they are while there is no room", () => {
    const publishing = new Publishing(options);
    publishing.connected(true, 0);
    publishing.ready();
    deepEqual([publishing.next?.topic, publishing.next?.topic], ["ata/status", "ata/status"]);
    publishing.published();
    equal(publishing.next, null);
  });

  it("tell Home Assistant of every line, or have it forget them", () => {
    const publishing = new Publishing({ ...options, discovery: HOME });
    publishing.connected(true, 0);
    publishing.ready();
    equal(told(publishing).length, 1 + discoveryCount(2));
    const forgetful = new Publishing({ ...options, forgets: true });
    forgetful.connected(true, 0);
    forgetful.ready();
    const [, ...forgotten] = told(forgetful);
    equal(forgotten.length, discoveryCount(2));
    ok(
      forgotten.every((text) =>
        /^homeassistant\/[a-z_]+\/ata_020000000001\/line[12]_[a-z]+\/config {2}kept$/.test(text),
      ),
    );
  });

  it("are never more than fit, whatever happens", () => {
    const step = fc.oneof(
      fc.constantFrom("put", "ready", "closed", "up", "down", "told" as const),
      fc.constantFrom(...LINE_STATES),
      fc.integer({ min: 1, max: 400_000 }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (all) => {
        const publishing = new Publishing({ ...options, discovery: HOME });
        let now = 0;
        let connections = 0;
        const did = (orders: readonly PublishingOrder[]) => {
          for (const order of orders) {
            if (order.do === "connect") connections++;
            if (order.do === "disconnect") connections--;
          }
        };
        for (const one of all) {
          now++;
          if (one === "put") did(publishing.put("{}", now));
          else if (one === "ready") connections > 0 && did(publishing.ready());
          else if (one === "closed") {
            if (connections > 0) {
              connections--;
              did(publishing.closed("gone", now));
            }
          } else if (one === "up" || one === "down") did(publishing.connected(one === "up", now));
          else if (one === "told") told(publishing);
          else if (typeof one === "number") {
            now += one;
            if (publishing.deadline <= now) did(publishing.poll(now));
          } else did(publishing.set(1, "state", one));
          ok(publishing.waiting <= MOST_WAITING);
          ok(connections === 0 || connections === 1, "one connection");
        }
        if (connections === 0) did(publishing.connected(true, now));
        did(publishing.ready());
        told(publishing);
        deepEqual([publishing.waiting, publishing.next], [0, null]);
      }),
    );
  });
});

describe("what Home Assistant is told", () => {
  it("is JSON that names topics of ours, in less than a kilobyte each", () => {
    const ids = new Set<string>();
    for (let at = 0; at < discoveryCount(2); at++) {
      const { topic, text } = discovery(at, "020000000001", "house/telephone", { ...HOME, model: "m".repeat(40) });
      const entity = JSON.parse(text);
      ok(/^house\/telephone\/line\/[12]\/(state|caller|messages)$/.test(entity.state_topic), entity.state_topic);
      equal(entity.availability_topic, "house/telephone/status");
      ok(topic.length + text.length < 1024, String(text.length));
      ids.add(entity.unique_id);
      equal(discovery(at, "020000000001", "house/telephone", null).text, "");
    }
    equal(ids.size, discoveryCount(2));
  });
});
