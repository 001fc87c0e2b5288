/**
 * The kernels of this folder as Moddable's FFI binds them: made when the first of them is called, because no native code
 * runs while modules are preloaded.
 *
 * A twin stands under the name of the file it replaces, `firmware/dsp/<name>`. Relative imports are resolved against that name
 * on XS, against the file everywhere else; written from the root of the tree down they mean the same to both.
 */
import FFI from "mc/ffi";

/** Asked for before `natives`: the engine looks sooner than it calls. */
export let bound: FFI | undefined;

export function natives(): FFI {
  bound ??= new FFI();
  return bound;
}
