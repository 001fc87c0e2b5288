import { deepEqual, equal } from "node:assert/strict";
import { Config } from "../../../firmware/config/config.js";
import { authoritiesOf, eventOptions } from "../../../firmware/config/event-options.js";
import {
  parseBroker,
  parseWebUrl,
  refuseBroker,
  refusePrefix,
  refuseWebUrl,
} from "../../../firmware/config/event-values.js";

const MAC = "020000000001";
const optionsOf = (owner: { readonly [name: string]: string }) => eventOptions(new Config({ lines: 2, owner }), MAC);

describe("where events go", () => {
  it("is a URL of a web server", () => {
    deepEqual(parseWebUrl("https://example.net:8443/hook?a=b"), {
      url: "https://example.net:8443/hook?a=b",
      server: "https://example.net:8443",
    });
    for (const text of [
      "example.net/x",
      "/x",
      "tftp://example.net/x",
      "ftp://example.net/",
      "http://",
      "http://a:b@c/",
    ])
      equal(parseWebUrl(text), null, text);
    equal(refuseWebUrl("example.net/x"), "it begins with http:// or https://");
    equal(refuseWebUrl(""), null);
  });

  it("is a broker, in the clear or by TLS", () => {
    deepEqual(parseBroker("192.0.2.1"), { host: "192.0.2.1", port: 1883, secure: false });
    deepEqual(parseBroker("mqtt://b.example.net:1884"), { host: "b.example.net", port: 1884, secure: false });
    deepEqual(parseBroker("MQTTS://b.example.net"), { host: "b.example.net", port: 8883, secure: true });
    deepEqual(parseBroker("mqtts://[2001:db8::1]:1"), { host: "2001:db8::1", port: 1, secure: true });
    for (const text of ["", "http://b", "b:0", "b:65536", "a b", "u:p@b", "b/x", "mqtt://"])
      equal(parseBroker(text), null, text);
    equal(refuseBroker("b:0"), "this is no host, host:port or mqtts://host:port");
  });

  it("has topics without what stands for others", () => {
    for (const text of ["", "ata", "house/hall/telephone-1", "a:b"]) equal(refusePrefix(text), null, text);
    for (const text of ["a/+/b", "#", "/a", "a/", "a//b", "$SYS", "ä", "a b", "a".repeat(65)])
      equal(refusePrefix(text) === null, false, text);
  });
});

describe("who is told what happens", () => {
  it("is nobody before he is named", () => {
    equal(optionsOf({ Event_Token: "t", MQTT_User: "u", MQTT_Discovery: "Yes" }), null);
  });

  it("is a web server, a broker, or both", () => {
    const web = optionsOf({ Event_URL: "http://h/x", Event_Token: "t", Event_Kinds: "ring" });
    deepEqual(web, {
      ...{ kinds: ["ring"], broker: null },
      webhook: { url: "http://h/x", server: "http://h", token: "t", key: "" },
    });
    const both = optionsOf({
      Event_URL: "http://h/x",
      MQTT_Server: "b",
      MQTT_Topic_Prefix: "p",
      MQTT_Discovery: "Yes",
    });
    deepEqual([both?.broker?.prefix, both?.broker?.discovers, both?.kinds.length], ["p", true, 9]);
    equal(optionsOf({ MQTT_Server: "b" })?.broker?.prefix, `ata/${MAC}`);
  });

  it("may be vouched for by authorities of the owner's", () => {
    const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    equal(authoritiesOf(new Config({ lines: 2 })), null);
    equal(authoritiesOf(new Config({ lines: 2, owner: { Provision_CA: pem.replaceAll("\n", " ").trim() } })), pem);
  });
});
