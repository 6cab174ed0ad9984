import { schemaRef } from '../components.ts';
import { parameter, response, type Operation } from '../operation.ts';

const finding = [parameter('count'), parameter('find')];
const conditional = [parameter('ifModifiedSince'), parameter('ifNoneMatch')];
const formatted = [parameter('format')];
const accepting = [parameter('accept')];

/** With `Accept` and with an ending to the path. */
const both = (operation: Operation): readonly Operation[] => [
  { ...operation, parameters: [...(operation.parameters ?? []), ...accepting] },
  {
    ...operation,
    path: `${operation.path}.{format}`,
    parameters: [...(operation.parameters ?? []), ...formatted],
  },
];

const entries = (
  path: string,
  summary: string,
  names: readonly string[] = [],
): readonly Operation[] =>
  both({
    path,
    summary,
    tag: 'entries',
    parameters: [...names.map(parameter), ...finding, ...conditional],
    answer: 'EntryList',
    tables: true,
    isConditional: true,
  });

/** With `.json` and without. */
const plain = (operation: Operation): readonly Operation[] => [
  operation,
  { ...operation, path: `${operation.path}.json` },
];

const dated = (path: string, summary: string, answer: Operation['answer']): readonly Operation[] =>
  plain({
    path,
    summary,
    tag: 'documents',
    parameters: [...finding, ...conditional],
    answer,
    isConditional: true,
  });

const nothing = (path: string, answer: 'NothingList' | 'Nothing'): readonly Operation[] =>
  plain({
    path,
    summary: 'Dexcom knows nothing of these',
    tag: 'documents',
    parameters: [parameter('ifNoneMatch')],
    answer,
    isConditional: true,
  });

const picture = { description: 'A picture elsewhere, as a Nightscout answers.' };
const text = { schema: { type: 'string' } };
const status: Operation = {
  path: '/status',
  summary: 'That the feed is there, and how glucose is to be shown',
  tag: 'service',
  answer: {
    'application/json': { schema: schemaRef('Status') },
    'application/javascript': text,
    'text/html': text,
    'text/plain': text,
  },
  others: { 302: picture, 406: response('NotAcceptable') },
};

/** Everything that is answered below `/api/v1`, and below `/api/v2` once more. */
export const V1_OPERATIONS: readonly Operation[] = [
  ...entries('/entries', 'Entries'),
  ...entries('/entries/current', 'The newest entry, of whatever type'),
  ...entries('/entries/{spec}', 'Entries of one type, or one entry by its `_id`', ['spec']).map(
    (operation) => ({
      ...operation,
      description: 'An `_id` that is not there is answered with 404; a Nightscout says 500.',
      others: {
        404: {
          description: 'There is no entry with this `_id`.',
          content: { 'application/json': { schema: schemaRef('Fault') } },
        },
      },
    }),
  ),
  ...entries('/times', 'Entries by their date').slice(0, 1),
  ...entries('/times/{prefix}', 'Entries by how their date begins', ['prefix']),
  ...entries('/times/{prefix}/{regex}', 'Entries by patterns on their date', ['prefix', 'regex']),
  ...dated('/treatments', 'Treatments', 'TreatmentList'),
  ...dated('/devicestatus', 'Devices of the wearer', 'DeviceStatusList'),
  ...nothing('/profile', 'NothingList'),
  ...nothing('/profile/current', 'Nothing'),
  ...nothing('/profiles', 'NothingList'),
  ...nothing('/activity', 'NothingList'),
  ...nothing('/food', 'NothingList'),
  ...nothing('/food/quickpicks', 'NothingList'),
  ...nothing('/food/regular', 'NothingList'),
  { ...status, parameters: [parameter('accept')] },
  { ...status, path: '/status.{format}', parameters: [parameter('statusFormat')] },
  ...plain({
    path: '/verifyauth',
    summary: 'What the credential that is shown allows; always 200',
    tag: 'service',
    answer: 'VerifyAuth',
  }),
  ...plain({
    path: '/experiments/test',
    summary: 'Whether the credential that is shown reads',
    tag: 'service',
    answer: 'TestLogin',
    isConditional: true,
  }),
];
