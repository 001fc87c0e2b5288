/** Connections enciphered by the IDF's Mbed TLS, for boards with PSRAM: one takes forty kilobytes. */
import type { Tcp, TlsOptions } from "../../network.js";
import type { Ticks } from "../../si321x/ticks.js";
import { Connection } from "../connection.js";
import { SecureSocket } from "./secure-socket.js";

/** The same as a kind of socket, for who makes it himself. */
export const secureSocket = Object.freeze({ io: SecureSocket });

/** The certificate has to be valid, and the server's by its name, or by its address where it has none. */
export function connectTls(options: TlsOptions, time: Pick<Ticks, "after">): Tcp {
  const { address, port, name = options.address, authorities = null } = options;
  const connection = new Connection({
    address,
    port,
    time,
    open(callbacks) {
      try {
        const secure = { serverName: name, authorities };
        return new SecureSocket({
          ...{ address, port, secure, ...callbacks },
          onRefused: (reason) => options.onRefused?.(reason),
        });
      } catch {
        return undefined;
      }
    },
  });
  connection.user = options;
  return connection;
}
