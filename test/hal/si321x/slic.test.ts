import { DISCRETE, SI3201 } from "../../../hal/si321x/profile.js";
import { conformsToSlic, type SlicRig } from "../slic.js";
import { Rig, type RigOptions, UP_MS } from "./rig.js";

function rigOf(options: RigOptions): SlicRig {
  const rig = new Rig(options);
  let saying: Int16Array = new Int16Array(160);
  let frames: Int16Array[] = [];
  rig.coppers[0].plug({
    frame(heard, said) {
      frames.push(heard.slice());
      said.set(saying);
    },
    fed() {},
    rested() {},
  });
  rig.wait(UP_MS);
  const { line } = rig.chip();
  return {
    open: (options) => rig.chips.open(1, options),
    get linefeed() {
      return line.fed;
    },
    get ringVolts() {
      return Math.round(line.ringVolts);
    },
    hook: (offHook) => rig.coppers[0].contact(offHook),
    say: (frame) => {
      saying = frame;
    },
    heard: () => {
      const heard = frames;
      frames = [];
      return heard;
    },
    pass: (ms) => rig.wait(ms),
  };
}

conformsToSlic("a Si3215 on its emulator", () => rigOf({ part: "Si3215", profile: DISCRETE }));
conformsToSlic("a Si3210 with a Si3201 on its emulator", () => rigOf({ part: "Si3210", profile: SI3201 }));
