/** The board's MQTT client (OASIS MQTT 3.1.1), for what is told to a broker of the owner's. Everything goes at QoS 0, nothing is subscribed to. */

export type MqttMessage = {
  readonly topic: string;
  readonly octets: Uint8Array;
  /** The broker keeps it for whoever comes later. */
  readonly retain: boolean;
};

export type MqttOptions = {
  readonly host: string;
  readonly port: number;
  /** By TLS: the certificate has to be valid, and the broker's. */
  readonly secure: boolean;
  /** Certificates of authorities, as PEM, that are believed besides the board's own; null for none. */
  readonly authorities: string | null;
  /** "" for none. */
  readonly user: string;
  readonly password: string;
  /** What the broker knows the connection by: no other may have it. */
  readonly client: string;
  /** What the broker tells when the connection breaks. */
  readonly will: MqttMessage;
  /** ms without a word after which either side asks whether the other is there. */
  readonly keepAlive: number;
  /** ms until the broker has to have answered. */
  readonly timeout: number;
  /** The broker has let us in, or there is room again after a `publish` that did not take its message. */
  onReady(): void;
  /** The connection could not be made, or is broken: a reason in words. Nothing is heard of it after that. */
  onClosed(reason: string): void;
};

export interface MqttConnection {
  /** False while there is no room for it; keeps nothing of the message itself. */
  publish(message: MqttMessage): boolean;
  /** What has been published still arrives, and the will is not told; nothing is heard of the connection any more. */
  close(): void;
}

export interface Mqtt {
  /** Nothing of `options` is called from in here. */
  connect(options: MqttOptions): MqttConnection;
}
