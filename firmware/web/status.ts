/** How the adapter is, as data: what `/api/status` answers and `status` events tell. */

import { jsonText } from "../base/json-text.js";
import { hasProfiles } from "../config/provision-options.js";
import { wordsFor } from "../phone/statuses.js";
import { adviceFor, registrationWords } from "./advice.js";
import { isoOf } from "./history.js";
import type { House } from "./house.js";
import type { LineView, StatusView } from "./status-page.js";

/** A user who is no administrator has nothing to do with settings that are fetched. */
export function statusFor(house: House, isAdmin: boolean) {
  const status = house.status();
  const today = house.today();
  return {
    product: status.product,
    version: status.version,
    board: house.board,
    mac: house.mac,
    uptime: Math.floor(status.uptime),
    address: status.address,
    time: today && isoOf(today),
    nat: status.nat ?? null,
    advice: adviceFor(house, status),
    lines: status.lines.map((line) => lineOf(house, line)),
    ...(isAdmin ? { provisioning: provisioningOf(house, status) } : {}),
  };
}

/** In s since boot, as `uptime` is. */
function provisioningOf(house: House, { provisioning }: StatusView) {
  const { last = null, next = null, error = null } = provisioning ?? {};
  const seconds = (at: number | null) => at && Math.floor(at / 1000);
  return { rules: hasProfiles(house.config), last: seconds(last), next: seconds(next), error };
}

/** Its JSON as all may hear it, and what stays the same while nothing but time goes by. */
export function statusText(house: House): { readonly text: string; readonly mark: string } {
  const { provisioning, ...status } = statusFor(house, true);
  const still = status.lines.map((line) => ({ ...line, calls: line.calls.map((call) => ({ ...call, seconds: 0 })) }));
  return {
    text: jsonText(status),
    mark: jsonText({ ...status, provisioning, uptime: 0, time: null, lines: still }),
  };
}

function lineOf(house: House, view: LineView) {
  const { line, offHook, service, registration, call, code, calls, strayed } = view;
  const { state, code: answer, reason } = registration;
  const { messages, calls: details } = house.detail(line);
  return {
    line,
    enabled: house.config.yesLine("Line_Enable", line),
    offHook,
    service: { state: service?.state ?? "up", fault: service?.fault ?? null },
    registration: {
      ...{ state, code: answer, reason },
      words: state === "failed" ? registrationWords(answer, reason) : state,
      server: house.config.getLine("Proxy", line),
    },
    messages,
    call,
    code,
    words: code === null ? "" : wordsFor(code, view.reason ?? ""),
    calls: calls.map(({ state, peer, direction, held, carries }, at) => ({
      call: details[at]?.call ?? at,
      ...{ state, peer, direction, held },
      name: peer === null ? "" : (details[at]?.name ?? ""),
      seconds: details[at]?.seconds ?? 0,
      codec: details[at]?.codec ?? null,
      fax: carries !== undefined,
      quality: details[at]?.quality ?? null,
    })),
    strayed: strayed ?? null,
  };
}
