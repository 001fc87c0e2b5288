/** The other parsers as far as the bench uses them: none of them declares all of its inside. */

declare module "sip" {
  type Params = { readonly [name: string]: string | null | undefined };
  type Aor = { readonly name?: string; readonly uri: string; readonly params: Params };
  type Via = { readonly host: string; readonly port?: number; readonly params: Params };
  type Message = {
    readonly method?: string;
    readonly uri?: string;
    readonly status?: number;
    readonly reason?: string;
    readonly content: string;
    readonly headers: {
      readonly via: readonly Via[];
      readonly from: Aor;
      readonly to: Aor;
      readonly contact: readonly Aor[];
      readonly cseq: { readonly seq: number; readonly method: string };
      readonly "call-id": string;
      readonly "max-forwards"?: string;
      readonly "content-length": number;
    };
  };
  export function parse(octets: { toString(encoding: string): string }): Message | undefined;
  export function parseUri(
    text: string,
  ): { readonly user?: string; readonly host: string; readonly port: number } | undefined;
}

/** JsSIP and SIP.js have a common ancestor, and differ in a few names. */
type Descendant = {
  readonly method: string;
  readonly ruri?: DescendantUri;
  readonly status_code?: number;
  readonly statusCode?: number;
  readonly reason_phrase?: string;
  readonly reasonPhrase?: string;
  readonly cseq: number;
  readonly body: string;
  readonly from: DescendantAddress;
  readonly to: DescendantAddress;
  getHeader(name: string): string | undefined;
  getHeaders(name: string): readonly string[];
  parseHeader(name: string, index: number): unknown;
};
type DescendantUri = { readonly user?: string; readonly host: string; readonly port?: number };
type DescendantAddress = {
  readonly uri: DescendantUri;
  readonly display_name?: string;
  readonly displayName?: string;
  getParam(name: string): string | undefined;
};

declare module "jssip/lib/Parser.js" {
  const parser: { parseMessage(text: string, ua: object): Descendant | undefined };
  export default parser;
}
