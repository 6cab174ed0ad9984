/** Where a credential was shown decides what may be in it: a hash of the secret, or a token. */
export type CredentialPlace = 'secret' | 'token';

/** One text that a reader showed. */
export interface ShownCredential {
  readonly place: CredentialPlace;
  readonly text: string;
}

/** QUIRK(nightscout, 2026-11): clients without a secret send this word, and Nightscout takes it for nothing. */
const NOTHING = 'null';

/** Everything a request shows, in no order. Other schemes of `Authorization` are not ours: a proxy may have left them there. */
export function readShownCredentials(request: Request): readonly ShownCredential[] {
  const { headers, url } = request;
  const query = readQuery(url);
  return [
    ...credentialsAmong('secret', [headers.get('api-secret'), ...query.getAll('secret')]),
    ...credentialsAmong('token', [
      bearerOf(headers.get('authorization')),
      ...query.getAll('token'),
    ]),
  ];
}

/** Those texts that show something. */
export function credentialsAmong(
  place: CredentialPlace,
  texts: readonly (string | null)[],
): readonly ShownCredential[] {
  return texts
    .filter((text) => text !== null)
    .filter((text) => text.trim() !== '' && text.trim() !== NOTHING)
    .map((text) => ({ place, text }));
}

function bearerOf(header: string | null): string | null {
  return /^bearer +(.*)$/i.exec(header ?? '')?.[1] ?? null;
}

function readQuery(url: string): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start === -1 ? '' : url.slice(start + 1).replace(/#.*$/, ''));
}
