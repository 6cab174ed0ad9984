import { v5 } from 'uuid';

/** The bridge's own name space: a random UUID, never to be changed, as every identifier hangs on it. */
const NAME_SPACE = '6b8f9d52-3c1e-4f0a-9a57-0d2c7be41f63';

/**
 * The `identifier` of a treatment, meter entry or device status: UUID v5 of kind, Dexcom record id and what tells two
 * documents of one record apart. The same record gives the same identifier for ever, whatever it says by now.
 */
export function documentIdentifier(kind: string, recordId: string, part = ''): string {
  return v5(`${kind} ${recordId}${part === '' ? '' : ` ${part}`}`, NAME_SPACE);
}
