import type { Assets } from './asset-store.ts';
import { frame } from './frame.ts';
import { html, type Html } from './view/html.ts';
import { signInForm } from './view/sign-in-form.ts';

/** What the visitor is told. */
export interface SignInFacts {
  readonly root: string;
  readonly assets: Assets | undefined;
  /** What is the matter, kindly; absent at the first look. */
  readonly notice?: string;
  /** Why it is asked at all, with the remedy for programs. */
  readonly reason: string;
  /** A link of another site led here, and its visit came without the cookie: look once more, as ourselves. */
  readonly lookAgain: boolean;
}

const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="14" fill="#5b6470"/><path d="M20 30v-6a12 12 0 0 1 24 0v6M16 30h32v20H16Z" fill="none" stroke="#fff" stroke-width="5" stroke-linejoin="round"/></svg>',
)}`;

/** The small form before anything is shown. Holds no glucose value and no name. */
export function signInDocument({ root, assets, notice, reason, lookAgain }: SignInFacts): Html {
  return frame({
    title: 'Sign in · nightscout-dexcom-bridge',
    icon: ICON,
    root,
    assets,
    head: lookAgain && html`<meta http-equiv="refresh" content="0; url=./" />`,
    body: html`<main class="door card">
      <h1>Sign in to see glucose</h1>
      ${notice !== undefined && html`<p class="warning" role="alert">${notice}</p>`}
      <p>
        Type the secret of this bridge. Whoever set it up knows it as <code>FEED_API_SECRET</code>.
        You stay signed in on this device for 8 hours, and while the page is open.
      </p>
      ${signInForm()}
      <details>
        <summary>Why am I asked?</summary>
        <p>${reason}</p>
      </details>
    </main>`,
  });
}
