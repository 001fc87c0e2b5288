/** What the other parsers' packages ask of Node and of a browser while they load, and never use while they parse. */

const nothing = () => {};

export const debug = { log: nothing, warn: nothing, info: nothing, error: nothing };
/** `debug` of npm: a maker of loggers that say nothing. */
export default Object.assign(() => Object.assign(() => {}, { log: nothing }), {
  default: () => Object.assign(() => {}, { log: nothing }),
});

Object.assign(globalThis, { console: globalThis.console ?? debug });
