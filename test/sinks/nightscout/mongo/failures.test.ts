import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { mongoFailure } from '../../../../src/sinks/nightscout/mongo/failures.ts';

const SECRET = 'mongodb://user:hunter2@host/db';
const driverError = (name: string, code: unknown, message: string, codeName?: string): Error =>
  Object.assign(new Error(`${message} ${SECRET}`), { name, code, codeName });

describe('mongoFailure', () => {
  test.each([
    ['MongoServerError', 18, 'Authentication failed.', 'mongodb.unauthorized', 'credentials'],
    [
      'MongoServerError',
      8000,
      'bad auth : Authentication failed.',
      'mongodb.unauthorized',
      'credentials',
    ],
    ['MongoServerError', 13, 'not authorized on ns', 'mongodb.forbidden', 'credentials'],
    [
      'MongoServerError',
      8000,
      'user is not allowed to do action [insert]',
      'mongodb.forbidden',
      'credentials',
    ],
    [
      'MongoServerError',
      8000,
      'you are over your space quota, using 513 MB of 512 MB',
      'mongodb.full',
      'transient',
    ],
    ['MongoServerError', 14031, 'available disk space', 'mongodb.full', 'transient'],
    [
      'MongoServerSelectionError',
      undefined,
      'connect ECONNREFUSED',
      'mongodb.unreachable',
      'transient',
    ],
    ['MongoNetworkTimeoutError', undefined, 'timed out', 'mongodb.unreachable', 'transient'],
    ['MongoPoolClearedError', undefined, 'cleared', 'mongodb.unreachable', 'transient'],
    ['Error', 'ENOTFOUND', 'querySrv ENOTFOUND', 'mongodb.unreachable', 'transient'],
    ['MongoBulkWriteError', 11000, 'E11000 duplicate key', 'mongodb.raced', 'transient'],
    ['MongoParseError', undefined, 'Invalid scheme', 'mongodb.bad_uri', 'config'],
    ['MongoServerError', 11600, 'interrupted', 'mongodb.failed', 'transient'],
    ['TypeError', undefined, 'x is not a function', 'mongodb.failed', 'transient'],
  ])('%s %p %s', (name, code, message, expectedCode, kind) => {
    const failure = mongoFailure(driverError(name, code, message), 'entries');
    expect([failure.code, failure.kind]).toEqual([expectedCode, kind]);
    expect(inspect(failure, { depth: 10 })).not.toContain('hunter2');
  });

  test('names the server’s own word where it has one', () => {
    const thrown = driverError('MongoServerError', 11600, 'x', 'InterruptedAtShutdown');
    expect(mongoFailure(thrown, 'entries').message).toContain('InterruptedAtShutdown');
  });

  test('what is no error is a failure all the same', () => {
    expect(mongoFailure('odd', 'entries').kind).toBe('transient');
  });
});
