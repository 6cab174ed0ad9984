/** ASN.1 values in DER, as much of it as a certificate needs. */

/** One value: its tag, its length, its content. */
export function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const { length } = body;
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), body]);
}

/** SEQUENCE */
export const sequence = (...items: readonly Buffer[]): Buffer => der(0x30, ...items);

/** SET */
export const set = (...items: readonly Buffer[]): Buffer => der(0x31, ...items);

/** INTEGER from unsigned bytes. */
export function integer(bytes: Buffer): Buffer {
  return der(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

/** OBJECT IDENTIFIER from its dotted form. */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return der(0x06, Buffer.from(bytes));
}

/** BIT STRING of whole bytes. */
export const bitString = (bytes: Buffer): Buffer => der(0x03, Buffer.of(0), bytes);

/** OCTET STRING */
export const octetString = (bytes: Buffer): Buffer => der(0x04, bytes);

/** UTF8String */
export const utf8String = (text: string): Buffer => der(0x0c, Buffer.from(text, 'utf8'));

/** UTCTime from `YYMMDDHHMMSSZ`; for the years 1950 to 2049. */
export const utcTime = (text: string): Buffer => der(0x17, Buffer.from(text, 'ascii'));
