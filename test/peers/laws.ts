/** What every message of ours has to be, whoever is at the other end (RFC 3261, RFC 3264). */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { Ladder, Said } from "./ladder.js";

const COOKIE = /^z9hG4bK./;
const FIRST_LINE = /^(?:SIP\/2\.0 [1-6]\d\d |[A-Z]+ sips?:\S+ SIP\/2\.0$)/m;

/** All that one line has said. */
export function isLawful(ladder: Ladder): void {
  const ours = ladder.all.filter(({ out }) => out);
  for (const said of ours) {
    match(said.head, FIRST_LINE);
    for (const name of ["From", "To", "Call-ID", "CSeq", "Content-Length"])
      equal(said.fields(name).length, 1, `${name} in ${said.head}`);
    equal(Number(said.field("Content-Length")), Buffer.byteLength(said.body), said.head);
    if (said.status > 100) ok(said.tag("To"), `a tag in ${said.head}`);
    if (said.status === 0) isRequest(said, ladder);
    else isResponse(said, ladder);
  }
  sequencesRise(ours);
  descriptionsCount(ours);
}

/** Section 8.1.1. */
function isRequest(said: Said, ladder: Ladder): void {
  const what = said.head;
  equal(said.fields("Via").length, 1, what);
  match(said.branch, COOKIE, what);
  equal(said.sequence[1], said.method, what);
  match(said.field("Max-Forwards"), /^\d+$/, what);
  ok(said.tag("From"), what);
  if (/^(INVITE|SUBSCRIBE|REFER|UPDATE)$/.test(said.method)) ok(said.field("Contact"), what);
  if (said.method === "CANCEL") {
    const invite = ladder.asked("INVITE").find(({ branch }) => branch === said.branch);
    ok(invite, `an INVITE for ${what}`);
    deepEqual(whatBinds(said), whatBinds(invite), "section 9.1");
    deepEqual(said.field("To"), invite.field("To"), "section 9.1");
  }
  if (said.method === "ACK") isAck(said, ladder);
}

function isAck(ack: Said, ladder: Ladder): void {
  const finals = ladder
    .told("INVITE")
    .filter(
      (told) =>
        told.t <= ack.t &&
        told.status >= 200 &&
        told.callId === ack.callId &&
        told.sequence[0] === ack.sequence[0] &&
        told.tag("To") === ack.tag("To"),
    );
  const final = finals.at(-1);
  ok(final, `an answer for ${ack.head}`);
  const invite = ladder.asked("INVITE").find(({ branch }) => branch === final.branch);
  ok(invite, `an INVITE for ${ack.head}`);
  if (final.status < 300) {
    ok(ack.branch !== invite.branch, "section 13.2.2.4: a branch of its own");
    return;
  }
  equal(ack.branch, invite.branch, "section 17.1.1.3");
  deepEqual(whatBinds(ack), whatBinds(invite), "section 17.1.1.3");
  equal(ack.field("To"), final.field("To"), "section 17.1.1.3");
}

/** What CANCEL, and ACK of a refusal, have in common with their INVITE. */
function whatBinds(said: Said): unknown {
  return [said.uri, said.remote, said.field("From"), said.callId, said.sequence[0], said.fields("Route")];
}

/** Section 8.2.6: as its request has it. */
function isResponse(said: Said, ladder: Ladder): void {
  const [, method] = said.sequence;
  const request = ladder
    .heard(method)
    .find((heard) => heard.branch === said.branch && heard.field("CSeq") === said.field("CSeq"));
  ok(request, `a request for ${said.head}`);
  equal(said.callId, request.callId);
  equal(said.field("From"), request.field("From"));
  if (method === "INVITE" && !request.tag("To") && said.status > 100 && said.status < 300)
    deepEqual(said.fields("Record-Route"), request.fields("Record-Route"), "section 12.1.1");
  if (request.tag("To")) equal(said.field("To"), request.field("To"));
  const bare = (via: string) => via.replace(/;(rport|received)(=[^;,]*)?/g, "").replace(/\s+/g, "");
  deepEqual(said.fields("Via").join(",").split(",").map(bare), request.fields("Via").join(",").split(",").map(bare));
  if (method === "INVITE" && said.status >= 200 && said.status < 300) ok(said.field("Contact"), said.head);
}

/** Section 12.2.1.1: each new request of a dialog counts one up. */
function sequencesRise(ours: readonly Said[]): void {
  const last = new Map<string, number>();
  const seen = new Set<string>();
  for (const said of ours) {
    if (said.status > 0 || said.method === "ACK" || said.method === "CANCEL" || seen.has(said.branch)) continue;
    seen.add(said.branch);
    const key = `${said.callId} ${said.tag("From")} ${said.tag("To")}`;
    const began = `${said.callId} ${said.tag("From")} `;
    const before = last.get(key) ?? last.get(began);
    const [number] = said.sequence;
    if (before !== undefined) equal(number, before + 1, `the number of ${said.head}`);
    last.set(key, number);
  }
}

/** RFC 3264 section 8: the version counts one up when anything has changed, and stays when nothing has. */
function descriptionsCount(ours: readonly Said[]): void {
  const last = new Map<string, { version: number; id: string; rest: string }>();
  for (const said of ours) {
    const [, user, version, place] = /^(\S+ \d+) (\d+) (.*)$/.exec(said.line("o=")) ?? [];
    if (user === undefined) continue;
    const rest = said.body.replace(/^o=.*$/m, "");
    const before = last.get(said.callId);
    const now = { version: Number(version), id: `${user} ${place}`, rest };
    last.set(said.callId, now);
    if (!before) continue;
    equal(now.id, before.id, "the origin stays");
    equal(now.version, before.rest === rest ? before.version : before.version + 1, `the version of\n${said.body}`);
  }
}
