import { expect, test } from '@jest/globals';
import { promqlNames } from './promql-names.ts';

test('names of metrics are told from functions, labels, ranges and words of the language', () => {
  const names = (text: string) => promqlNames(text).map(({ name }) => name);
  expect(names('up == 0')).toEqual(['up']);
  expect(names('time() - a_b{c="d", e!="f"} > 20 * 60')).toEqual(['a_b']);
  expect(names('sum by (account, le) (rate(x_bucket{sink!~".+-t"}[1h])) > 0')).toEqual([
    'x_bucket',
  ]);
  expect(names('a and on (job, instance) b{x="1"} unless ignoring(z) c offset 5m')).toEqual([
    'a',
    'b',
    'c',
  ]);
  expect(names('histogram_quantile(0.5, sum by (le) (rate(h_bucket[1h]))) or 2 * d')).toEqual([
    'h_bucket',
    'd',
  ]);
  expect(names('absent(up{job="x"})')).toEqual(['up']);
  expect(names('clamp_min(a, 1e3)')).toEqual(['a']);
});

test('labels that are to be equal are told, others are not', () => {
  expect(promqlNames('a{b="c", d=~"e", f!="g"}')).toEqual([{ name: 'a', labels: { b: 'c' } }]);
});
