/** What a board carries besides its program: the files of the page, as they lie in flash. */

export type Asset = {
  /** `text/html; charset=utf-8`. */
  readonly type: string;
  readonly octets: Uint8Array;
  /** They are compressed by gzip (RFC 1952). */
  readonly gzip: boolean;
  /** Changes with them: an ETag without its quotes. */
  readonly tag: string;
};

/** By path: `/`, `/app.js`. */
export type Assets = { readonly [path: string]: Asset };
