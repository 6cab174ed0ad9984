/** A server that runs already, or a binary to start. */
export type Mongod =
  | { readonly kind: 'running'; readonly uri: string }
  | {
      readonly kind: 'binary';
      readonly path: string;
      readonly version: string;
      readonly from: string;
    };

/** Finds a MongoDB server, fetching one into `cache` when there is none; throws one error that names the ways out. */
export function resolveMongod(
  environment?: Readonly<Record<string, string | undefined>>,
  cache?: string,
): Promise<Mongod>;
