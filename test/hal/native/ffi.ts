/** In the place of Moddable's `mc/ffi`: the kernels, compiled here, called through koffi. */
import koffi from "koffi";
import { ffi, library } from "./compile.js";

const kernels = koffi.load(library());

export default class FFI {
  constructor() {
    for (const [name, { arguments: types, returns }] of Object.entries(ffi.functions))
      Object.assign(this, { [name]: kernels.func(name, returns, [...types]) });
  }
}
