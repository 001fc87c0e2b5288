/** Why an address of the host cannot be had, for people. */
import { isIP } from "node:net";

/** What went wrong with an address of ours, in one line. */
export function reason(error: NodeJS.ErrnoException, address: string, port: number): string {
  const where = isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`;
  if (error.code === "EADDRINUSE") return `${where} is already in use`;
  if (error.code === "EADDRNOTAVAIL") return `${address} is not an address of this host`;
  if (error.code === "EACCES") return `${where} may not be used without more rights`;
  return `${where} cannot be used: ${error.message}`;
}
