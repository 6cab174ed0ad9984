import { jsonReply, type WireReply } from '../wire/wire-reply.ts';

/** Codes Share is known to answer with; type number and message as observed, or the code's name where none was. */
const ERRORS = {
  AccountPasswordInvalid: [13, 'Publisher account password failed'],
  SSO_AuthenticateAccountNotFound: [13, 'Simulate SSO: Account not found.'],
  SSO_AuthenticatePasswordInvalid: [13, 'Simulate SSO: Authentication failed.'],
  /** Three e’s: Dexcom’s own spelling. */
  SSO_AuthenticateMaxAttemptsExceeed: [13, 'Maximum authentication attempts exceeded.'],
  SSO_AuthenticateMaxAttemptsExceeded: [13, 'Maximum authentication attempts exceeded.'],
  SSO_InternalError: [13, "Cannot Authenticate by AccountName='***'. UAM answered 401."],
  SessionIdNotFound: [5, 'Failed to find session object. [SessionId = ***]'],
  SessionNotValid: [6, 'Error in the application.'],
  InvalidArgument: [5, 'An argument is invalid.'],
  MonitoredReceiverNotAssigned: [5, 'Monitored receiver not assigned'],
  MonitoredReceiverSerialNumberDoesNotMatch: [5, 'Monitored receiver serial number does not match'],
  MonitoringSessionNotActive: [5, 'Monitoring session not active'],
  DuplicateEgvPosted: [5, 'Duplicate egv posted'],
  InvalidToken: [5, 'Invalid token'],
  TokenExpired: [5, 'Token expired'],
  NotConsented: [5, 'Not consented'],
  ServiceUnavailable: [5, 'Service unavailable'],
  ServerUnreachable: [5, 'Server unreachable'],
} as const;

/** A code from Share's list. */
export type ShareErrorCode = keyof typeof ERRORS;

/** All codes. */
export const shareErrorCodes = Object.keys(ERRORS) as readonly ShareErrorCode[];

/** True for a code from Share's list. */
function isShareErrorCode(value: unknown): value is ShareErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERRORS, value);
}

/** Share's fault answer: 500 and `{Code, Message, SubCode, TypeName}`; `code` may also be one nobody has seen yet. */
export function shareError(
  code: string,
  subCode: 'xml' | 'json',
  id: string,
  message?: string,
): WireReply {
  const [type, usual] = isShareErrorCode(code) ? ERRORS[code] : [99, code];
  const text = message ?? usual;
  const facts = {
    ErrorCode: code,
    Type: String(type),
    Category: '1',
    Severity: '1',
    Id: `{${id}}`,
  };
  const attributes = Object.entries({ ...facts, Message: text })
    .map(([name, value]) => `${name}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`)
    .join(' ');
  return jsonReply(500, {
    Code: code,
    Message: text,
    SubCode:
      subCode === 'json'
        ? JSON.stringify({ ...facts, Message: text })
        : `<OnlineException ${attributes} />`,
    TypeName: 'FaultException',
  });
}
