import { toIsoUtc, type EpochMs } from '../../domain/instant.ts';
import { html, type Html } from './html.ts';
import type { Look } from './look.ts';

/** An instant on the viewer’s wall clock, with the exact one for machines. */
export function moment(at: EpochMs, now: EpochMs, look: Look): Html {
  return html`<time datetime="${toIsoUtc(at)}">${look.clock(at, now)}</time>`;
}
