import { parameter, type Operation } from '../operation.ts';

const TYPES = ['application/json', 'text/plain', 'text/tab-separated-values', 'text/csv'];
/** Rows of whatever collection the path names. */
const rows: Operation['answer'] = Object.fromEntries(
  TYPES.map((type) => [
    type,
    {
      schema:
        type === 'application/json'
          ? { type: 'array', items: { type: 'object' } }
          : { type: 'string' },
    },
  ]),
);
const finding = ['count', 'find', 'ifModifiedSince', 'ifNoneMatch', 'accept'].map(parameter);

const slice = (path: string, names: readonly string[]): Operation => ({
  path,
  summary: 'Rows of a collection by patterns on one of their fields',
  tag: 'entries',
  parameters: [...names.map(parameter), ...finding],
  answer: rows,
  isConditional: true,
});

const understood = (path: string, names: readonly string[]): Operation => ({
  path,
  summary: 'How a request is understood, for who writes one',
  tag: 'service',
  parameters: [...names.map(parameter), parameter('count'), parameter('find')],
  answer: { 'application/json': { schema: { type: 'object' } } },
  isConditional: true,
});

/** What a Nightscout has for people who look into their data, below `/api/v1` and `/api/v2`. */
export const SLICE_OPERATIONS: readonly Operation[] = [
  slice('/slice/{storage}/{field}', ['storage', 'field']),
  slice('/slice/{storage}/{field}/{type}', ['storage', 'field', 'type']),
  slice('/slice/{storage}/{field}/{type}/{prefix}', ['storage', 'field', 'type', 'prefix']),
  slice('/slice/{storage}/{field}/{type}/{prefix}/{regex}', [
    'storage',
    'field',
    'type',
    'prefix',
    'regex',
  ]),
  understood('/times/echo', []),
  understood('/times/echo/{prefix}', ['prefix']),
  understood('/times/echo/{prefix}/{regex}', ['prefix', 'regex']),
  understood('/echo/{storage}', ['storage']),
  understood('/echo/{storage}/{type}', ['storage', 'type']),
  understood('/echo/{storage}/{type}/{spec}', ['storage', 'type', 'spec']),
  {
    path: '/count/{storage}/where',
    summary: 'How many rows there are; an empty list where there are none',
    tag: 'entries',
    parameters: [parameter('storage'), parameter('find')],
    answer: {
      'application/json': {
        schema: {
          type: 'array',
          maxItems: 1,
          items: {
            type: 'object',
            properties: { _id: { type: 'null' }, count: { type: 'integer', minimum: 1 } },
            required: ['_id', 'count'],
            additionalProperties: false,
          },
        },
      },
    },
    isConditional: true,
  },
];
