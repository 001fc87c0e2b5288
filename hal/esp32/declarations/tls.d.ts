/** Moddable's TLS socket, which nobody has typed: `tls.ts` names this file, so that mcconfig's compiler finds it too. */

declare module "embedded:io/socket/tcp/tls" {
  import type TCP from "embedded:io/socket/tcp";
  export default class TLSSocket {
    constructor(options: {
      host: string;
      address: string;
      port: number;
      TCP: { io: typeof TCP };
      secure: { serverName?: string };
      onReadable(count: number): void;
      onWritable(count: number): void;
      onError(): void;
    });
    read(count?: number): ArrayBuffer | undefined;
    write(octets: ArrayBuffer | Uint8Array): void;
    close(): void;
  }
}
