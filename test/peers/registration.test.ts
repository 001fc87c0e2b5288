/** Registration when the registrar is not kind: old nonces, wrong passwords, an end and a new beginning. */
import { equal, match, ok } from "node:assert/strict";
import { Desk, pause, type SipMessage } from "./desk.js";
import { hasSpokenWell } from "./judge.js";
import { keepTraces, needs, ports, Registrar } from "./lab.js";
import { provider, set } from "./provider.js";

const SHORT = set("Register_Expires[1]=12", "Register_Expires[2]=12");
const IMPATIENT = set("Reg_Retry_Intvl=2", "Reg_Retry_Long_Intvl=4", "SIP_Timer_F=3");

describe("a strict Kamailio", () => {
  const registrar = new Registrar("strict", ports.strict, { KAM_NONCE_EXPIRE: "5", KAM_MINEXP: "10" });
  let desk: Desk;
  keepTraces(() => desk);

  before(async function () {
    needs(this, "kamailio", "curl", "python3", "tshark");
    await registrar.start();
  });
  after(() => registrar.stop());
  afterEach(async () => {
    if (desk) await hasSpokenWell(desk);
    await desk?.stop();
  });

  it("says that a nonce is stale, and gets a new answer at once", async () => {
    desk = await Desk.start(["--seed", "14", ...provider(registrar.port, [{ user: "1001" }]), ...SHORT]);
    await desk.event({ type: "registration", line: 1, state: "registered" });
    const stale = await waitForSip(desk, 30_000, ({ message }) => /^SIP\/2\.0 401.*stale=true/is.test(message));
    await waitForSip(
      desk,
      2_000,
      ({ t, message }) => t >= stale.t && /^SIP\/2\.0 200.*CSeq: \d+ REGISTER/s.test(message),
    );
    const failed = desk.events.filter(
      ({ type, line, state }) => type === "registration" && line === 1 && state === "failed",
    );
    equal(failed.length, 0, "a stale nonce is no failure");
  });

  it("refuses a wrong password: one failed event with its code, no storm, and the other line is well", async () => {
    const accounts = [{ user: "1001", password: "wrong" }, { user: "1004" }];
    desk = await Desk.start(["--seed", "15", ...provider(registrar.port, accounts)]);
    await desk.event({ type: "registration", line: 2, state: "registered" });
    const { code } = await desk.event({ type: "registration", line: 1, state: "failed" });
    ok(code === 401 || code === 403, `code ${code}`);
    await pause(5_000);
    const failed = desk.events.filter(
      ({ type, line, state }) => type === "registration" && line === 1 && state === "failed",
    );
    equal(failed.length, 1);
    const asked = (await desk.sip("?line=1")).filter(({ message }) => message.startsWith("REGISTER"));
    ok(asked.length <= 3, `${asked.length} REGISTER in five seconds`);
    const said = desk.events.filter(
      ({ type, line, text }) => type === "log" && line === 1 && /regist/i.test(String(text)),
    );
    equal(said.filter(({ text }) => /40[13]/.test(String(text))).length, 1, `the log says ${JSON.stringify(said)}`);
  });

  it("hears nothing from a line without a proxy", async () => {
    desk = await Desk.start(["--seed", "19", ...provider(registrar.port, [{ user: "1001" }])]);
    await desk.event({ type: "registration", line: 1, state: "registered" });
    await pause(1_000);
    const states = desk.events
      .filter(({ type, line }) => type === "registration" && line === 2)
      .map(({ state }) => state);
    ok(
      states.every((state) => state === "unregistered"),
      `line 2 is ${states}`,
    );
  });

  it("learns a new password of 1001, and lets the line in when it has it again", async () => {
    const accounts = [{ user: "1001" }];
    await registrar.rpc("htable.sets", "pw", "1001", "other");
    desk = await Desk.start(["--seed", "16", ...provider(registrar.port, accounts), ...IMPATIENT]);
    await desk.event({ type: "registration", line: 1, state: "failed" });
    await registrar.rpc("htable.sets", "pw", "1001", "pw-1001");
    await desk.event({ type: "registration", line: 1, state: "registered" }, { within: 10_000 });
  });
});

describe("a Kamailio with wishes of its own", () => {
  const wishes = { KAM_ALGO: "SHA-256", KAM_FLAGS: "WITH_SERVICE_ROUTE WITH_ONE_TIME_NONCE" };
  const registrar = new Registrar("wishful", ports.strict, wishes);
  let desk: Desk;
  keepTraces(() => desk);

  before(async function () {
    needs(this, "kamailio", "curl", "python3", "tshark");
    await registrar.start();
    const accounts = [{ user: "1001" }, { user: "1004" }];
    desk = await Desk.start(["--seed", "21", ...provider(registrar.port, accounts)]);
  });
  after(async () => {
    await desk?.stop();
    await registrar.stop();
  });

  it("is registered with by SHA-256, and called by the route it names, with a nonce for each request", async () => {
    for (const line of [1, 2]) await desk.event({ type: "registration", line, state: "registered" });
    desk.two.attend();
    await desk.one.place("1004");
    await desk.two.event("ring-start");
    const sent = (await desk.sip("?line=1")).filter(({ direction }) => direction === "out");
    const proven = (method: string) =>
      sent
        .map(({ message }) => message)
        .filter((message) => message.startsWith(method) && /^\S*Authorization:/m.test(message));
    const [[register], [invite]] = [proven("REGISTER"), proven("INVITE")];
    for (const message of [register, invite]) match(message, /response="[0-9a-f]{64}".*algorithm=SHA-256.*nc=00000001/);
    match(invite, new RegExp(`^Route: <sip:127\\.0\\.0\\.1:${registrar.port};lr>\\r$`, "m"));
    const nonces = [register, invite].map((message) => / nonce="([^"]+)"/.exec(message)?.[1]);
    equal(new Set(nonces).size, 2);
    await desk.rest();
    await hasSpokenWell(desk);
  });
});

describe("a Kamailio that goes away and comes back", () => {
  const registrar = new Registrar("mortal", ports.mortal);
  let desk: Desk;
  keepTraces(() => desk);

  before(async function () {
    needs(this, "kamailio", "curl", "python3", "tshark");
    await registrar.start();
    const accounts = [{ user: "1001" }, { user: "1004" }];
    desk = await Desk.start(["--seed", "17", ...provider(registrar.port, accounts), ...SHORT, ...IMPATIENT]);
  });
  after(async () => {
    await desk?.stop();
    await registrar.stop();
  });

  it("finds both lines again, and a call goes through", async () => {
    for (const line of [1, 2]) await desk.event({ type: "registration", line, state: "registered" });
    await registrar.stop();
    let mark = desk.mark();
    for (const line of [1, 2])
      await desk.event({ type: "registration", line, state: "failed" }, { after: mark, within: 25_000 });
    await registrar.start();
    mark = desk.mark();
    for (const line of [1, 2])
      await desk.event({ type: "registration", line, state: "registered" }, { after: mark, within: 15_000 });
    desk.two.attend();
    await desk.one.place("1004");
    await desk.two.event("ring-start");
    await desk.rest();
  });

  it("is left alone while it is down, but for the retries", async () => {
    await hasSpokenWell(desk);
    await registrar.stop();
    const { t } = await desk.event({ type: "registration", state: "failed" }, { after: desk.mark(), within: 25_000 });
    const { code, took } = await desk.stop();
    equal(code, 0);
    ok(took < 2_500, `took ${took} ms to end without a registrar (down since ${t})`);
  });
});

async function waitForSip(desk: Desk, within: number, match: (message: SipMessage) => boolean): Promise<SipMessage> {
  for (const until = Date.now() + within; ; await pause(200)) {
    const found = (await desk.sip()).find(match);
    if (found) return found;
    if (Date.now() > until) throw new Error(`no such message within ${within} ms\n${desk.trace()}`);
  }
}
