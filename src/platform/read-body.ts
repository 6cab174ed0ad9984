/**
 * What was sent with a request, read as far as it may go; undefined where it is larger. A body without a length and none at
 * all are read like any other.
 */
export async function readBody(
  { headers, body }: Request,
  mostBytes: number,
): Promise<Uint8Array | undefined> {
  if (Number(headers.get('content-length') ?? 0) > mostBytes) return undefined;
  if (body === null) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(parts);
    bytes += value.byteLength;
    if (bytes > mostBytes) {
      await reader.cancel();
      return undefined;
    }
    parts.push(value);
  }
}
