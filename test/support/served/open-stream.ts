import { get } from 'node:http';

/** One message of a stream of server-sent events. */
export interface StreamMessage {
  readonly event: string;
  readonly data: string;
  /** When its last byte was here, in ms since 1970. */
  readonly at: number;
}

/** A stream that a page listens to. */
export interface OpenStream {
  readonly status: number;
  readonly messages: readonly StreamMessage[];
  /** Resolves with the first message that fits, also one that has come; rejects when `withinMs` is over. */
  message(fits: (message: StreamMessage) => boolean, withinMs?: number): Promise<StreamMessage>;
  /** Resolves when the other side has ended it. */
  readonly over: Promise<void>;
  close(): void;
}

/** Opens one; rejects when there is no answer at all. */
export function openStream(url: string): Promise<OpenStream> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false }, (answer) => {
      const messages: StreamMessage[] = [];
      const watchers = new Set<() => void>();
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        const parts = (text + chunk).split('\n\n');
        text = parts.pop() ?? '';
        for (const part of parts) {
          const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1] ?? '';
          messages.push({ event: field('event'), data: field('data'), at: Date.now() });
        }
        for (const watch of [...watchers]) watch();
      });
      answer.on('error', () => undefined);
      const over = new Promise<void>((ended) => answer.once('close', () => ended()));
      resolve({
        status: answer.statusCode ?? 0,
        messages,
        over,
        message: (fits, withinMs = 60_000) =>
          new Promise((found, missed) => {
            const look = () => {
              const message = messages.find(fits);
              if (message === undefined) return;
              clearTimeout(timer);
              watchers.delete(look);
              found(message);
            };
            const timer = setTimeout(() => {
              watchers.delete(look);
              missed(new Error(`no such message within ${withinMs} ms, of ${messages.length}`));
            }, withinMs);
            watchers.add(look);
            look();
          }),
        close: () => request.destroy(),
      });
    });
    request.once('error', reject);
  });
}
