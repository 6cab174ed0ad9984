import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/**
 * A bare node:http server that sends again what another one answered: the yardstick. Arguments: the address of that one, and
 * the paths. Prints `ready <port>`; ends with its standard input.
 */
const [base = '', ...paths] = process.argv.slice(2);
/** Of the connection, not of the answer; Node writes its own. */
const OWN = new Set(['connection', 'keep-alive', 'date', 'transfer-encoding']);

const answers = new Map(
  await Promise.all(
    paths.map(async (path) => {
      const answer = await fetch(`${base}${path}`, { headers: { 'accept-encoding': 'identity' } });
      const body = Buffer.from(await answer.arrayBuffer());
      const headers: IncomingHttpHeaders = {
        ...Object.fromEntries([...answer.headers].filter(([name]) => !OWN.has(name))),
        'content-length': String(body.length),
      };
      return [path, { headers, body }] as const;
    }),
  ),
);

const server = createServer((request, response) => {
  const known = answers.get(request.url ?? '');
  if (known === undefined) response.writeHead(404).end();
  else response.writeHead(200, known.headers).end(known.body);
});
server.listen(0, '127.0.0.1', () => {
  console.log(`ready ${(server.address() as AddressInfo).port}`);
});
await text(process.stdin);
process.exit(0);
