import { deepEqual, equal, match, ok } from "node:assert/strict";
import fc from "fast-check";
import { emitUrl, help, type Options, parseCommandLine, parseSetFile } from "../../sim/options.js";

const read = (...args: string[]): Options => {
  const asked = parseCommandLine(args);
  if (!("run" in asked)) throw new Error(JSON.stringify(asked));
  return asked.run;
};
const wrong = (...args: string[]): string => {
  const asked = parseCommandLine(args);
  if (!("wrong" in asked)) throw new Error(JSON.stringify(asked));
  return asked.wrong;
};

describe("the command line", () => {
  it("has the defaults of the contract", () => {
    deepEqual(read(), {
      desk: { host: "127.0.0.1", port: 8080 },
      web: { host: "127.0.0.1", port: 8081 },
      sip: { host: "127.0.0.1", port: 0 },
      pbx: "embedded",
      pbxPort: 0,
      ...{ board: "simulated", faults: [] },
      flash: null,
      config: null,
      sets: [],
      headless: false,
      seed: null,
    });
  });

  it("takes every option, with a space or an equals sign", () => {
    deepEqual(
      read(
        "--desk=127.0.0.1:0 --web [::1]:9000 --sip [::1]:5060 --pbx none --pbx-port 5062 --board si321x --fault 2:dcdc --flash f --config=- --headless --seed 7".split(
          " ",
        )[0],
        ..."--web [::1]:9000 --sip [::1]:5060 --pbx none --pbx-port 5062 --board si321x --fault=2:dcdc --flash f --config=- --headless --seed 7".split(
          " ",
        ),
      ),
      {
        desk: { host: "127.0.0.1", port: 0 },
        web: { host: "::1", port: 9000 },
        sip: { host: "::1", port: 5060 },
        pbx: "none",
        pbxPort: 5062,
        ...{ board: "si321x", faults: [{ line: 2, fault: "dcdc" }] },
        flash: "f",
        config: "-",
        sets: [],
        headless: true,
        seed: 7,
      },
    );
    deepEqual(read("--sip", "127.0.0.2").sip, { host: "127.0.0.2", port: 0 });
    deepEqual(read("--sip", "::1").sip, { host: "::1", port: 0 });
    deepEqual(read("--sip", "[::1]").sip, { host: "::1", port: 0 });
    deepEqual(read("--desk", "localhost:80").desk, { host: "localhost", port: 80 });
    deepEqual(read("--seed", "1", "--seed", "2").seed, 2);
  });

  it("keeps settings in their order", () => {
    deepEqual(read("--set", "Proxy[1]=a=b", "--set-file", "more", "--set=Proxy[2]=").sets, [
      { setting: "Proxy[1]=a=b" },
      { file: "more" },
      { setting: "Proxy[2]=" },
    ]);
  });

  it("says in one line what is wrong", () => {
    equal(wrong("--fast"), "unknown option: --fast");
    equal(wrong("-h"), "unknown option: -h");
    equal(wrong("start"), "unexpected argument: start");
    equal(wrong("--board", "x"), "--board is simulated or si321x, not x");
    match(wrong("--board", "si321x", "--fault", "3:dcdc"), /^--fault is LINE:FAULT with line 1 or 2, .*; not 3:dcdc$/);
    match(wrong("--board", "si321x", "--fault", "1:reset"), /not 1:reset$/);
    equal(wrong("--fault", "1:dcdc"), "--fault needs --board si321x");
    equal(wrong("--headless=yes"), "--headless takes no value");
    equal(wrong("--desk"), "--desk needs HOST:PORT");
    equal(wrong("--flash="), "--flash needs FILE");
    for (const desk of [
      "8080",
      ":8080",
      "127.0.0.1",
      "127.0.0.1:",
      "127.0.0.1:65536",
      "127.0.0.1:x",
      "::1:80",
      "[1]:80",
      "1.2.3:80",
    ])
      ok(wrong("--desk", desk).startsWith("--desk is not HOST:PORT"), desk);
    ok(wrong("--sip", "127.0.0.1:65535").includes("line 2"));
    for (const any of ["0.0.0.0", "0.0.0.0:5060", "::", "[::]:0"]) ok(wrong("--sip", any).includes("one address"), any);
    ok(wrong("--pbx", "asterisk").includes("embedded or none"));
    ok(wrong("--pbx-port", "-1").includes("not a port"));
    for (const seed of ["x", "1.5", "-1", "99999999999999999", "0x10"])
      ok(wrong("--seed", seed).includes("whole number"), seed);
    ok(wrong("--set", "Proxy[1]").includes("NAME=VALUE"));
    ok(wrong("--set", "=x").includes("NAME=VALUE"));
  });

  it("shows help and version", () => {
    deepEqual(parseCommandLine(["--help"]), { show: "help" });
    deepEqual(parseCommandLine(["--headless", "--version"]), { show: "version" });
    const text = help();
    for (const option of "--desk --web --sip --pbx --pbx-port --flash --config --set --set-file --headless --seed --help --version".split(
      " ",
    ))
      ok(text.includes(`  ${option}`), option);
  });

  it("answers whatever it is given", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom("--desk", "--sip", "--set", "--seed", "--pbx"))),
        (args) => {
          const asked = parseCommandLine(args);
          ok("run" in asked || "show" in asked || asked.wrong.length > 0);
        },
      ),
    );
  });

  it("writes addresses as URLs", () => {
    equal(emitUrl({ host: "::1", port: 80 }), "http://[::1]:80");
    equal(emitUrl({ host: "127.0.0.1", port: 8080 }), "http://127.0.0.1:8080");
  });
});

describe("a file of settings", () => {
  it("has one a line", () => {
    deepEqual(parseSetFile("Proxy[1]=a\r\n\n# a remark\nDial_Plan[1]=(x.#)\n"), ["Proxy[1]=a", "Dial_Plan[1]=(x.#)"]);
  });

  it("names the line that is none", () => {
    deepEqual(parseSetFile("A=1\nProxy"), { wrong: "line 2 is not NAME=VALUE: Proxy" });
  });
});
