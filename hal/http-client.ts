/** The board's HTTP client, for profiles, images and what is told to an owner's server. */

export type HttpQuestion = {
  readonly method: "GET" | "POST" | "PUT";
  /** `http:` or `https:`. By TLS the certificate has to be valid, and the server's. */
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: Uint8Array | null;
  /** Longest answer that is taken, in octets. */
  readonly maxBody: number;
  /** ms until an answer has to be there, whole; with `onBody` until it or its next piece is. */
  readonly timeout: number;
  /**
   * Takes the body of an answer of 200 to 299 as it comes, and keeps nothing of its pieces: the body of the answer is empty then.
   * No more is read of the connection than is taken. False for no more: the question has failed.
   */
  readonly onBody?: (octets: Uint8Array) => boolean;
  /** Certificates of authorities, as PEM, that are believed besides the board's own; null for none. */
  readonly authorities: string | null;
};

/** `failed` is a reason in words. */
export type HttpAnswer =
  | {
      readonly status: number;
      /** Names in lower case. */
      readonly headers: { readonly [name: string]: string };
      readonly body: Uint8Array;
    }
  | { readonly failed: string };

export interface HttpClient {
  /** Asks; `done` is called once, never from in here. Answers how to take the question back: `done` is not called then. */
  ask(question: HttpQuestion, done: (answer: HttpAnswer) => void): () => void;
}
