/** A server of the tests. */
export interface RunningMongod {
  /** Connection string without a database name. */
  readonly uri: string;
  /** Ends the server and removes its data; does nothing to a server that was running before. */
  stop(): Promise<void>;
}

/** Starts a throw-away server on 127.0.0.1, as a replica set of one member where asked. */
export function startMongod(options?: { readonly replicaSet?: boolean }): Promise<RunningMongod>;
