import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { metricsRig } from '../support/metrics-rig.ts';
import type { Sample } from '../support/parse-exposition.ts';
import { promqlNames } from '../support/promql-names.ts';

const deploy = new URL('../../deploy/', import.meta.url);
const textOf = (path: string) => readFile(new URL(path, deploy), 'utf8');

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
interface RuleTest {
  readonly input_series: readonly { readonly series: string }[];
  readonly promql_expr_test?: readonly {
    readonly expr: string;
    readonly exp_samples: readonly unknown[];
  }[];
}
interface Dashboard {
  readonly uid: string;
  readonly templating: {
    readonly list: readonly { name: string; type: string; query: string | { query: string } }[];
  };
  readonly annotations: { readonly list: readonly { expr?: string }[] };
  readonly panels: readonly {
    readonly id: number;
    readonly type: string;
    readonly title: string;
    readonly gridPos: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>;
    readonly datasource?: { readonly uid: string };
    readonly targets?: readonly { readonly expr: string; readonly datasource: { uid: string } }[];
  }[];
}

let samples: readonly Sample[];
let rules: readonly Rule[];
let ruleTests: readonly RuleTest[];
let dashboard: Dashboard;
let dashboardText: string;

beforeAll(async () => {
  const { scrape } = metricsRig();
  samples = (await scrape()).families.flatMap((family) => family.samples);
  const file = parse(await textOf('prometheus/alerts.yml')) as { groups: { rules: Rule[] }[] };
  rules = file.groups.flatMap((group) => group.rules);
  ruleTests = (parse(await textOf('prometheus/alerts.test.yml')) as { tests: RuleTest[] }).tests;
  dashboardText = await textOf('grafana/nightscout-dexcom-bridge.json');
  dashboard = JSON.parse(dashboardText) as Dashboard;
});

/** Made by Prometheus itself. */
const NOT_OURS = ['up', 'ALERTS'];
/** Given to every series by whoever scrapes, or the test’s own. */
const FREE_LABELS = ['job', 'instance', 'account'];

/** What an expression asks for and the program does not give. */
function missingIn(expression: string): readonly string[] {
  return promqlNames(expression).flatMap(({ name, labels }) => {
    if (NOT_OURS.includes(name)) return [];
    const wanted = Object.entries(labels).filter(([label]) => !FREE_LABELS.includes(label));
    const isThere = samples.some(
      (sample) =>
        sample.name === name && wanted.every(([label, value]) => sample.labels[label] === value),
    );
    return isThere ? [] : [`${name} ${JSON.stringify(labels)}`];
  });
}

describe('the alert rules', () => {
  test('ask only for series that the bridge gives', () => {
    expect(rules.length).toBeGreaterThan(10);
    for (const { alert, expr } of rules) {
      expect([alert, promqlNames(expr).length > 0, missingIn(expr)]).toEqual([alert, true, []]);
    }
  });

  test('say how bad it is, what has happened and what to do', () => {
    for (const { alert, labels, annotations } of rules) {
      expect(alert).toMatch(/^(Dexcom|Nightscout|Bridge)[A-Za-z]+$/);
      expect(labels['severity']).toMatch(/critical|warning|info/);
      expect(Object.keys(annotations).sort()).toEqual(['description', 'runbook', 'summary']);
      expect(annotations['summary']?.length).toBeLessThan(110);
      expect(annotations['runbook']?.length).toBeGreaterThan(80);
    }
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });

  test('name labels that the series have', () => {
    for (const { alert, expr, labels, annotations } of rules) {
      const texts = [...Object.values(labels), ...Object.values(annotations)].join(' ');
      const used = [...texts.matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label);
      const given = promqlNames(expr).flatMap(({ name }) =>
        samples.filter((sample) => sample.name === name).flatMap((one) => Object.keys(one.labels)),
      );
      const unknown = used.filter((label) => ![...given, 'job', 'instance'].includes(label));
      expect([alert, unknown]).toEqual([alert, []]);
    }
  });

  test('are each tested to fire and to be silent, with series that the bridge gives', () => {
    const tested = ruleTests.flatMap((one) => one.promql_expr_test ?? []);
    for (const { alert } of rules) {
      const own = tested.filter(({ expr }) => expr.includes(`alertname="${alert}"`));
      const fires = own.some(({ exp_samples }) => exp_samples.length > 0);
      const isSilent = own.some(({ exp_samples }) => exp_samples.length === 0);
      expect([alert, fires, isSilent]).toEqual([alert, true, true]);
    }
    for (const { series } of ruleTests.flatMap((one) => one.input_series)) {
      expect([series, promqlNames(series).length, missingIn(series)]).toEqual([series, 1, []]);
    }
  });
});

describe('the dashboard', () => {
  test('asks only for series that the bridge gives', () => {
    const asked = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    expect(asked.length).toBeGreaterThan(25);
    const annotations = dashboard.annotations.list.flatMap(({ expr }) => expr ?? []);
    const variables = dashboard.templating.list.flatMap(({ query }) =>
      typeof query === 'string' ? [] : [/^label_values\((.*), \w+\)$/.exec(query.query)?.[1] ?? ''],
    );
    expect(variables).toHaveLength(3);
    for (const expr of [...asked, ...annotations, ...variables]) {
      expect([expr, promqlNames(expr).length > 0, missingIn(expr)]).toEqual([expr, true, []]);
    }
  });

  test('takes its data source from a variable and holds nothing of anybody’s Grafana', () => {
    expect(dashboard.templating.list[0]).toMatchObject({ name: 'datasource', type: 'datasource' });
    for (const panel of dashboard.panels.filter(({ type }) => type !== 'row')) {
      const uids = [panel.datasource?.uid, ...(panel.targets ?? []).map((t) => t.datasource.uid)];
      expect([panel.title, ...new Set(uids)]).toEqual([panel.title, '${datasource}']);
    }
    expect(JSON.parse(dashboardText)).toMatchObject({ id: null });
    expect(dashboardText).not.toMatch(/https?:\/\//);
  });

  test('has no panel twice and none upon another', () => {
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      [...Array(w).keys()].flatMap((dx) => [...Array(h).keys()].map((dy) => `${x + dx},${y + dy}`)),
    );
    expect(new Set(cells).size).toBe(cells.length);
    for (const { gridPos } of dashboard.panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    }
  });
});

test('the example of Prometheus names the rules beside it, the path and the job that they ask for', async () => {
  const example = parse(await textOf('prometheus/prometheus.yml')) as Record<string, unknown>;
  expect(example).toMatchObject({
    rule_files: ['alerts.yml'],
    scrape_configs: [{ job_name: 'nightscout-dexcom-bridge', metrics_path: '/metrics' }],
  });
  expect(rules.find(({ alert }) => alert === 'DexcomBridgeDown')?.expr).toContain(
    'job="nightscout-dexcom-bridge"',
  );
});
