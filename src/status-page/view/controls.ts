import { html, type Html } from './html.ts';

/** Units and colours; of no use without a script, and hidden then. */
export function controls(): Html {
  return html`<div class="controls needs-script">
    <fieldset class="choice" id="units">
      <legend class="unseen">Units</legend>
      <label><input type="radio" name="units" value="mg/dl" /><span>mg/dL</span></label>
      <label><input type="radio" name="units" value="mmol" /><span>mmol/L</span></label>
    </fieldset>
    <label class="colours">
      <span class="unseen">Colours</span>
      <select id="colours">
        <option value="system">Auto</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </select>
    </label>
  </div>`;
}
