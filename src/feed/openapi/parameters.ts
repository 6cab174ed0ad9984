import type { Part } from './components.ts';

const query = (name: string, description: string, schema: Part, more: Part = {}): Part => ({
  name,
  in: 'query',
  description,
  schema,
  ...more,
});
const path = (name: string, description: string, schema: Part): Part => ({
  name,
  in: 'path',
  required: true,
  description,
  schema,
});
const header = (name: string, description: string, schema: Part): Part => ({
  name,
  in: 'header',
  description,
  schema,
});
const text = { type: 'string' };
const operand = { anyOf: [text, { type: 'object', additionalProperties: text }] };

/** Parameters of the document, by the name they are referred to. */
export const PARAMETERS: Readonly<Record<string, Part>> = {
  count: query(
    'count',
    'Rows at most. 10 entries or devices and 100 treatments unless it says so.',
    {
      type: 'integer',
      minimum: 1,
      examples: [288],
    },
  ),
  find: query(
    'find',
    'What rows must be, as in `find[date][$gte]=1700000000000`, `find[type]=sgv` or `find[dateString][$regex]=^2026-11`. Operators: $eq, $ne, $gt, $gte, $lt, $lte, $in, $nin, $exists, $regex with $options, $not; `$or`, `$and` and `$nor` over lists. Without a condition on the date or the id only the last four days are looked at.',
    { type: 'object', additionalProperties: operand, examples: [{ type: 'sgv' }] },
    { style: 'deepObject', explode: true },
  ),
  format: path('format', 'The format of the answer; it outweighs `Accept`.', {
    enum: ['json', 'csv', 'tsv', 'txt'],
  }),
  statusFormat: path('format', 'The format of the answer; it outweighs `Accept`.', {
    enum: ['json', 'txt', 'html', 'js', 'png', 'svg'],
  }),
  accept: header('Accept', 'Without an ending to the path, the format of the answer.', text),
  ifModifiedSince: header('If-Modified-Since', 'An HTTP date.', text),
  ifNoneMatch: header('If-None-Match', 'Tags of answers that the reader has.', text),
  lastModifiedHeader: header(
    'Last-Modified',
    'An HTTP date: changes of that second and later.',
    text,
  ),
  spec: path('spec', 'A type of entry (`sgv`, `mbg`) or an `_id`.', {
    anyOf: [{ enum: ['sgv', 'mbg'] }, { type: 'string', pattern: '^[0-9a-f]{24}$' }],
  }),
  storage: path('storage', 'A collection.', { enum: ['entries', 'treatments', 'devicestatus'] }),
  field: path('field', 'A field of its rows.', { type: 'string', examples: ['dateString'] }),
  type: path('type', 'A type of entry.', { enum: ['sgv', 'mbg'] }),
  prefix: path('prefix', 'What the text begins with; braces stand for several.', {
    type: 'string',
    examples: ['2026-11', '20{25..26}'],
  }),
  regex: path('regex', 'What comes anywhere after it; braces stand for several.', {
    type: 'string',
    examples: ['T{13..18}:{00..15}'],
  }),
  units: query('units', 'Those of the display unless it says so.', { enum: ['mg/dl', 'mmol'] }),
  pebbleCount: query('count', 'Readings at most; one unless it says so.', {
    type: 'integer',
    minimum: 1,
  }),
  xdripCount: query('count', 'Readings at most.', {
    type: 'integer',
    minimum: 1,
    maximum: 1_000,
    default: 24,
  }),
  briefMode: query('brief_mode', 'Fewer fields.', text),
  noEmpty: query('no_empty', 'An empty body in place of an empty list.', text),
  allData: query('all_data', 'Asked for or not, readings of all sensors are answered.', text),
  sensor: query('sensor', 'Asks for the state of the sensor, which is not known here.', text),
  steps: query('steps', 'Steps of the watch; they are not kept.', text),
  heart: query('heart', 'Heart rate; it is not kept.', text),
  tasker: query('tasker', 'A word for Tasker, which is not here.', text),
  names: path('names', 'Properties, parted by commas.', {
    type: 'string',
    examples: ['bgnow,delta'],
  }),
  pretty: query('pretty', 'Spread over lines.', text),
  token: path('token', 'The secret, its SHA-1, or a pass that is still good.', text),
  collection: path('collection', 'A collection; `.json`, `.csv` or `.xml` may follow.', {
    enum: ['devicestatus', 'entries', 'food', 'profile', 'settings', 'treatments'],
  }),
  identifier: path('identifier', 'The `identifier` or `_id` of a document.', text),
  lastModified: path('lastModified', 'Changes after this instant: ms, seconds, or ISO 8601.', text),
  limit: query('limit', 'Documents at most.', {
    type: 'integer',
    minimum: 1,
    maximum: 1_000,
    default: 1_000,
  }),
  skip: query('skip', 'Documents left out at the beginning.', {
    type: 'integer',
    minimum: 0,
    maximum: 100_000,
  }),
  sort: query('sort', 'A field to sort by, upwards.', { type: 'string', examples: ['date'] }),
  sortDescending: query('sort$desc', 'A field to sort by, downwards; not with `sort`.', {
    type: 'string',
    examples: ['date'],
  }),
  fields: query('fields', 'Names of the fields that are answered, parted by commas.', {
    type: 'string',
    examples: ['date,sgv'],
  }),
  filter: query(
    'filter',
    'Any other parameter is a condition, `field=value` or `field$operator=value`, as in `date$gte=1700000000000`. Operators: eq, ne, gt, gte, lt, lte, in and nin (values parted by `|`), re (a pattern).',
    { type: 'object', additionalProperties: text },
    { style: 'form', explode: true },
  ),
};
