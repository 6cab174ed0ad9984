import type { EpochMs } from '../../domain/instant.ts';
import type { PageState } from '../page-state.ts';
import { currentOf } from '../view/current.ts';
import { glucoseText } from '../view/glucose-words.ts';
import { hero } from '../view/hero.ts';
import { html } from '../view/html.ts';
import { overall } from '../view/overall.ts';
import { parts } from '../view/parts.ts';
import { readingsTable } from '../view/readings-table.ts';
import { FIRST_SPAN, SPANS, spanOf } from '../view/spans.ts';
import { tabOf } from '../view/tab.ts';
import { after, every, viewerNow } from './browser-clock.ts';
import { byId } from './by-id.ts';
import { createChartPanel } from './chart-panel.ts';
import { applyColours } from './colours.ts';
import { copyText } from './copy-text.ts';
import { followBridge, type Connection } from './live.ts';
import { morph } from './morph.ts';
import { notice } from './notice.ts';
import { createReadingsSource } from './readings-source.ts';
import { settings } from './settings.ts';
import type { Tabs } from './tabs.ts';
import { viewerLook, viewerZone } from './viewer-look.ts';

/** Takes the page over from the server: keeps it up to date and lets it be looked at in other ways. */
export function startPage(page: HTMLElement, tabs: Tabs): void {
  const { root = './', state: text = '' } = page.dataset;
  let state = JSON.parse(text) as PageState;
  /** What the bridge’s clock is ahead of the viewer’s, in ms. */
  let ahead = state.now - viewerNow();
  let connection: Connection = 'live';
  let wasHeard = false;
  let lostAt: EpochMs | undefined;
  let copied: string | undefined;
  let span = spanOf(Number(settings.read('span'))) ?? FIRST_SPAN;
  const now = () => Math.max(state.now, viewerNow() + ahead) as EpochMs;
  const source = createReadingsSource(root);
  const panel = createChartPanel();
  const table = byId('table') as HTMLDetailsElement;
  let tabled: unknown;

  const isLost = () => connection === 'lost' || connection === 'refused';
  const look = () => viewerLook(state.display, copied, isLost());

  /** Everything that is told in words; cheap, since what did not change is left alone. */
  const renderWords = () => {
    const at = now();
    const seen = look();
    morph(byId('now'), html`${hero(state, at, seen)} ${overall(state, at, seen)}`);
    morph(byId('parts'), parts(state, at, seen));
    morph(byId('notice'), notice(connection, lostAt, at, seen));
    const { title, icon } = tabOf(state, at, seen.units, isLost());
    if (document.title !== title) document.title = title;
    const link = byId('icon') as HTMLLinkElement;
    if (link.href !== icon) link.href = icon;
    document.documentElement.classList.toggle('lost', isLost());
  };

  /** Old words that stay because newer ones could not be made would pass for current. */
  const unattended = byId('unattended');
  const guarded = (work: () => void) => {
    try {
      work();
      unattended.hidden = true;
    } catch (thrown) {
      unattended.hidden = false;
      unattended.classList.add('at-once');
      throw thrown;
    }
  };

  const renderReadings = () => {
    const at = now();
    const seen = look();
    source.want(state, span.hours, renderReadings);
    const readings = source.of(state, span.hours);
    const isWhole = source.isWhole(state, span.hours);
    panel.show({
      readings,
      isWhole,
      look: seen,
      units: seen.units,
      display: state.display,
      hours: span.hours,
      now: at,
    });
    const key = `${seen.units} ${span.hours} ${readings.length} ${readings.at(-1)?.at ?? ''} ${state.history}`;
    if (!table.open || !isWhole || tabled === key) return;
    tabled = key;
    // Not told every minute: only when it is opened or a reading came.
    const holder = table.querySelector('.scroll');
    if (holder !== null) {
      holder.innerHTML = readingsTable(readings, span.words, at, seen).toString();
    }
  };

  const render = () => {
    renderWords();
    renderReadings();
  };

  const announce = () => {
    const current = currentOf(state, now(), look().units);
    if (current.freshness !== 'current') return;
    const value = glucoseText(current.reading.glucoseMgdl, look().units);
    byId('said').textContent = `${value}, ${current.trend.words}, ${current.zoneWords}`;
  };

  const chooseSpan = () => {
    for (const button of byId('spans').querySelectorAll('button')) {
      button.setAttribute('aria-pressed', String(Number(button.dataset['hours']) === span.hours));
    }
    byId('span-words').textContent = span.words;
  };

  byId('spans').addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button') : null;
    const found = SPANS.find(({ hours }) => hours === Number(button?.dataset['hours']));
    if (found === undefined) return;
    span = found;
    settings.write('span', String(span.hours));
    chooseSpan();
    renderReadings();
  });
  table.addEventListener('toggle', renderReadings);
  wireUnits(() => look().units, render);
  wireColours(() => panel.recolour());
  byId('parts').addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-copy]') : null;
    const command = button?.dataset['copy'];
    if (command === undefined) return;
    void copyText(command).then((isDone) => {
      byId('said').textContent = isDone ? 'Command copied' : 'The command could not be copied';
      copied = isDone ? command : undefined;
      renderWords();
      after(3_000, () => {
        copied = undefined;
        renderWords();
      });
    });
  });

  byId('zone').textContent = `Times are of your clock (${viewerZone()}).`;
  chooseSpan();
  guarded(render);
  every(1_000, () => {
    if (!document.hidden || now() % 10_000 < 1_000) guarded(renderWords);
  });
  // The chart moves on with the hour, reading or not.
  every(30_000, renderReadings);
  tabs.tell();
  followBridge(root, state.account, tabs, {
    state(next) {
      const isNew = next.newest?.at !== state.newest?.at;
      state = next;
      ahead = next.now - viewerNow();
      guarded(render);
      if (isNew) announce();
    },
    beat(hour) {
      ahead = hour - viewerNow();
    },
    connection(next) {
      if (next === 'lost' && connection !== 'lost') lostAt = now();
      connection = next;
      renderWords();
      if (next !== 'live') return;
      // What changed while the bridge was not heard, or before it was started again, was counted by nobody.
      if (wasHeard) source.renew();
      wasHeard = true;
    },
  });
}

function wireUnits(current: () => string, changed: () => void): void {
  const radios = [...byId('units').querySelectorAll('input')];
  const sync = () => {
    for (const radio of radios) radio.checked = radio.value === current();
  };
  for (const radio of radios) {
    radio.addEventListener('change', () => {
      settings.write('units', radio.value);
      sync();
      changed();
    });
  }
  sync();
}

function wireColours(changed: () => void): void {
  const select = byId('colours') as HTMLSelectElement;
  select.value = settings.read('colours') ?? 'system';
  select.addEventListener('change', () => {
    settings.write('colours', select.value);
    applyColours(select.value);
    changed();
  });
  for (const query of [
    'prefers-color-scheme: dark',
    'prefers-contrast: more',
    'forced-colors: active',
  ]) {
    matchMedia(`(${query})`).addEventListener('change', changed);
  }
}
