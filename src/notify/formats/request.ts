import type { HttpRequest } from '../../platform/http-client.ts';

/** What a format makes of a notice; always a POST. */
export type NoticeRequest = Required<Pick<HttpRequest, 'url' | 'headers' | 'body'>>;
