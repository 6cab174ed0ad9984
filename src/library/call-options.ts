/** What every call takes. */
export interface CallOptions {
  /** Ends the call: it rejects with the signal’s reason. */
  readonly signal?: AbortSignal | undefined;
}

/** One request that was sent, without a word of its address, headers or body. */
export interface DexcomCall {
  /** Such as `share.login`, `share.latest_values`, `web_api.egvs`. */
  readonly endpoint: string;
  /** The status of the answer, the code of the error (`http.timeout`), or `aborted`. */
  readonly code: string;
  /** From the start to the last byte, in ms. */
  readonly tookMs: number;
}
