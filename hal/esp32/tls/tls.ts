/** Connections enciphered by Moddable's TLS 1.2, for boards with PSRAM: a handshake takes tens of kilobytes and seconds. */
/// <reference path="../declarations/tls.d.ts" />
import TCP from "embedded:io/socket/tcp";
import TLSSocket from "embedded:io/socket/tcp/tls";
import type { Tcp, TcpOptions } from "../../network.js";
import { Connection } from "../connection.js";
import type { Later } from "../tcp.js";

/** The same as a kind of socket, for who makes it himself. */
export const secureSocket = Object.freeze({ io: TLSSocket, TCP: Object.freeze({ io: TCP }) });

/** The certificate has to be valid, and the server's by its name, or by its address where it has none. */
export function connectTls(options: TcpOptions & { readonly name?: string }, later: Later): Tcp {
  const { address, port, name = options.address } = options;
  const connection = new Connection({
    address,
    port,
    later,
    open(callbacks) {
      try {
        const secure = { serverName: name };
        return new TLSSocket({ host: name, address, port, TCP: { io: TCP }, secure, ...callbacks });
      } catch {
        return undefined;
      }
    },
  });
  connection.user = options;
  return connection;
}
