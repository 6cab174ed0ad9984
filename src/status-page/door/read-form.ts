/**
 * The fields of a form that a browser sent, read as far as it may go; undefined where it is larger. A body without a length
 * and none at all are read like any other.
 */
export async function readForm(
  { headers, body }: Request,
  mostBytes: number,
): Promise<URLSearchParams | undefined> {
  if (Number(headers.get('content-length') ?? 0) > mostBytes) return undefined;
  if (body === null) return new URLSearchParams();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
    bytes += value.byteLength;
    if (bytes > mostBytes) {
      await reader.cancel();
      return undefined;
    }
    parts.push(value);
  }
}
