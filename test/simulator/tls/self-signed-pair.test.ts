import { X509Certificate, createPrivateKey } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { epochMs } from '../../../src/domain/instant.ts';
import { selfSignedPair } from '../../../src/simulator/index.ts';

test('a certificate for this machine, signed by its own key, valid for ten years', () => {
  const pair = selfSignedPair(epochMs(1_731_646_000_000));
  const cert = new X509Certificate(pair.cert);
  expect(cert.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(cert.checkIP('::1')).toBeDefined();
  expect(cert.checkHost('localhost')).toBe('localhost');
  expect(cert.checkHost('example.com')).toBeUndefined();
  expect(cert.verify(cert.publicKey)).toBe(true);
  expect(cert.checkPrivateKey(createPrivateKey(pair.key))).toBe(true);
  expect(cert.ca).toBe(true);
  expect(new Date(cert.validFrom).toISOString()).toBe('2024-11-14T04:46:40.000Z');
  expect(new Date(cert.validTo).toISOString()).toBe('2034-11-13T04:46:40.000Z');
});
