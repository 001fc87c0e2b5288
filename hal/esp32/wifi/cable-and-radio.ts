/** A board with a cable and a radio: the radio rests while the cable has an address. */
import type { Ticks } from "../../si321x/ticks.js";
import { EthernetLink } from "../ethernet.js";
import { type Link, Links } from "../link.js";
import { wifiLink } from "./wifi.js";

/** `name`: of the board, and of its access point. */
export function cableAndRadio(name: string, time: Ticks): Link {
  const cable = new EthernetLink();
  const radio = wifiLink(name, time);
  cable.watch(() => radio.rest(cable.address !== null));
  return new Links([cable, radio]);
}
