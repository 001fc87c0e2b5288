/** Dialogs (RFC 3261 section 12), from both ends. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { type Dialog, dialogOfRequest, dialogOfResponse } from "../../../firmware/sip/dialog.js";
import { header, headerList, type SipRequest, type SipResponse } from "../../../firmware/wire/sip/sip-message.js";

const NOTHING = new Uint8Array(0);

const request = (method: string, cseq: number, more: [string, string][] = []): SipRequest => ({
  ...{ kind: "request", method, uri: "sip:bob@b", body: NOTHING },
  headers: [
    ["From", "<sip:alice@a>;tag=1"],
    ["To", "<sip:bob@b>"],
    ["Call-ID", "c"],
    ["CSeq", `${cseq} ${method}`],
    ["Contact", "<sip:alice@10.0.0.1>"],
    ...more,
  ],
});

const response = (more: [string, string][]): SipResponse => ({
  ...{ kind: "response", status: 200, reason: "OK", body: NOTHING },
  headers: [["To", "<sip:bob@b>;tag=2"], ["Contact", '"Bob" <sip:bob@10.0.0.2;x=y>;q=1'], ...more],
});

const client = (...routes: string[]): Dialog => {
  const rows = routes.map((route): [string, string] => ["Record-Route", route]);
  const dialog = dialogOfResponse(request("INVITE", 5), response(rows));
  ok(dialog);
  return dialog;
};

describe("a dialog", () => {
  it("counts on from the INVITE, and keeps its number for the ACK", () => {
    const dialog = client();
    equal(header(dialog.ack(5), "CSeq"), "5 ACK");
    equal(header(dialog.request("BYE"), "CSeq"), "6 BYE");
    equal(dialog.request("BYE").uri, "sip:bob@10.0.0.2;x=y");
    equal(header(dialog.request("BYE"), "From"), "<sip:alice@a>;tag=1");
    equal(header(dialog.request("BYE"), "To"), "<sip:bob@b>;tag=2");
  });

  it("goes through loose routers in order, nearest first", () => {
    const dialog = client("<sip:far;lr>", "<sip:near:5070;lr=on>");
    const bye = dialog.request("BYE");
    equal(bye.uri, "sip:bob@10.0.0.2;x=y");
    deepEqual(headerList(bye, "Route"), ["<sip:near:5070;lr=on>", "<sip:far;lr>"]);
    equal(dialog.nextHop, "sip:near:5070;lr=on");
  });

  it("obeys a strict router (section 12.2.1.1)", () => {
    const dialog = client("<sip:far;lr>", "<sip:strict@near>");
    const bye = dialog.request("BYE");
    equal(bye.uri, "sip:strict@near");
    deepEqual(headerList(bye, "Route"), ["<sip:far;lr>", "<sip:bob@10.0.0.2;x=y>"]);
    equal(dialog.nextHop, "sip:strict@near");
  });

  it("names neither a method nor headers in a request line (section 19.1.1)", () => {
    const strict = client("<sip:strict@near;method=INVITE;ttl=3?Subject=x>").request("BYE");
    equal(strict.uri, "sip:strict@near;ttl=3");
    const moved = client();
    moved.refresh({ ...strict, headers: [["Contact", "<sip:eve@10.0.0.3?Replaces=a%3Bto-tag%3D1%3Bfrom-tag%3D2>"]] });
    equal(moved.request("BYE").uri, "sip:eve@10.0.0.3");
  });

  it("turns round for the one who is asked", () => {
    const rows: [string, string][] = [
      ["Record-Route", "<sip:near;lr>"],
      ["Record-Route", "<sip:far;lr>"],
    ];
    const dialog = dialogOfRequest(request("INVITE", 5, rows), "2");
    const bye = dialog?.request("BYE");
    ok(dialog && bye);
    equal(bye.uri, "sip:alice@10.0.0.1");
    equal(header(bye, "CSeq"), "1 BYE");
    equal(header(bye, "From"), "<sip:bob@b>;tag=2");
    deepEqual(headerList(bye, "Route"), ["<sip:near;lr>", "<sip:far;lr>"]);
    equal(
      dialog.owns({
        ...bye,
        headers: [
          ["Call-ID", "c"],
          ["To", "<sip:x>;tag=2"],
          ["From", "<sip:y>;tag=1"],
        ],
      }),
      true,
    );
    equal(
      dialog.owns({
        ...bye,
        headers: [
          ["Call-ID", "c"],
          ["To", "<sip:x>;tag=3"],
          ["From", "<sip:y>;tag=1"],
        ],
      }),
      false,
    );
  });

  it("takes requests in their order only", () => {
    const dialog = client();
    equal(dialog.inOrder(request("INFO", 7)), true);
    equal(dialog.inOrder(request("INFO", 6)), false);
    equal(dialog.inOrder(request("INFO", 9)), true);
  });

  it("follows the other side when it moves", () => {
    const dialog = client();
    dialog.refresh(response([]));
    dialog.refresh(request("INVITE", 9));
    equal(dialog.request("BYE").uri, "sip:alice@10.0.0.1");
    dialog.refresh({ ...request("INVITE", 10), headers: [] });
    equal(dialog.remoteTarget, "sip:alice@10.0.0.1");
  });

  it("is none without a way back, or by way of too many", () => {
    equal(dialogOfRequest({ ...request("INVITE", 1), headers: [] }, "2"), undefined);
    const routes = Array.from({ length: 17 }, (): [string, string] => ["Record-Route", "<sip:r;lr>"]);
    equal(dialogOfRequest(request("INVITE", 1, routes), "2"), undefined);
    equal(dialogOfResponse(request("INVITE", 1), response(routes)), undefined);
  });
});
