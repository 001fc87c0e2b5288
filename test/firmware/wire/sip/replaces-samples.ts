/** Dialogs to be replaced, made by chance. */
import fc from "fast-check";
import type { Replaces } from "../../../../firmware/wire/sip/sip-replaces.js";
import { record } from "./sip-samples.js";

const TAG = fc.stringMatching(/^[A-Za-z0-9.!%*_+`'~-]{1,12}$/);

export const replacements: fc.Arbitrary<Replaces> = record({
  callId: fc.stringMatching(/^[A-Za-z0-9.!%*_+`'~()<>:\\"/[\]?{}-]{1,12}(@[a-z0-9.]{1,8})?$/),
  toTag: TAG,
  fromTag: TAG,
  earlyOnly: fc.boolean(),
});
