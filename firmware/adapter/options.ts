/** What one port is told: the values of the settings, as each of its rooms wants them. */

import type { Lease } from "../../hal/network.js";
import type { LineDrive } from "../../hal/slic.js";
import { frozen } from "../base/frozen.js";
import { Config } from "../config/config.js";
import { dnsOptions } from "../config/network-options.js";
import { accountOptions, lineOptions, mediaOptions, phoneOptions } from "../config/options.js";
import type { Address } from "../config/setting.js";
import { type SupervisionOptions, supervisionOptions } from "../config/supervision-options.js";
import type { DialPlanOptions } from "../dialplan/dial-plan.js";
import { gainOf } from "../dsp/level.js";
import type { LineOptions } from "../line/line.js";
import { jitterFor } from "../media/jitter-level.js";
import type { MappingOptions } from "../net/mapping.js";
import { MOST_DIALOGS } from "../phone/leaving.js";
import type { PhoneOptions } from "../phone/options.js";
import { mayTryAgain } from "../phone/statuses.js";
import type { UserAgentOptions } from "../sip/user-agent.js";
import { timersOf } from "../transaction/timers.js";
import type { Place, Transport } from "../wire/hop.js";
import { emitSipUri } from "../wire/sip/sip-uri.js";
import type { NameOptions, NameServers } from "./names.js";
import type { NatOptions } from "./nat.js";
import type { SoundOptions } from "./sound.js";

export type PortOptions = {
  readonly enabled: boolean;
  readonly line: LineOptions;
  readonly drive: LineDrive;
  /** Null where the wires say nothing but what is heard. */
  readonly supervision: SupervisionOptions | null;
  readonly phone: PhoneOptions;
  readonly agent: Omit<UserAgentOptions, "local" | "chance" | "digest">;
  readonly sipPort: number;
  readonly sipDscp: number;
  /** Connections are taken at the SIP port, too. */
  readonly listens: boolean;
  readonly sound: SoundOptions;
  /** How it is found out where others see us; null where nobody is to hear of it. */
  readonly nat: Omit<MappingOptions, "local" | "chance"> | null;
  /** Keys that come by INFO are played. */
  readonly playsInfo: boolean;
  /** The keys A to D of the telephone are heard, and those of the far end are played. */
  readonly takesLetters: boolean;
  readonly playsLetters: boolean;
  /** How the names of servers are looked up. */
  readonly names: NameOptions;
};

const DNS_PORT = 53;
const STUN_PORT = 3478;
/** ms between questions to STUN where no interval is set (RFC 5626 section 4.4.2: 24 to 29 s). */
const STUN_INTERVAL = 29_000;

/** Every way there is to ask, so that no line keeps one of its own. */
const BY_NAME = frozen({
  none: { services: "none", byPort: false },
  domain: { services: "domain", byPort: false },
  name: { services: "name", byPort: false },
} as const);
const BY_PORT = frozen({
  none: { services: "none", byPort: true },
  domain: { services: "domain", byPort: true },
  name: { services: "name", byPort: true },
} as const);

const ms = (seconds: number) => Math.round(1000 * seconds);

/** `instance` is a name of this line that nobody else has; `echoDelay` is the board's. */
export function portOptions(config: Config, line: number, instance: string, echoDelay: number | null): PortOptions {
  const { flashMin, flashMax, pulseDialling, callerId, echo, ...copper } = lineOptions(config, line);
  const { keys, keyHoldOff, playsEvents, playsInfo, fax, ...media } = mediaOptions(config, line);
  const account = accountOptions(config, line);
  const phone = phoneOptions(config, line);
  const { servers, transport, nat } = account;
  const keepAlive = account.keepAlive ? ms(account.keepAlive.interval) : 0;
  return {
    enabled: account.enabled,
    line: {
      flashMin,
      flashMax,
      pulseDialling,
      callerId: callerId === "Bellcore(N.Amer,China)" ? "bellcore" : "none",
      dtmfPlaybackLevel: copper.playbackLevel,
      dtmfPlaybackTwist: copper.playbackTwist,
      dtmfPlaybackLength: copper.playbackLength,
      echo: echo && echoDelay !== null ? { ...echo, delay: echoDelay } : null,
    },
    drive: {
      ringHertz: copper.ringing.hertz,
      ringVolts: copper.ringing.volts,
      ringWaveform: copper.ringing.waveform,
      impedance: copper.impedance,
    },
    supervision: supervisionOptions(config, line),
    phone,
    agent: agentOptions(account, phone.dialling, media.codecs, instance),
    sipPort: account.port,
    sipDscp: account.dscp,
    listens: transport.protocol !== "UDP",
    sound: {
      session: {
        ...media,
        nse: fax.nsePayloadType === null ? null : { payloadType: fax.nsePayloadType, offers: fax.method === "nse" },
        jitter: jitterFor(media.jitter.level, media.jitter.adjust),
        externalPortMin: nat.external.rtpPortMin,
        keepAlive,
      },
      inputGain: gainOf(copper.inputGain),
      outputGain: gainOf(copper.outputGain),
      tellsStatistics: account.statisticsInBye,
      keys,
      keyHoldOff,
      playsEvents,
      fax,
    },
    playsInfo,
    takesLetters: copper.detectsLetters,
    playsLetters: copper.playsLetters,
    nat: mappingOptions(account),
    names: (servers.redundancy === "port" ? BY_PORT : BY_NAME)[
      !servers.useSrv ? "none" : servers.autoPrefix ? "domain" : "name"
    ],
  };
}

/** Who is asked what stands between the adapter and the world; null for nobody. */
export function natOptions(config: Config): NatOptions | null {
  const { stun, stunTest } = accountOptions(config, 1).nat;
  return stun && { server: { host: stun.host, port: stun.port ?? STUN_PORT, transport: "udp" }, tests: stunTest };
}

function mappingOptions({ enabled, nat, keepAlive }: AccountOptions): PortOptions["nat"] {
  if (!enabled || !nat.maps) return null;
  return {
    asks: nat.stun !== null,
    interval: keepAlive ? ms(keepAlive.interval) : STUN_INTERVAL,
    handlesReceived: nat.handlesReceived,
    handlesRport: nat.handlesRport,
    external: { address: nat.external.address, port: nat.external.sipPort },
  };
}

type AccountOptions = ReturnType<typeof accountOptions>;

function agentOptions(
  account: AccountOptions,
  dialPlan: DialPlanOptions,
  codecs: UserAgentOptions["codecs"],
  instance: string,
): PortOptions["agent"] {
  const { servers, transport, retry, timers, registration, identity, transfer, messages } = account;
  const protocol = TRANSPORTS[transport.protocol];
  const places = (servers.outbound.length > 0 ? servers.outbound : [servers.primary, ...servers.alternates]).filter(
    (address) => address !== null,
  );
  return {
    account: {
      user: account.user,
      authUser: account.authUser,
      password: account.password,
      displayName: account.displayName,
      domain: account.domain,
      servers: account.enabled ? places.map((address) => placeOf(address, protocol)) : [],
      fallbackInterval: ms(servers.fallbackInterval),
      backupCodes: account.backupCodes,
      outboundProxy: servers.outbound.length > 0,
      outboundInDialog: servers.outboundInDialog,
      enlarges: protocol === null,
      registers: account.registers,
      registerExpires: account.registerExpires,
      registerExpiresMin: account.registerExpiresMin,
      registerExpiresMax: account.registerExpiresMax,
      retryCodes: account.retryCodes,
      registration: { ...registration, instanceId: registration.instanceId ? instance : null },
      maxChallenges: account.maxChallenges,
      identity: { ...identity, guid: identity.guid ? instance.slice("urn:uuid:".length) : null },
      headers: account.headers,
      answersWithoutRegistration: account.answersWithoutRegistration,
      restrictSource: account.restrictSource && !account.takesDirectCalls,
      restrictContactUser: account.restrictContactUser,
      takesDirectCalls: account.takesDirectCalls,
      dialPlan,
      userAgentName: account.userAgentName,
      compact: account.compact,
      maxForwards: account.maxForwards,
      reInviteExpires: account.reInviteExpires,
      reliable: account.reliable,
      sessionTimer: account.sessionTimer !== null,
      sessionExpires: account.sessionTimer?.expires ?? 0,
      minSe: account.sessionTimer?.minimum ?? 0,
      refresher: account.sessionTimer?.refresher ?? "auto",
      holdsOldWay: account.holdsByAddress,
      sticky183: account.sticky183,
      keyType: account.info.keyType,
      flashType: account.info.flashType,
      transfer: {
        referorByeDelay: ms(transfer.referorByeDelay),
        targetByeDelay: ms(transfer.targetByeDelay),
        toContact: transfer.toContact,
      },
      messages: messages && { uri: mailboxUri(messages), expires: messages.expires },
      challengesInvite: account.challengesInvite,
      challengesResync: account.challengesResync,
    },
    maxCalls: MOST_DIALOGS,
    codecs,
    inviteExpires: account.inviteExpires,
    maxRedirections: account.maxRedirections,
    retry: { ...retry, mayPass: mayTryAgain },
    nat: account.nat,
    keepAlive: account.enabled ? heartbeatOf(account) : null,
    timers: timersOf(timers),
  };
}

function mailboxUri({ server: { host, port }, mailbox: user }: NonNullable<AccountOptions["messages"]>): string {
  return emitSipUri({ scheme: "sip", user, host, port, params: [], headers: [] });
}

/** Null for whichever the domain prefers. */
const TRANSPORTS = frozen({ UDP: "udp", TCP: "tcp", AUTO: null } as const);

const placeOf = ({ host, port }: Address, transport: Transport | null): Place => ({ host, port, transport });

function heartbeatOf({ keepAlive, transport }: AccountOptions): UserAgentOptions["keepAlive"] {
  if (!keepAlive) return null;
  const { interval, message, destination, followsRedirection } = keepAlive;
  return {
    ...{ interval: ms(interval), message, followsRedirection },
    destination: destination && placeOf(destination, TRANSPORTS[transport.protocol]),
  };
}

/** The DNS servers the owner has named, those that DHCP has, and what is added to a name without a dot. */
export function nameServers(config: Config, lease: Lease | null): NameServers {
  const { named, lease: order, domain } = dnsOptions(config);
  const ours = named.map(({ host, port }) => ({ address: host, port: port ?? DNS_PORT }));
  const theirs = lease ? lease.dns.map((address) => ({ address, port: DNS_PORT })) : [];
  const servers =
    order === "before" ? [...theirs, ...ours] : order === "after" || ours.length === 0 ? [...ours, ...theirs] : ours;
  return { servers, domain: domain || (lease?.domain ?? "") };
}

/** What a line is told whose owner has set nothing, on any board; it lies in flash, and so does whatever a line is told alike. */
export const PRODUCT_OPTIONS: PortOptions = frozen(portOptions(new Config({ lines: 1 }), 1, "", null));
