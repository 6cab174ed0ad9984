import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { DAY_MS, epochMs, toIsoUtc, type EpochMs } from '../../domain/instant.ts';
import {
  bitString,
  der,
  integer,
  objectId,
  octetString,
  sequence,
  set,
  utcTime,
  utf8String,
} from './der.ts';

/** A private key and its certificate, both in PEM. */
export interface TlsPair {
  readonly key: string;
  readonly cert: string;
}

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
const BASIC_CONSTRAINTS = '2.5.29.19';
const SUBJECT_ALT_NAME = '2.5.29.17';
const VALID_DAYS = 3_650;

/**
 * Makes a certificate for `localhost`, `127.0.0.1` and `::1` that vouches for nothing but itself: Node has no
 * call for it, and the machine may have no openssl. Valid for ten years from the day before `now`.
 */
export function selfSignedPair(now: EpochMs): TlsPair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const algorithm = sequence(objectId(ECDSA_WITH_SHA256));
  const name = sequence(
    set(sequence(objectId(COMMON_NAME), utf8String('nightscout-dexcom-bridge simulator'))),
  );
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  const certificate = sequence(
    der(0xa0, integer(Buffer.of(2))),
    integer(serial),
    algorithm,
    name,
    sequence(time(now - DAY_MS), time(now + VALID_DAYS * DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(extension(BASIC_CONSTRAINTS, isAuthority()), names())),
  );
  const signature = sign('sha256', certificate, privateKey);
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(sequence(certificate, algorithm, bitString(signature))),
  };
}

function time(ms: number): Buffer {
  const iso = toIsoUtc(epochMs(ms));
  return utcTime(`${iso.slice(2, 19).replaceAll(/[-T:]/g, '')}Z`);
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(objectId(id), octetString(value));
}

/** CA:TRUE, so that a client may be told to trust the certificate as its own authority. */
function isAuthority(): Buffer {
  return sequence(der(0x01, Buffer.of(0xff)));
}

function names(): Buffer {
  const dns = der(0x82, Buffer.from('localhost', 'ascii'));
  const v4 = der(0x87, Buffer.of(127, 0, 0, 1));
  const v6 = der(0x87, Buffer.from([...Array<number>(15).fill(0), 1]));
  return extension(SUBJECT_ALT_NAME, sequence(dns, v4, v6));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
