import { deepEqual, equal, match, ok } from "node:assert/strict";
import fc from "fast-check";
import { mayTryAgain, progressTone, registrationWordsFor, toneOf, wordsFor } from "../../../firmware/phone/statuses.js";
import { variants } from "../../../firmware/phone/variants.js";

/** RFC 3261 section 21, the registry, and what is met besides. */
const KNOWN = [
  ...[100, 180, 181, 182, 183, 199, 200, 202, 204, 300, 301, 302, 305, 380],
  ...[400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417],
  ...[420, 421, 422, 423, 424, 425, 428, 429, 430, 433, 436, 437, 438, 439, 440, 469, 470],
  ...[480, 481, 482, 483, 484, 485, 486, 487, 488, 489, 491, 493, 494, 499],
  ...[500, 501, 502, 503, 504, 505, 513, 555, 580, 600, 603, 604, 605, 606, 607, 608, 700, 701],
];

describe("the table of statuses", () => {
  it("has a tone and words for every refusal there can be", () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 799 }), (status) => {
        match(toneOf(status), /^(busy|reorder)$/);
        match(wordsFor(status), /^[a-z][A-Za-z ,']{5,60}$/);
        match(registrationWordsFor(status), /^[a-z][A-Za-z ,']{5,60}$/);
        equal(typeof mayTryAgain(status), "boolean");
      }),
      { numRuns: 400 },
    );
  });

  it("takes an unknown code for x00 of its class", () => {
    for (let status = 100; status < 800; status++) {
      const general = 100 * Math.floor(status / 100);
      if (KNOWN.includes(status)) continue;
      equal(wordsFor(status), wordsFor(general));
      equal(mayTryAgain(status), mayTryAgain(general));
      if (status >= 300) equal(toneOf(status), toneOf(general));
    }
  });

  it("has words of its own for each code that is known", () => {
    for (const status of KNOWN) {
      const general = 100 * Math.floor(status / 100);
      if (status !== general) ok(wordsFor(status) !== wordsFor(general), `${status}`);
    }
  });

  it("says what happened, and to a registration what that means", () => {
    equal(wordsFor(404), "there is no such number");
    equal(wordsFor(408), "nobody answered");
    equal(wordsFor(480), "nobody is there at the moment");
    equal(wordsFor(503), "the server is overloaded");
    for (const status of [401, 403]) equal(registrationWordsFor(status), "the password or user name is wrong");
    equal(wordsFor(403), "this call is not allowed");
  });

  it("sounds busy for two codes, reorder for the others", () => {
    const busy = KNOWN.filter((status) => status >= 300 && toneOf(status) === "busy");
    equal(String(busy), "486,600");
  });

  it("sounds special information for codes that are named, the first list that names them", () => {
    const codes = [["404"], ["40?", "486"], [], ["6??", "?03"]];
    equal(toneOf(404, codes), "sit1");
    equal(toneOf(403, codes), "sit2");
    equal(toneOf(486, codes), "sit2");
    equal(toneOf(600, codes), "sit4");
    equal(toneOf(503, codes), "sit4");
    equal(toneOf(480, codes), "reorder");
    equal(toneOf(500, [["50"], ["5000"], ["x"], [""]]), "reorder");
  });

  it("knows two ringback tones", () => {
    equal(progressTone(180), "ringback");
    equal(progressTone(182), "ringback2");
    for (const status of [181, 183, 199, 150]) equal(progressTone(status), null);
  });

  it("tries again what is a matter of the moment", () => {
    for (const status of [408, 480, 486, 491, 500, 503, 504, 599, 600]) equal(mayTryAgain(status), true, `${status}`);
    for (const status of [302, 401, 403, 404, 501, 505, 513, 603, 700, 701])
      equal(mayTryAgain(status), false, `${status}`);
  });

  it("tells the variants of 403 and 480 apart by what comes with them", () => {
    const means: readonly (readonly [number, string, string])[] = [
      [403, "Forbidden (Bad auth)", "the password or user name is wrong"],
      [403, "Authentication failure", "the password or user name is wrong"],
      [403, "Domain not served here", "the server does not serve this domain"],
      [403, "Relaying denied", "the server does not serve this domain"],
      [403, "User not registered", "the server wants the line to be registered first"],
      [403, "Insufficient funds", "the credit is used up"],
      [403, "Account suspended", "the account is closed"],
      [403, "Call limit exceeded", "the account has too many calls or telephones"],
      [403, "Too Many Registered Contacts", "the account has too many calls or telephones"],
      [403, "IP address not allowed", "the server does not accept this address"],
      [403, "Forbidden (Invalid Caller ID)", "the server does not accept the number of the caller"],
      [403, "Outgoing calls barred", "this number is barred"],
      [403, "Destination not allowed", "this number is barred"],
      [480, "Temporarily Unavailable (Q.850 cause 17, User busy)", "the line is busy"],
      [480, "Do Not Disturb", "nobody wants to be disturbed there"],
      [480, "Temporarily Unavailable (Q.850 cause 18)", "nobody answered"],
      [480, "No Answer", "nobody answered"],
      [480, "User not registered", "the telephone called is not connected"],
      [480, "Temporarily Unavailable (Q.850 cause 20)", "the telephone called is not connected"],
      [480, "Temporarily Unavailable (Q.850 cause 27)", "the telephone called is out of order"],
      [480, "Temporarily Unavailable (Q.850 cause 34)", "the network is overloaded"],
      [480, "Temporarily Unavailable (Q.850 cause 1)", "there is no such number"],
      [480, "Temporarily Unavailable (Q.850 cause 22)", "the number has moved for good"],
      [480, "Temporarily Unavailable (Q.850 cause 21)", "the call was declined"],
      [480, "Anonymous calls rejected", "calls without a number are not accepted"],
    ];
    for (const [status, reason, words] of means) {
      equal(wordsFor(status, reason), words, reason);
      equal(registrationWordsFor(status, reason), words, reason);
    }
    equal(toneOf(480, [], "User is busy"), "busy");
    equal(toneOf(480, [], "Temporarily Unavailable (Q.850 cause 17)"), "reorder");
    equal(toneOf(480, [], "Offline"), "reorder");
    equal(toneOf(480, [["480"]], "User is busy"), "sit1");
    equal(mayTryAgain(403, "Too many registrations"), true);
    equal(mayTryAgain(480, "Unallocated number"), false);
    // each row is met by one of these
    deepEqual(new Set(variants.map(({ says }) => says)), new Set(means.map(([, , words]) => words)));
  });

  it("takes a 403 or 480 that says no more, and any other status, as it stands", () => {
    for (const reason of ["", "Forbidden", "So", "Temporarily Unavailable", "Temporarily not available"]) {
      equal(wordsFor(403, reason), "this call is not allowed");
      equal(registrationWordsFor(403, reason), "the password or user name is wrong");
      equal(wordsFor(480, reason), "nobody is there at the moment");
    }
    equal(wordsFor(404, "User not registered"), "there is no such number");
    equal(toneOf(404, [], "busy"), "reorder");
  });
});
