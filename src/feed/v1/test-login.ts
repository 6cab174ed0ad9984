import { sendJson } from '../answer/send.ts';
import type { Endpoint } from './feed-request.ts';

/** `/experiments/test`: some followers try a secret here. Whoever comes so far may read. */
export const testLogin: Endpoint = ({ context, parts }) =>
  parts.length === 2 && parts[1] === 'test' ? sendJson(context, { status: 'ok' }) : undefined;
