import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { simulateVerb } from '../../src/cli/simulate.ts';
import { parseArguments } from '../../src/cli/parse-arguments.ts';
import { UsageFault, type VerbContext } from '../../src/cli/verb.ts';
import { openApiDocument } from '../../src/simulator/index.ts';

async function said(...flags: string[]): Promise<{ code: number; text: string }> {
  const out = new PassThrough();
  const context = { env: {}, cwd: '/', out, err: out } as unknown as VerbContext;
  const parsed = await parseArguments(['simulate', ...flags], [simulateVerb], 100);
  if ('print' in parsed) return { code: 0, text: parsed.print };
  const code = await parsed.verb.handle(parsed.given, context);
  out.end();
  let text = '';
  for await (const piece of out) text += String(piece);
  return { code, text };
}

test('--openapi prints the document and ends', async () => {
  const { code, text } = await said('--openapi');
  expect(code).toBe(0);
  expect(JSON.parse(text)).toEqual(openApiDocument);
});

test('every flag has its line and an example in the help', async () => {
  const { text } = await said('--help');
  const examples = text.slice(text.indexOf('Examples:'));
  for (const flag of Object.keys(simulateVerb.options)) {
    expect(text.slice(0, text.indexOf('Examples:'))).toContain(`--${flag} `);
    expect(examples).toContain(`--${flag}`);
  }
});

test.each([
  [['--product', 'g5'], /--product is one of g6, g7, g715day, one, oneplus/],
  [['--region', 'mars'], /--region is one of us, ous, jp/],
  [['--redirect-uri', 'localhost:1'], /--redirect-uri is an http or https address/],
  [['--redirect-uri', 'http://a/,ftp://b/'], /not “ftp:\/\/b\/”/],
  [['--redirect-uri', 'http://a/#part'], /--redirect-uri/],
  [['--history-days', '0'], /--history-days is a number from 1/],
  [['--history-days', '1.5'], /--history-days is a whole number/],
  [['--web-api-delay', '-1'], /--web-api-delay is a number from 0/],
])('%j is refused', async (flags, why) => {
  const refused = said(...flags);
  await expect(refused).rejects.toThrow(UsageFault);
  await expect(refused).rejects.toThrow(why);
});
