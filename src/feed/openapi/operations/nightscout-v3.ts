import { parameter, response, type Operation } from '../operation.ts';

const faults = { 406: response('NotAcceptable') };
const accept = parameter('accept');

const history: Operation = {
  path: '/api/v3/{collection}/history',
  summary: 'What changed since, with what is gone',
  description:
    'The answer has `ETag: W/"<ms>"` with the newest change in it: go on from there. It holds more than `limit` documents where more changed in the same millisecond.',
  tag: 'v3',
  parameters: [
    parameter('collection'),
    parameter('lastModifiedHeader'),
    parameter('limit'),
    parameter('fields'),
    accept,
  ],
  answer: 'V3History',
  renderings: true,
  others: faults,
};

/** Said in JSON, with the ending and without. */
const SERVICES: readonly Operation[] = [
  {
    path: '/api/v3/version',
    summary: 'Versions',
    tag: 'v3',
    answer: 'V3Version',
    isOpen: true,
  },
  { path: '/api/v3/status', summary: 'Versions and permissions', tag: 'v3', answer: 'V3Status' },
  {
    path: '/api/v3/lastModified',
    summary: 'When each collection last changed',
    tag: 'v3',
    answer: 'V3LastModified',
  },
];

/** The reading half of API v3. */
export const V3_OPERATIONS: readonly Operation[] = [
  ...SERVICES,
  ...SERVICES.map((operation) => ({ ...operation, path: `${operation.path}.json` })),
  {
    path: '/api/v3/{collection}',
    summary: 'Documents of a collection',
    tag: 'v3',
    parameters: [
      parameter('collection'),
      ...['limit', 'skip', 'sort', 'sortDescending', 'fields', 'filter'].map(parameter),
      accept,
    ],
    answer: 'V3Documents',
    renderings: true,
    others: faults,
  },
  history,
  {
    ...history,
    path: '/api/v3/{collection}/history/{lastModified}',
    parameters: [
      parameter('collection'),
      parameter('lastModified'),
      parameter('limit'),
      parameter('fields'),
      accept,
    ],
  },
  {
    path: '/api/v3/{collection}/{identifier}',
    summary: 'One document',
    tag: 'v3',
    parameters: [
      parameter('collection'),
      parameter('identifier'),
      parameter('fields'),
      parameter('ifModifiedSince'),
      accept,
    ],
    answer: 'V3Document',
    renderings: true,
    others: faults,
    isConditional: true,
  },
];
