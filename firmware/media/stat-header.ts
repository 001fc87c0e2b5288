/**
 * How a call's sound fared, as header values for its BYE (`Stats_In_BYE`): `P-RTP-Stat` as Linksys and Sipura write it,
 * `RTP-RxStat` and `RTP-TxStat` as Cisco does, with what the quality is held to be.
 */
import { frozen } from "../base/frozen.js";
import type { Codec } from "../wire/agreement.js";
import { oneWayDelay, qualityOf } from "./quality.js";
import type { Statistics } from "./statistics.js";

export type CallSound = {
  readonly statistics: Statistics;
  /** In ms, from the answer on. */
  readonly duration: number;
  readonly encoder: Codec;
  readonly decoder: Codec;
};

const CODEC_NAMES: { readonly [codec in Codec]: string } = frozen({ PCMU: "G711u", PCMA: "G711a" });

const seconds = (ms: number) => Math.floor(ms / 1000);
/** bit/s. */
const rate = (octets: number, ms: number) => (ms < 1000 ? 0 : Math.round((8000 * octets) / ms));

/** All three, as header fields. */
export function statisticsOf(sound: CallSound): readonly (readonly [name: string, value: string])[] {
  return [
    ["P-RTP-Stat", lossesInBrief(sound)],
    ["RTP-RxStat", receivedInFull(sound)],
    ["RTP-TxStat", sentInFull(sound)],
  ];
}

/** `P-RTP-Stat`. */
export function lossesInBrief({ statistics, duration, encoder, decoder }: CallSound): string {
  const { sent, sentOctets, received, receivedOctets, lost, jitter, delay } = statistics;
  return (
    `PS=${sent},OS=${sentOctets},PR=${received},OR=${receivedOctets},PL=${lost},JI=${Math.round(jitter)},` +
    `LA=${Math.round(delay)},DU=${seconds(duration)},EN=${CODEC_NAMES[encoder]},DE=${CODEC_NAMES[decoder]}`
  );
}

/** `RTP-RxStat`. */
export function receivedInFull({ statistics, duration, decoder }: CallSound): string {
  const { received, receivedOctets, late, lost, jitter, jitterMost, packetTime, pattern } = statistics;
  const quality = qualityOf(statistics);
  const opinions = quality
    ? `;MOScq=${quality.conversational.toFixed(2)};MOSlq=${quality.listening.toFixed(2)};R=${Math.round(quality.rating)}`
    : "";
  return (
    `Dur=${seconds(duration)},Pkt=${received},Oct=${receivedOctets},LatePkt=${late},LostPkt=${lost},` +
    `AvgJit=${Math.round(jitter)},VQMetrics="VoRxCodec=${decoder};VoPktSizeMs=${Math.round(packetTime)};` +
    `VoPktLost=${lost};VoPktDis=${pattern.discarded};VoOneWayDelayMs=${Math.round(oneWayDelay(statistics))};` +
    `maxJitter=${Math.round(jitterMost)}${opinions};rtpBitrate=${rate(receivedOctets, duration)}"`
  );
}

/** `RTP-TxStat`. */
export function sentInFull({ statistics: { sent, sentOctets }, duration, encoder }: CallSound): string {
  return (
    `Dur=${seconds(duration)},Pkt=${sent},Oct=${sentOctets},` +
    `VQMetrics="VoTxCodec=${encoder};rtpBitRate=${rate(sentOctets, duration)}"`
  );
}
