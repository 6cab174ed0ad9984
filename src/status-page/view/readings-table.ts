import type { EpochMs } from '../../domain/instant.ts';
import type { PageReading } from '../page-state.ts';
import { gapsBetween } from './gaps.ts';
import { glucoseText } from './glucose-words.ts';
import { howLong } from './how-long.ts';
import { html, type Html } from './html.ts';
import type { Look } from './look.ts';
import { moment } from './moment.ts';
import { SOURCE_WORDS } from './source-words.ts';
import { shownTrend } from './trend-words.ts';

/** The readings of the chart as a table, newest first, with a row for each gap. @param readings ascending. */
export function readingsTable(
  readings: readonly PageReading[],
  span: string,
  now: EpochMs,
  look: Look,
): Html {
  const gapAfter = new Map(
    gapsBetween(
      readings.map(({ at }) => at),
      now,
    ).map((gap) => [gap.from, gap]),
  );
  const rows = [...readings].reverse().map((reading) => {
    const gap = gapAfter.get(reading.at);
    return html`${
        gap !== undefined &&
        html`<tr class="gap">
          <td colspan="4">no reading for ${howLong(gap.to - gap.from)}</td>
        </tr>`
      }
      <tr>
        <th scope="row">${moment(reading.at, now, look)}</th>
        <td>${glucoseText(reading.glucoseMgdl, look.units)}</td>
        <td>${shownTrend(reading.trend).words}</td>
        <td>${SOURCE_WORDS[reading.source]}</td>
      </tr>`;
  });
  return html`<table>
    <caption>
      Readings of the last ${span}, newest first
    </caption>
    <thead>
      <tr>
        <th scope="col">Time</th>
        <th scope="col">Glucose</th>
        <th scope="col">Trend</th>
        <th scope="col">Source</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}
