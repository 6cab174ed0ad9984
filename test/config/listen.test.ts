import { expect, test } from '@jest/globals';
import { readListen, showListen } from '../../src/config/listen.ts';

test.each([
  ['127.0.0.1:17580', '127.0.0.1', 17580, false],
  ['localhost:0', 'localhost', 0, false],
  ['0.0.0.0:80', '0.0.0.0', 80, false],
  ['[::1]:65535', '::1', 65535, false],
  ['[::]:1', '::', 1, false],
  ['[fe80::1%eth0]:1', 'fe80::1%eth0', 1, false],
  ['my-host.local:8080', 'my-host.local', 8080, false],
  ['*:8080', '::', 8080, true],
])('%s', (text, host, port, everywhere) => {
  expect(readListen(` ${text} `)).toEqual({ host, port, everywhere });
  expect(showListen({ host, port, everywhere })).toBe(text);
});

test.each([
  '',
  '8080',
  ':8080',
  '127.0.0.1',
  '127.0.0.1:',
  '127.0.0.1:65536',
  '127.0.0.1:-1',
  '127.0.0.1:0x50',
  '::1:80',
  '[::1]',
  '[zz]:1',
  '[1:2]:3',
  '256.0.0.1:1',
  '1.2.3:4',
  'http://h:1',
  'h:1/x',
  'a b:1',
  'u@h:1',
])('%j is refused', (text) => {
  expect(readListen(text)).toBeUndefined();
});
