import { deepEqual, equal, ok } from "node:assert/strict";
import { Remote } from "../../../firmware/media/remote.js";
import type { Agreement } from "../../../firmware/wire/agreement.js";

const agreement = (address: string | null, port = 4000): Agreement => ({
  remote: address === null ? null : { address, port },
  remoteControl: address === null ? null : { address, port: port + 1 },
  codec: "PCMU",
  payloadType: 0,
  payloadTypeIn: 0,
  otherPayloadTypeIn: null,
  eventPayloadType: null,
  eventPayloadTypeIn: null,
  packetTime: 20,
  direction: "sendrecv",
});

const agreed = (address: string | null = "10.0.0.1") => {
  const remote = new Remote();
  remote.agree(agreement(address));
  return remote;
};

describe("remote", () => {
  it("is nowhere until agreed, and while held without an address", () => {
    equal(new Remote().sound, null);
    equal(new Remote().knows(""), false);
    const remote = agreed(null);
    deepEqual([remote.sound, remote.control, remote.knows("10.0.0.1")], [null, null, false]);
    equal(remote.admitControl("10.0.0.1", 4001), false);
  });

  it("knows the agreed address only", () => {
    const remote = agreed();
    deepEqual(remote.sound, { address: "10.0.0.1", port: 4000 });
    deepEqual(remote.control, { address: "10.0.0.1", port: 4001 });
    deepEqual([remote.knows("10.0.0.1"), remote.knows("10.0.0.2")], [true, false]);
  });

  it("answers to the port it hears first, and keeps it", () => {
    const remote = agreed();
    equal(remote.admit("10.0.0.1", 5000, 1, 0), true);
    equal(remote.sound?.port, 5000);
    equal(remote.admit("10.0.0.1", 5002, 1, 20), false);
    equal(remote.admit("10.0.0.1", 5002, 2, 40), false, "the first one still speaks");
    equal(remote.admit("10.0.0.1", 5000, 1, 60), true);
    equal(remote.admit("10.0.0.1", 5000, 3, 80), true, "another stream from the same port");
    equal(remote.sound?.port, 5000);
  });

  it("follows the host to another port when the first has fallen silent and the stream is another", () => {
    const remote = agreed();
    remote.admit("10.0.0.1", 5000, 1, 0);
    equal(remote.admit("10.0.0.1", 5002, 1, 500), false);
    equal(remote.admit("10.0.0.1", 5002, 2, 500), true);
    equal(remote.sound?.port, 5002);
  });

  it("learns again after each agreement, and forgets when the place is another", () => {
    const remote = agreed();
    remote.admit("10.0.0.1", 5000, 1, 0);
    remote.agree(agreement("10.0.0.1"));
    equal(remote.sound?.port, 5000, "still the best guess");
    equal(remote.admit("10.0.0.1", 6000, 1, 20), true);
    remote.agree(agreement("10.0.0.1", 7000));
    equal(remote.sound?.port, 7000);
    remote.agree(agreement("10.0.0.9"));
    deepEqual(remote.sound, { address: "10.0.0.9", port: 4000 });
  });

  it("takes nothing of what is still on the way from the port that was left", () => {
    const remote = agreed();
    remote.admit("10.0.0.1", 5000, 1, 0);
    remote.agree(agreement("10.0.0.1", 7000));
    equal(remote.admit("10.0.0.1", 5000, 1, 20), false);
    equal(remote.sound?.port, 7000);
    equal(remote.admit("10.0.0.1", 7000, 2, 40), true);
    equal(remote.admit("10.0.0.1", 5000, 1, 60), false);
    equal(remote.sound?.port, 7000);
  });

  it("believes one that goes on from where it was, after a while", () => {
    const remote = agreed();
    remote.admit("10.0.0.1", 5000, 1, 0);
    remote.agree(agreement("10.0.0.1", 7000));
    for (let at = 20; at < 520; at += 20) equal(remote.admit("10.0.0.1", 5000, 1, at), false);
    equal(remote.admit("10.0.0.1", 5000, 1, 520), true);
    equal(remote.sound?.port, 5000);
    // one that was held comes back to where it was
    remote.agree(agreement(null));
    remote.agree(agreement("10.0.0.1", 7000));
    equal(remote.admit("10.0.0.1", 5000, 1, 540), true);
    // another stream from there is another matter
    remote.agree(agreement("10.0.0.1", 7000));
    remote.agree(agreement("10.0.0.1", 8000));
    equal(remote.admit("10.0.0.1", 5000, 9, 600), true);
  });

  it("comes back from hold to where it was", () => {
    const remote = agreed();
    remote.agree(agreement(null));
    equal(remote.sound, null);
    remote.agree(agreement("10.0.0.1"));
    deepEqual(remote.sound, { address: "10.0.0.1", port: 4000 });
  });

  it("learns the port of reports once", () => {
    const remote = agreed();
    equal(remote.admitControl("10.0.0.2", 1), false);
    equal(remote.admitControl("10.0.0.1", 5001), true);
    equal(remote.admitControl("10.0.0.1", 5003), true);
    equal(remote.control?.port, 5001);
  });

  it("sends to the agreed place alone where RTP is not symmetric, and still hears one port only", () => {
    const remote = new Remote(false);
    remote.agree(agreement("10.0.0.1"));
    equal(remote.admit("10.0.0.1", 5000, 1, 0), true);
    equal(remote.admit("10.0.0.1", 5002, 1, 20), false);
    equal(remote.admitControl("10.0.0.1", 5001), true);
    deepEqual([remote.sound?.port, remote.control?.port], [4000, 4001]);
    for (let n = 0; n < 20; n++) equal(remote.learn("192.0.2.7", 6000, 9, n), false);
  });
});

describe("remote: the other side's NAT", () => {
  const steady = (remote: Remote, address: string, from: number, count: number, ssrc = 9, port = 6000) =>
    Array.from({ length: count }, (_, i) => remote.learn(address, port, ssrc, (from + i) & 0xffff));

  it("believes a steady stream from a public address when a private one was agreed and is silent", () => {
    const remote = agreed();
    deepEqual(steady(remote, "192.0.2.7", 65_534, 5), [false, false, false, false, true]);
    equal(remote.admit("192.0.2.7", 6000, 9, 100), true);
    deepEqual(remote.sound, { address: "192.0.2.7", port: 6000 });
    deepEqual([remote.knows("192.0.2.7"), remote.knows("192.0.2.8")], [true, false]);
    equal(remote.admitControl("192.0.2.7", 6001), true);
    deepEqual(remote.control, { address: "192.0.2.7", port: 6001 });
    equal(remote.admitControl("192.0.2.8", 6001), false);
  });

  it("does not believe what jumps, changes or repeats", () => {
    const remote = agreed();
    for (let n = 0; n < 50; n++) equal(remote.learn("192.0.2.7", 6000, 9, 7 * n), false, "sequence numbers guessed");
    for (let n = 0; n < 50; n++) equal(remote.learn("192.0.2.7", 6000, 9, 7), false, "one packet again and again");
    for (let n = 0; n < 50; n++) equal(remote.learn("192.0.2.7", 6000, n, n), false, "another stream each time");
    for (let n = 0; n < 50; n++) equal(remote.learn("192.0.2.7", 6000 + n, 9, n), false, "another port each time");
    for (let n = 0; n < 50; n++) equal(remote.learn(`192.0.2.${n}`, 6000, 9, n), false, "another host each time");
  });

  it("believes nobody else once the agreed host has spoken, or another has been believed", () => {
    const heard = agreed();
    heard.admit("10.0.0.1", 4000, 1, 0);
    ok(!steady(heard, "192.0.2.7", 0, 20).includes(true));
    const learnt = agreed();
    steady(learnt, "192.0.2.7", 0, 5);
    learnt.admit("192.0.2.7", 6000, 9, 0);
    ok(!steady(learnt, "192.0.2.66", 0, 20).includes(true));
    learnt.agree(agreement("10.0.0.1"));
    learnt.admit("192.0.2.7", 6000, 9, 500);
    ok(!steady(learnt, "192.0.2.66", 0, 20).includes(true), "after a new agreement, too");
    deepEqual(learnt.sound, { address: "192.0.2.7", port: 6000 });
  });

  it("gives way to the agreed host when that speaks after all", () => {
    const remote = agreed();
    steady(remote, "192.0.2.7", 0, 5);
    remote.admit("192.0.2.7", 6000, 9, 0);
    equal(remote.admit("10.0.0.1", 4002, 1, 20), true);
    deepEqual(remote.sound, { address: "10.0.0.1", port: 4002 });
    equal(remote.knows("192.0.2.7"), false);
  });

  it("never looks elsewhere for a public address, nor in another private net", () => {
    for (const address of ["192.0.2.1", "172.32.0.1", "100.128.0.1", "11.0.0.1", "127.0.0.1", "2001:db8::1"])
      ok(!steady(agreed(address), "192.0.2.7", 0, 20).includes(true), address);
    for (const address of ["10.9.9.9", "192.168.1.1", "172.16.0.1", "100.64.0.1", "127.0.0.1", "fe80::1", "fd00::1"])
      ok(!steady(agreed(), address, 0, 20).includes(true), address);
    for (const address of ["172.31.0.1", "100.127.0.1", "192.168.7.7"])
      ok(steady(agreed(address), "192.0.2.7", 0, 5).includes(true), address);
  });
});
