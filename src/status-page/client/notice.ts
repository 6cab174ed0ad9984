import type { EpochMs } from '../../domain/instant.ts';
import { html, type Html } from '../view/html.ts';
import type { Look } from '../view/look.ts';
import { signInForm } from '../view/sign-in-form.ts';
import type { Connection } from './live.ts';

/** What stands above the value while all is not as it should be. */
export function notice(
  connection: Connection,
  lostAt: EpochMs | undefined,
  now: EpochMs,
  look: Look,
): Html {
  switch (connection) {
    case 'live':
      return html``;
    case 'asking':
      return html`<p class="notice calm">No live connection: asking every 30 seconds.</p>`;
    case 'lost': {
      const since = lostAt === undefined ? '' : ` since ${look.clock(lostAt, now)}`;
      return html`<p class="notice">
        <strong>Connection to the bridge lost${since}.</strong> What is shown may be out of date.
        Trying again…
      </p>`;
    }
    case 'refused':
      return html`<div class="notice">
        <p>
          <strong>You are signed out.</strong> What is shown is no longer brought up to date. Sign
          in to go on.
        </p>
        ${signInForm()}
      </div>`;
  }
}
