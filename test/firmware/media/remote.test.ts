import { deepEqual, equal } from "node:assert/strict";
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
    equal(remote.admit(5000, 1, 0), true);
    equal(remote.sound?.port, 5000);
    equal(remote.admit(5002, 1, 20), false);
    equal(remote.admit(5002, 2, 40), false, "the first one still speaks");
    equal(remote.admit(5000, 1, 60), true);
    equal(remote.admit(5000, 3, 80), true, "another stream from the same port");
    equal(remote.sound?.port, 5000);
  });

  it("follows the host to another port when the first has fallen silent and the stream is another", () => {
    const remote = agreed();
    remote.admit(5000, 1, 0);
    equal(remote.admit(5002, 1, 500), false);
    equal(remote.admit(5002, 2, 500), true);
    equal(remote.sound?.port, 5002);
  });

  it("learns again after each agreement, and forgets when the place is another", () => {
    const remote = agreed();
    remote.admit(5000, 1, 0);
    remote.agree(agreement("10.0.0.1"));
    equal(remote.sound?.port, 5000, "still the best guess");
    equal(remote.admit(6000, 1, 20), true);
    remote.agree(agreement("10.0.0.1", 7000));
    equal(remote.sound?.port, 7000);
    remote.agree(agreement("10.0.0.9"));
    deepEqual(remote.sound, { address: "10.0.0.9", port: 4000 });
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
});
