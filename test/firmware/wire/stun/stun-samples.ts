/** The sample messages of RFC 5769, and octets written in hexadecimal. */

export const octets = (hex: string) =>
  Uint8Array.from(hex.replace(/\s/g, "").match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

export const ID = octets("b7e7a701 bc34d686 fa87dfae");

/** Section 2.1: with ICE's PRIORITY and ICE-CONTROLLED, and credentials. */
export const REQUEST = octets(`
  0001 0058 2112a442 b7e7a701bc34d686fa87dfae
  8022 0010 5354554e 20746573 7420636c 69656e74
  0024 0004 6e0001ff
  8029 0008 932ff9b1 51263b36
  0006 0009 6576746a 3a683676 59202020
  0008 0014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2
  8028 0004 e57a3bcf`);

/** Section 2.2: 192.0.2.1 port 32853. */
export const RESPONSE = octets(`
  0101 003c 2112a442 b7e7a701bc34d686fa87dfae
  8022 000b 74657374 20766563 746f7220
  0020 0008 0001a147 e112a643
  0008 0014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7
  8028 0004 c07d4c96`);

/** Section 2.3: 2001:db8:1234:5678:11:2233:4455:6677 port 32853. */
export const RESPONSE_6 = octets(`
  0101 0048 2112a442 b7e7a701bc34d686fa87dfae
  8022 000b 74657374 20766563 746f7220
  0020 0014 0002a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9
  0008 0014 a382954e 4be67bf1 1784c97c 8292c275 bfe3ed41
  8028 0004 c8fb0b4c`);
