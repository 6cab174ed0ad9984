import { Agent, request } from 'node:http';

/** An answer as it came. */
export interface RawAnswer {
  readonly status: number;
  /** Media type without its parameters; empty where none was named. */
  readonly type: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Sends paths just as they are written: `fetch` would tidy up what a hostile reader sends. */
export function createRawClient(port: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  return {
    ask: (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
      new Promise<RawAnswer>((resolve, reject) => {
        const sent = request(
          { host: '127.0.0.1', port, agent, path, method, headers },
          (incoming) => {
            const parts: Buffer[] = [];
            incoming.on('data', (part: Buffer) => parts.push(part));
            incoming.on('error', reject);
            incoming.on('end', () =>
              resolve({
                status: incoming.statusCode ?? 0,
                type: (incoming.headers['content-type'] ?? '').split(';')[0] ?? '',
                body: Buffer.concat(parts).toString('utf8'),
                headers: incoming.headers,
              }),
            );
          },
        );
        sent.on('error', reject);
        sent.end();
      }),
    close: () => agent.destroy(),
  };
}
