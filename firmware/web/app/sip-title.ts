/** The first line of a SIP message in brief, and what it is about: `180 Ringing (INVITE)`, `REGISTER sip:desk`. */
export function sipTitle(message: string): string {
  const first = message.slice(0, message.indexOf("\r\n"));
  const method = /^cseq\s*:\s*\d+\s+(\S+)/im.exec(message)?.[1] ?? "";
  return first.startsWith("SIP/2.0 ") ? `${first.slice(8)} (${method})` : first.replace(/ SIP\/2\.0$/, "");
}
