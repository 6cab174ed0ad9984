import { html, type Html } from './html.ts';
import { FIRST_SPAN, SPANS } from './spans.ts';

/** The place of the chart, its spans and what is told of the point under the cursor. */
export function chartFrame(): Html {
  const buttons = SPANS.map(
    ({ hours, label, words }) =>
      html`<button
        type="button"
        data-hours="${hours}"
        aria-pressed="${hours === FIRST_SPAN.hours ? 'true' : 'false'}"
        aria-label="${words}"
      >
        ${label}
      </button>`,
  );
  return html`<section class="card needs-script" id="chart-card" aria-labelledby="chart-title">
    <div class="chart-head">
      <h2 id="chart-title">Last <span id="span-words">${FIRST_SPAN.words}</span></h2>
      <div class="spans" role="group" aria-label="Length of the chart" id="spans">${buttons}</div>
    </div>
    <div
      id="chart"
      role="slider"
      tabindex="0"
      aria-label="Readings on the chart"
      aria-describedby="chart-keys"
      aria-orientation="horizontal"
      aria-valuemin="0"
      aria-valuemax="0"
      aria-valuenow="0"
      aria-valuetext="no reading chosen"
    ></div>
    <p id="readout"></p>
    <p class="legend">
      <span
        ><svg class="dot" viewBox="0 0 12 12" aria-hidden="true">
          <circle cx="6" cy="6" r="4" />
        </svg>
        Share</span
      >
      <span
        ><svg class="dot hollow" viewBox="0 0 12 12" aria-hidden="true">
          <path d="M6 1 11 6 6 11 1 6Z" />
        </svg>
        Web API</span
      >
      <span
        ><svg class="dot" viewBox="0 0 12 12" aria-hidden="true">
          <path d="M0 6 6 0M0 12 12 0M6 12 12 6" fill="none" stroke="currentColor" />
        </svg>
        no readings</span
      >
      <span id="chart-keys">Arrow keys move from reading to reading.</span>
    </p>
  </section>`;
}
