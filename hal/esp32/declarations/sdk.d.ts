/** Moddable's modules as hal/esp32/ and boards/ use them: its typings where there are any, and what they lack. */

/// <reference path="../../../node_modules/@moddable/typings/timer.d.ts" />
/// <reference path="../../../node_modules/@moddable/typings/time.d.ts" />
/// <reference path="../../../node_modules/@moddable/typings/embedded_io/_common.d.ts" />
/// <reference path="../../../node_modules/@moddable/typings/embedded_io/spi.d.ts" />
/// <reference path="../../../node_modules/@moddable/typings/embedded_io/digital.d.ts" />
/// <reference path="../../../node_modules/@moddable/typings/embedded_io/socket/tcp.d.ts" />
/// <reference path="../../../node_modules/@moddable/typings/embedded_io/socket/listener.d.ts" />

/** For the typings, which name it; only xs.d.ts declares it, with globals that nobody shall have here. */
interface HostBuffer {
  readonly byteLength: number;
}

/** xsc turns \`class ... extends Native("destructor")\` and \`native("function").call(this, ...)\` into calls of C. */
declare function Native(destructor: string): new () => object;
// biome-ignore lint/suspicious/noExplicitAny: what C takes and gives is known where it is called
declare function native(name: string): (this: unknown, ...values: any[]) => any;
declare function trace(text: string): void;
interface ArrayBufferConstructor {
  fromString(text: string): ArrayBuffer;
}
interface StringConstructor {
  /** UTF-8. */
  fromArrayBuffer(octets: ArrayBuffer): string;
}

declare module "Resource" {
  /** A file of the image where it lies in flash; what views it copies nothing. */
  export default class Resource {
    /** Throws where there is none of that name. */
    constructor(name: string);
    readonly byteLength: number;
    slice(begin: number, end?: number): ArrayBuffer;
  }
}

declare module "embedded:storage/key-value" {
  export class Storage {
    read(key: string): ArrayBuffer | string | number | bigint | undefined;
    write(key: string, value: ArrayBuffer): void;
    delete(key: string): void;
    close(): void;
  }
  const storage: { open(options: { path: string; mode?: "r" | "r+"; format: "buffer" }): Storage };
  export default storage;
}

/** What the build was told. */
declare module "mc/config" {
  const config: { readonly [name: string]: string | undefined };
  export default config;
}

declare module "embedded:storage/flash" {
  export type Partition = { status(): { size: number; blockLength: number }; close(): void };
  const flash: { open(options: { path: string }): Partition };
  export default flash;
}

declare module "embedded:update" {
  import type { Partition } from "embedded:storage/flash";
  export type Update = { write(octets: ArrayBuffer | Uint8Array): void; complete(): void; close(): void };
  const update: { open(options: { partition: Partition; mode?: "a" | "w" }): Update };
  export default update;
}

declare module "embedded:network/interface/ethernet" {
  export default class Ethernet {
    constructor(options: { onChanged(this: Ethernet, property: string): void });
    configure(options: { hostname?: string; static?: { address: string; mask: string; gateway: string } }): void;
    close(): void;
  }
}

declare module "embedded:network/interface/wifi" {
  export default class WiFi {
    constructor(options: { onChanged(this: WiFi, property: string): void });
    connect(options: { SSID: string; password?: string }): void;
    disconnect(): void;
    configure(options: { hostname?: string; static?: { address: string; mask: string; gateway: string } }): void;
    close(): void;
    /** 200 idle, 300 looks for its network, 400 is in it, 500 has an address. */
    readonly connection: number;
  }
}

declare module "crypt" {
  export class Digest {
    constructor(algorithm: "MD5" | "SHA1" | "SHA256");
    write(octets: ArrayBuffer): void;
    close(): ArrayBuffer;
  }
}

declare module "embedded:io/socket/udp" {
  export default class UDP {
    constructor(options: { port?: number; onReadable?(this: UDP, count: number): void; target?: unknown });
    read(): (ArrayBuffer & { address: string; port: number }) | undefined;
    write(octets: ArrayBuffer | Uint8Array, address: string, port: number): void;
    add(address: string): void;
    close(): void;
  }
}

declare module "embedded:network/http/server" {
  import type Listener from "embedded:io/socket/listener";
  export type HTTPResponse = { status: number; headers: Map<string, string | number> };
  export type HTTPConnectionHandlers = {
    onRequest(this: HTTPConnection, request: { method: string; path: string; headers: Map<string, string> }): void;
    onReadable(this: HTTPConnection, count: number): void;
    onResponse(this: HTTPConnection, response: HTTPResponse): void;
    onWritable(this: HTTPConnection, count: number): void;
    onDone(this: HTTPConnection): void;
    onError(this: HTTPConnection): void;
  };
  export interface HTTPConnection {
    accept(options: HTTPConnectionHandlers): void;
    read(count?: number): ArrayBuffer | undefined;
    write(octets?: ArrayBuffer | Uint8Array): number;
    respond(response: HTTPResponse): void;
    close(): void;
  }
  export default class HTTPServer {
    readonly port: number;
    constructor(options: { io: typeof Listener; port: number; onConnect(connection: HTTPConnection): void });
    close(): void;
  }
}

declare module "inflate" {
  /** What is not called keeps the pieces by itself. */
  export default class Inflate {
    constructor(options?: { windowBits?: number });
    onData: (piece: ArrayBuffer) => void;
    onEnd: (error: number) => void;
    push(octets: ArrayBuffer | Uint8Array, end: boolean): void;
    close(): void;
  }
}

declare module "embedded:network/dnssd" {
  import type UDP from "embedded:io/socket/udp";
  export default class DNSSD {
    constructor(options: { socket: { io: typeof UDP } });
    claim(options: { host: string; onReady(): void; onError(): void }): { close(): void };
    advertise(options: { serviceType: string; name: string; host: string; port: number }): { close(): void };
    close(): void;
  }
}
