/** Connections and listeners by Moddable's TCP, and TLS on top of it. */
import Listener from "embedded:io/socket/listener";
import TCP from "embedded:io/socket/tcp";
import type { Tcp, TcpListener, TcpListenerOptions, TcpOptions } from "../network.js";
import type { Ticks } from "../si321x/ticks.js";
import { Connection } from "./connection.js";

/** Most connections of a listener that wait to be looked at in one go. */
const MOST_AT_ONCE = 8;

export function connectTcp(options: TcpOptions, time: Pick<Ticks, "after">): Tcp {
  const { address, port } = options;
  const connection = new Connection({
    address,
    port,
    time,
    open(callbacks) {
      try {
        return new TCP({ address, port, nodelay: true, format: "buffer", ...callbacks });
      } catch {
        return undefined;
      }
    },
  });
  connection.user = options;
  return connection;
}

/** Throws an Error with a readable message when the port is taken. */
export function listenTcp(user: TcpListenerOptions, time: Pick<Ticks, "after">): TcpListener {
  const { port = 0 } = user;
  let listener: Listener;
  try {
    listener = new Listener({
      port,
      onReadable(count) {
        for (let left = Math.min(count, MOST_AT_ONCE); left > 0; left--) {
          try {
            const from = this.read();
            if (from) accept(from);
          } catch {
            // It has gone before it was looked at.
          }
        }
      },
    });
  } catch {
    throw new Error(`TCP port ${port} is taken`);
  }

  function accept(from: TCP): void {
    const connection = new Connection({
      address: from.remoteAddress ?? "",
      port: from.remotePort ?? 0,
      time,
      open: (callbacks) => new TCP({ from, nodelay: true, format: "buffer", ...callbacks }),
    });
    connection.user = user.onConnection(connection);
    if (!connection.user) connection.close();
  }

  // Moddable's Listener has a close that its typings have not.
  return { port: listener.port, close: () => (listener as unknown as { close(): void }).close() };
}
