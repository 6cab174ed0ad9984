import { expect, test } from '@jest/globals';
import { BridgeFailure } from '../../../src/domain/failure.ts';
import { stateFailure } from '../../../src/journal/mongodb/failures.ts';

const error = (name: string, more: object = {}, message = 'mongodb://u:wolf-moon@h/ns'): Error =>
  Object.assign(new Error(message), { name, ...more });

test.each([
  [error('MongoServerSelectionError'), 'state.unreachable', 'transient'],
  [error('MongoNetworkTimeoutError'), 'state.unreachable', 'transient'],
  [error('MongoPoolClearedError'), 'state.unreachable', 'transient'],
  [error('Error', { code: 'ENOTFOUND' }), 'state.unreachable', 'transient'],
  [error('MongoServerError', { code: 18 }), 'state.login_refused', 'config'],
  [
    error('MongoServerError', { code: 8000 }, 'bad auth : wolf-moon'),
    'state.login_refused',
    'config',
  ],
  [error('MongoServerError', { code: 13 }), 'state.forbidden', 'config'],
  [
    error('MongoServerError', { code: 8000 }, 'user is not allowed to do action'),
    'state.forbidden',
    'config',
  ],
  [error('MongoServerError', { code: 14_031 }), 'state.full', 'transient'],
  [
    error('MongoServerError', { code: 8000 }, 'you are over your space quota'),
    'state.full',
    'transient',
  ],
  [error('MongoParseError'), 'state.bad_uri', 'config'],
  [error('URIError'), 'state.bad_uri', 'config'],
  [
    error('MongoServerError', { code: 64, codeName: 'WriteConcernFailed' }),
    'state.failed',
    'transient',
  ],
  ['a text', 'state.failed', 'transient'],
  [undefined, 'state.failed', 'transient'],
])('%s is %s, %s', (thrown, code, kind) => {
  const failure = stateFailure(thrown, 'dexcom_bridge_state');
  expect(failure).toMatchObject({ code, kind });
  expect(failure.message).not.toContain('wolf-moon');
  expect(failure.cause).toBeUndefined();
  // What is latched is kept in this very store.
  expect(failure.kind).not.toBe('credentials');
});

test('one of ours stays as it is', () => {
  const ours = new BridgeFailure('state.damaged', 'config', 'x');
  expect(stateFailure(ours, 'c')).toBe(ours);
});
