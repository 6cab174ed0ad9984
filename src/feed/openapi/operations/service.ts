import { parameter, type Operation } from '../operation.ts';

/** What lies beside the interfaces. */
export const SERVICE_OPERATIONS: readonly Operation[] = [
  {
    path: '/api/versions',
    summary: 'The interfaces of a Nightscout that are answered here',
    tag: 'service',
    parameters: [parameter('ifNoneMatch')],
    answer: 'ApiVersions',
    isOpen: true,
    isConditional: true,
  },
  {
    path: '/api/v2/authorization/request/{token}',
    summary: 'A pass of eight hours in exchange for the secret',
    tag: 'service',
    parameters: [parameter('token')],
    answer: 'Pass',
    isOpen: true,
  },
  {
    path: '/openapi.json',
    summary: 'This document',
    tag: 'service',
    answer: 'OpenApiDocument',
    isOpen: true,
  },
];
