import { html, type Html } from './html.ts';

/** The form that asks for the secret; posts to the page it is on, so that it works below any path and without a script. */
export function signInForm(): Html {
  return html`<form class="sign-in" method="post" action="./">
    <input type="hidden" name="do" value="sign-in" />
    <input
      class="unseen"
      type="text"
      name="username"
      value="nightscout-dexcom-bridge"
      autocomplete="username"
      tabindex="-1"
      aria-hidden="true"
      readonly
    />
    <label for="secret">Secret of the bridge</label>
    <div class="line">
      <input
        id="secret"
        type="password"
        name="secret"
        autocomplete="current-password"
        autocapitalize="off"
        spellcheck="false"
        maxlength="500"
        required
      />
      <button type="submit" class="primary">Show glucose</button>
    </div>
  </form>`;
}
