import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { options } from "../../../firmware/menu/codes.js";
import { Menu, type MenuOrder } from "../../../firmware/menu/menu.js";
import { WORDS } from "../../../firmware/menu/words.js";

/** A caller of the menu: presses keys a second apart, and notes what comes of it. */
function caller(isProtected = false) {
  const menu = new Menu({ isProtected, resets: true });
  let now = 0;
  let orders: MenuOrder[] = [...menu.start(now)];
  const take = () => {
    const taken = orders;
    orders = [];
    return taken.map((order) => ("say" in order ? order.say.join(" ") : JSON.stringify(order)));
  };
  return {
    menu,
    take,
    press(keys: string, apart = 1000) {
      for (const key of keys) {
        now += apart;
        orders.push(...menu.key(key, now));
      }
      return take();
    },
    told: (good: boolean) => {
      orders.push(...menu.judged(good));
      return take();
    },
    reads: (...read: Parameters<Menu["read"]>) => {
      orders.push(...menu.read(...read));
      return take();
    },
  };
}

describe("the voice menu", () => {
  it("asks for an option, and says that there is no other", () => {
    const { take, press } = caller();
    deepEqual(take(), ["menu"]);
    deepEqual(press("999"), []);
    deepEqual(press("#"), ["unknown menu"]);
    deepEqual(press("#"), ["unknown menu"]);
    deepEqual(press("__proto__#".replace(/[a-z_]/g, "0")), ["unknown menu"]);
  });

  it("reads out what is asked for, and asks for the next", () => {
    const { take, press, reads } = caller();
    take();
    deepEqual(press("110#"), ['{"read":"address"}']);
    deepEqual(reads("address", "10.0.0.2"), ["address 1 0 point 0 point 0 point 2 menu"]);
    deepEqual(press("100#"), ['{"read":"dhcp"}']);
    deepEqual(reads("dhcp", "1"), ["addressing automatic menu"]);
    deepEqual(press("140#"), ['{"read":"mac"}']);
    deepEqual(reads("mac", "0200-00:1a"), ["mac 0 2 0 0 0 0 point 1 a menu"]);
    press("130#");
    deepEqual(reads("gateway", null), ["gateway unset menu"]);
    deepEqual(reads("gateway", null), [], "once");
  });

  it("takes a value by keys, says it back, and keeps it when it is confirmed", () => {
    const { menu, take, press, told } = caller();
    take();
    deepEqual(press("111#"), ["address enter"]);
    deepEqual(press("192*0*2*7#"), ['{"judge":"address","value":"192.0.2.7"}']);
    deepEqual(told(true), ["address 1 9 2 point 0 point 2 point 7 confirm"]);
    deepEqual(press("2"), ["address 1 9 2 point 0 point 2 point 7 confirm"]);
    deepEqual(press("9"), []);
    deepEqual(press("1"), ['{"set":"address","value":"192.0.2.7"}', "saved restart menu"]);
    deepEqual(menu.hangUp(), [{ do: "restart" }]);
  });

  it("asks again for what cannot be, and forgets what is cancelled", () => {
    const { menu, take, press, told } = caller();
    take();
    press("111#");
    press("999*1*1*1#");
    deepEqual(told(false), ["wrong enter"]);
    press("1*1*1*1#");
    told(true);
    deepEqual(press("3"), ["address enter"]);
    press("2*2*2*2#");
    told(true);
    deepEqual(press("*"), ["cancelled menu"]);
    deepEqual(menu.hangUp(), []);
  });

  it("leaves an entry at two stars in a row, and takes slow ones for dots", () => {
    const { take, press } = caller();
    take();
    press("111#");
    deepEqual(press("10"), []);
    deepEqual(press("**", 400), ["cancelled menu"]);
    press("111#");
    deepEqual(press("10*0*0*7#"), ['{"judge":"address","value":"10.0.0.7"}']);
  });

  it("takes 1 and 0 for on and off, and nothing else", () => {
    const { take, press, told } = caller();
    take();
    press("7932#");
    deepEqual(press("5#"), ["wrong enter"]);
    deepEqual(press("0#"), ['{"judge":"page","value":"0"}']);
    deepEqual(told(true), ["page off confirm"]);
    deepEqual(press("1"), ['{"set":"page","value":"0"}', "saved menu"]);
  });

  it("restarts when the receiver lies, and resets only when that is confirmed", () => {
    const restart = caller();
    restart.take();
    deepEqual(restart.press("732668#"), ["restart menu"]);
    deepEqual(restart.menu.hangUp(), [{ do: "restart" }]);

    const reset = caller();
    reset.take();
    deepEqual(reset.press("73738#"), ["reset"]);
    deepEqual(reset.press("5"), []);
    deepEqual(reset.press("*"), ["cancelled menu"]);
    deepEqual(reset.menu.hangUp(), []);
    reset.press("73738#");
    deepEqual(reset.press("1"), ["restart menu"]);
    reset.press("732668#");
    deepEqual(reset.menu.hangUp(), [{ do: "factoryReset" }]);
  });

  it("asks for the password before it changes anything, once, and leaves at the third wrong one", () => {
    const { take, press, told } = caller(true);
    take();
    deepEqual(press("110#"), ['{"read":"address"}']);
    press("#");
    deepEqual(press("73738#"), ["password"]);
    deepEqual(press("1234#"), ['{"admit":"1234"}']);
    deepEqual(told(false), ["wrong password"]);
    press("4321#");
    deepEqual(told(true), ["reset"]);
    deepEqual(press("1"), ["restart menu"]);
    deepEqual(press("111#"), ["address enter"]);

    const thief = caller(true);
    thief.take();
    thief.press("732668#");
    for (let i = 0; i < 2; i++) {
      thief.press("0#");
      thief.told(false);
    }
    thief.press("0#");
    deepEqual(thief.told(false), ['{"leave":true}']);
    deepEqual(thief.menu.hangUp(), []);
  });

  it("forgets nothing where that is barred", () => {
    const menu = new Menu({ isProtected: false, resets: false });
    menu.start(0);
    let last: readonly MenuOrder[] = [];
    for (const key of "73738#") last = menu.key(key, 0);
    deepEqual(last, [{ say: ["unknown", "menu"] }]);
  });

  it("is left by its own option, and after a minute without a key", () => {
    const { menu, take, press } = caller();
    take();
    deepEqual(press("3948#"), ['{"leave":true}']);
    const idle = new Menu({ isProtected: false, resets: true });
    idle.start(1000);
    idle.key("1", 2000);
    deepEqual(idle.poll(61_999), []);
    deepEqual(idle.poll(62_000), [{ leave: true }]);
    equal(idle.deadline, Number.POSITIVE_INFINITY);
    deepEqual(menu.hangUp(), []);
  });

  it("bears any keys, says only what it can, and sets only what was judged good and confirmed", () => {
    const step = fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(..."0123456789*#") },
      { weight: 3, arbitrary: fc.constantFrom(...Object.keys(options).map((code) => `${code}#`)) },
      { weight: 3, arbitrary: fc.constantFrom("good", "bad", "told") },
    );
    fc.assert(
      fc.property(fc.boolean(), fc.array(step, { maxLength: 60 }), fc.nat(3000), (isProtected, steps, apart) => {
        const menu = new Menu({ isProtected, resets: true });
        let now = 0;
        let good = "";
        let asked = "";
        let admitted = !isProtected;
        let reading: MenuOrder | null = null;
        const hear = (orders: readonly MenuOrder[]) => {
          for (const order of orders) {
            if ("say" in order) for (const word of order.say) ok(WORDS.includes(word), word);
            if ("judge" in order) asked = `${order.judge} ${order.value}`;
            if ("read" in order) reading = order;
            if ("set" in order) {
              ok(admitted);
              equal(`${order.set} ${order.value}`, good);
            }
            if ("judge" in order) ok(admitted);
          }
        };
        hear(menu.start(now));
        for (const one of steps) {
          now += apart;
          if (one === "good" || one === "bad") {
            if (asked === "") admitted ||= one === "good" && isProtected;
            if (one === "good") good = asked || good;
            asked = "";
            hear(menu.judged(one === "good"));
          } else if (one === "told" && reading !== null && "read" in (reading as MenuOrder))
            hear(menu.read((reading as { read: "address" }).read, "1.2.3.4"));
          else if (one !== "told") for (const key of one) hear(menu.key(key, now));
        }
        hear(menu.poll(now + 100_000));
        for (const order of menu.hangUp()) ok("do" in order && admitted);
      }),
    );
  });
});
