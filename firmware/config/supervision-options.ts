/** Values to what the wires of a telephone say of its calls; times in ms. */
import type { Config } from "./config.js";

export type Polarity = "forward" | "reverse";

export type SupervisionOptions = {
  readonly idle: Polarity;
  readonly caller: Polarity;
  readonly callee: Polarity;
  /** From the far end's hang-up to the break of the loop, and how long that is; 0 for none. */
  readonly breakDelay: number;
  readonly breakLength: number;
  /** For which the receiver of whoever was called lies until the call is over. */
  readonly onHookDelay: number;
};

const ms = (seconds: number) => Math.round(1000 * seconds);

/** Null where the wires say nothing. */
export function supervisionOptions(config: Config, line: number): SupervisionOptions | null {
  const polarityOf = (name: "Idle_Polarity" | "Caller_Conn_Polarity" | "Callee_Conn_Polarity") =>
    config.getLine(name, line) === "Reverse" ? "reverse" : "forward";
  const options: SupervisionOptions = {
    idle: polarityOf("Idle_Polarity"),
    caller: polarityOf("Caller_Conn_Polarity"),
    callee: polarityOf("Callee_Conn_Polarity"),
    breakDelay: ms(config.number("CPC_Delay")),
    breakLength: ms(config.number("CPC_Duration")),
    onHookDelay: ms(config.number("Callee_On_Hook_Delay")),
  };
  const { idle, caller, callee, breakLength, onHookDelay } = options;
  const isPlain = idle === "forward" && caller === "forward" && callee === "forward";
  return isPlain && breakLength === 0 && onHookDelay === 0 ? null : options;
}
