/** Where a class or one of its objects names what is private to it. */
const DECLARED = /^\s+(?:(?:static|async|readonly|get|set) )*\*?#(\w+)/gm;
const NAMED = /#([A-Za-z]\w*)/g;

/**
 * The same module with `_name` for each `#name` of its classes.
 *
 * XS keeps the private methods of a class in each of its objects, a slot for each one, and one more for the class: a seventh
 * of all the slots that a board has. What is private has been seen to by the compiler when it comes to an image.
 */
export function withoutPrivateNames(module) {
  const names = new Set([...module.matchAll(DECLARED)].map(([, name]) => name));
  return module.replace(NAMED, (written, name) => (names.has(name) ? `_${name}` : written));
}
