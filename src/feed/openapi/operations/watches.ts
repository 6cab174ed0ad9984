import { parameter, type Operation } from '../operation.ts';

const pebble: Operation = {
  path: '/pebble',
  summary: 'The newest readings, for watch faces',
  description:
    'As Nightscout answers. Where it is shown in mmol/L, glucose and its change are texts.',
  tag: 'watches',
  parameters: [parameter('pebbleCount'), parameter('units')],
  answer: 'Pebble',
};

const properties: Operation = {
  path: '/api/v2/properties',
  summary: 'What the plugins of a Nightscout make of the newest readings',
  tag: 'watches',
  parameters: [parameter('pretty')],
  answer: 'Properties',
};

/** What watches, widgets and phones ask for. */
export const WATCH_OPERATIONS: readonly Operation[] = [
  pebble,
  { ...pebble, path: '/pebble.json', summary: 'The same, where xDrip has it' },
  {
    path: '/sgv.json',
    summary: 'The newest readings as xDrip’s local web service answers',
    description:
      'Paths that only begin so are answered too. With `no_empty` the body is empty where there is no reading.',
    tag: 'watches',
    parameters: [
      parameter('xdripCount'),
      ...['briefMode', 'noEmpty', 'allData', 'sensor', 'steps', 'heart', 'tasker'].map(parameter),
    ],
    answer: 'XdripRows',
  },
  properties,
  {
    ...properties,
    path: '/api/v2/properties/{names}',
    parameters: [parameter('names'), parameter('pretty')],
  },
];
