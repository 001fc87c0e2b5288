/** Tables frozen to their depth, so that XS leaves them in flash: the firmware's own cannot be reached from here. */
export function frozen<T>(table: T): T {
  if (typeof table === "object" && table !== null && !Object.isFrozen(table)) {
    Object.freeze(table);
    for (const row of Object.values(table)) frozen(row);
  }
  return table;
}
