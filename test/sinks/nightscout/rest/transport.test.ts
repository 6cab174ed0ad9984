import { describe, expect, test } from '@jest/globals';
import { LOCAL_HOST } from '../../../../src/sinks/nightscout/rest/transport.ts';

describe('LOCAL_HOST', () => {
  test.each([
    'nightscout',
    'localhost',
    'pi.local',
    '10.0.0.7',
    '172.20.1.1',
    '[::1]',
    '[fd00::7]',
  ])('%s is local', (host) => expect(LOCAL_HOST.test(host)).toBe(true));
  test.each(['10.example.org', '127.example.org', 'ns.example.org', '172.32.1.1', '[2001:db8::1]'])(
    '%s is not',
    (host) => expect(LOCAL_HOST.test(host)).toBe(false),
  );
});
