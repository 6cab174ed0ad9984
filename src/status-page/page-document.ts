import type { Assets } from './asset-store.ts';
import type { PageAccount } from './page-facts.ts';
import type { PageState } from './page-state.ts';
import { frame } from './frame.ts';
import { serverLook } from './server-look.ts';
import { controls } from './view/controls.ts';
import { hero } from './view/hero.ts';
import { html, type Html } from './view/html.ts';
import { overall } from './view/overall.ts';
import { parts } from './view/parts.ts';
import { readingsTable } from './view/readings-table.ts';
import { chartFrame } from './view/chart-frame.ts';
import { FIRST_SPAN } from './view/spans.ts';
import { tabOf } from './view/tab.ts';

/** What the page of one account is made from. */
export interface PageDocumentFacts {
  readonly state: PageState;
  readonly accounts: readonly PageAccount[];
  readonly root: string;
  readonly assets: Assets | undefined;
  readonly version: string;
  /** The visitor has a pass to hand back. */
  readonly hasPass: boolean;
}

/** Without a script the page asks again by itself, in seconds. */
const RELOAD_S = 60;

/** The whole page, complete without a script; a script takes it over and keeps it up to date. */
export function pageDocument(facts: PageDocumentFacts): Html {
  const { state, root, assets, version, hasPass } = facts;
  const { now } = state;
  const look = serverLook(state.display);
  const { title, icon } = tabOf(state, now, look.units);
  return frame({
    title,
    icon,
    root,
    assets,
    head:
      assets === undefined
        ? html`<meta http-equiv="refresh" content="${RELOAD_S}" />`
        : html`<noscript><meta http-equiv="refresh" content="${RELOAD_S}" /></noscript>
            <script src="${root}page/assets/${assets.script.name}" defer></script>`,
    body: html`<a class="skip" href="#now">Skip to the value</a>
      <header>
        ${
          state.isSimulated &&
          html`<p class="simulated">
            <strong>SIMULATED DATA</strong> of a person who does not exist. Never act on it.
          </p>`
        }
        <h1>Glucose <span class="whose">${state.account}</span></h1>
        ${accountNav(facts)} ${controls()}
      </header>
      <main id="page" data-root="${root}" data-state="${JSON.stringify(state)}">
        ${assets !== undefined && unattended()}
        <div id="notice"></div>
        <section id="now" aria-label="Now" tabindex="-1">
          ${hero(state, now, look)} ${overall(state, now, look)}
        </section>
        ${chartFrame()}
        <div id="parts">${parts(state, now, look)}</div>
        <details class="card" id="table">
          <summary>The readings as a table</summary>
          <div class="scroll" tabindex="0" role="region" aria-label="Readings">
            ${readingsTable(state.recent, FIRST_SPAN.words, now, look)}
          </div>
        </details>
      </main>
      <footer>
        <p>
          <span id="zone">Times are of the bridge’s clock, as at ${look.clock(now, now)}.</span>
          <noscript>Ages are as of that moment; the page is loaded again every minute.</noscript>
        </p>
        <p>
          nightscout-dexcom-bridge ${version} · not a medical device; check with a meter before you
          act.
        </p>
        ${
          hasPass &&
          html`<form method="post" action="./">
            <button type="submit" name="do" value="sign-out">Sign out</button>
          </form>`
        }
      </footer>
      <p id="said" class="unseen" aria-live="polite"></p>`,
  });
}

/** For browsers in which the script does not run, or not to its end: seen after a while, unless the script hides it. */
function unattended(): Html {
  return html`<p class="notice" id="unattended" role="alert">
    <strong>This page does not keep itself up to date here.</strong> What it shows may be old.
    <a href="./">Load it again</a>
  </p>`;
}

function accountNav({ accounts, root, state }: PageDocumentFacts): Html | undefined {
  if (accounts.length < 2) return undefined;
  const links = accounts.map(({ name, path }) => {
    const here = name === state.account && html` aria-current="page"`;
    return html`<li><a href="${root}${path.replace(/^\//, '')}" ${here}>${name}</a></li>`;
  });
  return html`<nav aria-label="Accounts">
    <ul>
      ${links}
    </ul>
  </nav>`;
}
