/**
 * The pages for as long as somebody waits for the answer: a reader that goes away and asks again must not leave behind work
 * that holds up whoever stays.
 * @param signal of the request, aborted when its connection is closed
 * @throws Error where it is; nobody sees the answer to that
 */
export async function* whileWanted<Page>(
  pages: AsyncIterable<Page>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Page, void> {
  for await (const page of pages) {
    if (signal?.aborted === true) throw new Error('The reader has gone.');
    yield page;
  }
}
