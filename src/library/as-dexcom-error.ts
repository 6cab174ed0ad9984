import { BridgeFailure, type FailureKind } from '../domain/failure.ts';
import type { ShareFailureName } from '../sources/dexcom/share/failures.ts';
import type { WebApiFailureName } from '../sources/dexcom/web-api/failures.ts';
import type { DexcomErrorCode, DexcomErrorKind } from './dexcom-error-code.ts';
import { DexcomError } from './dexcom-error.ts';
import { ERROR_WORDS } from './error-words.ts';

/** Codes that the sources can throw: one that is added there is missed here by the compiler. */
type SourceCode = `share.${ShareFailureName}` | `web-api.${WebApiFailureName}`;

type WordedCode = keyof typeof ERROR_WORDS;
const WORDS: Readonly<Record<SourceCode & DexcomErrorCode, string>> & typeof ERROR_WORDS =
  ERROR_WORDS;

const KINDS: Readonly<Record<Exclude<FailureKind, 'bug'>, DexcomErrorKind>> = {
  transient: 'transient',
  throttled: 'throttled',
  credentials: 'credentials',
  refused: 'refused',
  config: 'argument',
};

/**
 * What the bridge puts into brackets is fit to be shown: Dexcom’s name of an error, a status, a system’s code.
 * Anything else that stands there is the bridge’s own remark.
 */
const SAID =
  /\((HTTP \d{3}|\d{3}|(?:[a-zA-Z]+, )?status \d{3}(?:, \w+)?|[a-z]+_[a-z_]+|[A-Z][\w-]*)\)/;

/** What was thrown, as a caller is to meet it: what is none of the house’s failures stays as it is. */
export function asDexcomError(thrown: unknown, host: string): unknown {
  if (!(thrown instanceof BridgeFailure)) return thrown;
  const { code, kind, retryAt, message, cause } = thrown;
  if (kind === 'bug' || !isWorded(code)) return thrown;
  const said = SAID.exec(message)?.[1];
  const words = WORDS[code]
    .replaceAll('{said}', said === undefined ? '' : ` (${said})`)
    .replaceAll('{host}', host);
  return new DexcomError(code, KINDS[kind], words, {
    ...(retryAt === undefined ? {} : { retryAt }),
    // The one foreign error that is the caller’s own: what their token store threw.
    ...(code === 'web-api.tokens_unsaved' && cause !== undefined ? { cause } : {}),
  });
}

function isWorded(code: string): code is WordedCode {
  return Object.hasOwn(WORDS, code);
}
