/** What one port is told: the values of the settings, as each of its rooms wants them. */
import type { LineDrive } from "../../hal/slic.js";
import type { Config } from "../config/config.js";
import { accountOptions, lineOptions, mediaOptions, phoneOptions } from "../config/options.js";
import { parseAddress } from "../config/setting.js";
import { gainOf } from "../dsp/level.js";
import type { LineOptions } from "../line/line.js";
import { MOST_CALLS } from "../phone/calls.js";
import type { PhoneOptions } from "../phone/options.js";
import { mayTryAgain } from "../phone/statuses.js";
import { isNumeric } from "../sip/core.js";
import type { UserAgentOptions } from "../sip/user-agent.js";
import type { Endpoint } from "../wire/hop.js";
import type { ServerName } from "./names.js";
import type { SessionOptions } from "./session.js";

export type PortOptions = {
  readonly enabled: boolean;
  readonly line: LineOptions;
  readonly drive: LineDrive;
  readonly phone: PhoneOptions;
  readonly agent: Omit<UserAgentOptions, "local" | "chance" | "digest">;
  readonly sipPort: number;
  readonly sipDscp: number;
  readonly session: SessionOptions;
  /** Q15, of the voice from the telephone and to it. */
  readonly inputGain: number;
  readonly outputGain: number;
  /** Keys go out as telephone events, when the far end takes them. */
  readonly sendsEvents: boolean;
  /** The server of a line in service, when it has to be looked up. */
  readonly name: ServerName | null;
};

const SIP_PORT = 5060;
const DNS_PORT = 53;
/** Bounds of the jitter buffer, in ms. */
const LEAST_DELAY = 20;
const MOST_DELAY = 200;

export function portOptions(config: Config, line: number): PortOptions {
  const { enabled, port, dscp, hop, retry, timers, inviteExpires, maxRedirections, ...account } = accountOptions(
    config,
    line,
  );
  const { flashMin, flashMax, pulseDialling, callerId, ...copper } = lineOptions(config, line);
  const { keys, ...media } = mediaOptions(config, line);
  const known = hop !== null && isNumeric(hop.host);
  return {
    enabled,
    line: {
      flashMin,
      flashMax,
      pulseDialling,
      callerId: callerId === "Bellcore(N.Amer,China)" ? "bellcore" : "none",
      dtmfPlaybackLevel: copper.playbackLevel,
      dtmfPlaybackLength: copper.playbackLength,
    },
    drive: {
      ringHertz: copper.ringing.hertz,
      ringVolts: copper.ringing.volts,
      ringWaveform: copper.ringing.waveform,
      impedance: copper.impedance,
    },
    phone: phoneOptions(config, line),
    agent: {
      account: {
        ...account,
        server: known ? { address: hop.host, port: hop.port ?? SIP_PORT, transport: "udp" } : null,
      },
      maxCalls: MOST_CALLS,
      codecs: media.codecs,
      inviteExpires,
      maxRedirections,
      retry: { ...retry, mayPass: mayTryAgain },
      timers,
    },
    inputGain: gainOf(copper.inputGain),
    outputGain: gainOf(copper.outputGain),
    sipPort: port,
    sipDscp: dscp,
    session: { ...media, jitter: { least: LEAST_DELAY, most: MOST_DELAY, adjustment: media.jitter.adjust } },
    sendsEvents: keys.events,
    name: known || !enabled ? null : hop,
  };
}

/** The DNS servers the owner has named. */
export function dnsServers(config: Config): readonly Endpoint[] {
  const servers: Endpoint[] = [];
  for (const name of ["Primary_DNS", "Secondary_DNS"] as const) {
    const address = parseAddress(config.get(name));
    if (address) servers.push({ address: address.host, port: address.port ?? DNS_PORT });
  }
  return servers;
}
