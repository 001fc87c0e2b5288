/** What Moddable generates from `manifest.json` for the module of its FFI, for where nothing is generated. */
declare module "mc/ffi" {
  export default class FFI {
    constructor();
    encodeUlaw(arg0: ArrayBuffer, arg1: number, arg2: number, arg3: ArrayBuffer, arg4: number, arg5: number): void;
    decodeUlaw(arg0: ArrayBuffer, arg1: number, arg2: number, arg3: ArrayBuffer, arg4: number, arg5: number): void;
    encodeAlaw(arg0: ArrayBuffer, arg1: number, arg2: number, arg3: ArrayBuffer, arg4: number, arg5: number): void;
    decodeAlaw(arg0: ArrayBuffer, arg1: number, arg2: number, arg3: ArrayBuffer, arg4: number, arg5: number): void;
    applyGain(arg0: ArrayBuffer, arg1: number, arg2: number, arg3: number): void;
    loudnessOf(arg0: ArrayBuffer, arg1: number, arg2: number): number;
    addSine(
      arg0: ArrayBuffer,
      arg1: number,
      arg2: number,
      arg3: number,
      arg4: number,
      arg5: ArrayBuffer,
      arg6: number,
      arg7: ArrayBuffer,
    ): void;
    keepHeard(arg0: ArrayBuffer, arg1: number, arg2: ArrayBuffer, arg3: number): void;
    lookForKeys(arg0: ArrayBuffer, arg1: number, arg2: ArrayBuffer, arg3: ArrayBuffer, arg4: ArrayBuffer): number;
    loudestEcho(arg0: ArrayBuffer, arg1: number, arg2: ArrayBuffer): number;
    pitchOf(arg0: ArrayBuffer, arg1: number, arg2: ArrayBuffer, arg3: number): number;
    cutPeriod(
      arg0: ArrayBuffer,
      arg1: number,
      arg2: ArrayBuffer,
      arg3: number,
      arg4: ArrayBuffer,
      arg5: number,
    ): number;
    repeatPeriod(
      arg0: ArrayBuffer,
      arg1: number,
      arg2: number,
      arg3: number,
      arg4: number,
      arg5: number,
      arg6: ArrayBuffer,
      arg7: number,
      arg8: number,
    ): void;
    smoothJoint(arg0: ArrayBuffer, arg1: number, arg2: number, arg3: ArrayBuffer, arg4: number, arg5: number): void;
    blend(arg0: ArrayBuffer, arg1: number, arg2: ArrayBuffer, arg3: number, arg4: number): void;
    modulate(
      arg0: ArrayBuffer,
      arg1: number,
      arg2: number,
      arg3: number,
      arg4: ArrayBuffer,
      arg5: number,
      arg6: number,
      arg7: ArrayBuffer,
      arg8: number,
      arg9: ArrayBuffer,
    ): number;
    mixThree(
      arg0: ArrayBuffer,
      arg1: number,
      arg2: ArrayBuffer,
      arg3: number,
      arg4: ArrayBuffer,
      arg5: number,
      arg6: number,
    ): void;
    lookForVoice(arg0: ArrayBuffer, arg1: number, arg2: ArrayBuffer): number;
    autocorrelate(
      arg0: ArrayBuffer,
      arg1: number,
      arg2: number,
      arg3: ArrayBuffer,
      arg4: number,
      arg5: ArrayBuffer,
      arg6: ArrayBuffer,
      arg7: number,
    ): void;
    lookForModems(arg0: ArrayBuffer, arg1: number, arg2: ArrayBuffer, arg3: ArrayBuffer): number;
    fillNoise(arg0: ArrayBuffer, arg1: number, arg2: ArrayBuffer, arg3: number, arg4: number): void;
    cancelFrame(
      arg0: ArrayBuffer,
      arg1: number,
      arg2: ArrayBuffer,
      arg3: number,
      arg4: ArrayBuffer,
      arg5: number,
      arg6: ArrayBuffer,
      arg7: number,
      arg8: ArrayBuffer,
    ): void;
    decodeAdpcm(
      arg0: ArrayBuffer,
      arg1: number,
      arg2: number,
      arg3: number,
      arg4: ArrayBuffer,
      arg5: ArrayBuffer,
      arg6: number,
      arg7: number,
      arg8: number,
      arg9: ArrayBuffer,
    ): void;
  }
}
