/** Moddable's MQTT client as it is, which its typings tell otherwise: `mqtt-client.ts` names this file, so that mcconfig's compiler finds it too. */

declare module "embedded:network/mqtt/client" {
  export default class MQTTClient {
    constructor(options: {
      host: string;
      port: number;
      id: string;
      user?: string;
      password?: string;
      /** ms. */
      keepAlive: number;
      will: { topic: string; message: ArrayBuffer; QoS: number; retain: boolean };
      /** `io` is made of all of it. */
      dns: object;
      socket: object;
      onWritable(count: number): void;
      onError(): void;
    });
    /** Answers the room that is left; throws where there is not enough. */
    write(
      octets: ArrayBuffer | Uint8Array | null,
      options: { operation?: number; topic?: string; retain?: boolean },
    ): number;
    close(): void;
  }
}
