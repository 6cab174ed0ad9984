import { createHash } from 'node:crypto';

/** Takes whatever text is about to be printed and masks what must not be seen. */
export type Redact = (text: string) => string;

const MASK = '***';

/**
 * Shorter secrets would mask ordinary words all over the log; they are kept out by the first line of defence alone
 * (no event carries a secret).
 */
const SHORTEST_MASKED = 4;

/** Shapes that are never anything but a session, a token or a credential, whoever’s they are. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi, MASK],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, MASK],
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${MASK}`],
  [
    /\b(session_?id|token|secret|api[-_]?secret|password|access_token|refresh_token|client_secret)(=|\\?["']\s*:\s*\\?["'])[^\s"'\\&,;)}\]]{3,}/gi,
    `$1$2${MASK}`,
  ],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/gi, `$1${MASK}@`],
];

/**
 * The second line of defence behind `Secret`: masks every given secret in the forms it could be sent or echoed in
 * (as typed, JSON-escaped, URL-encoded, base64, hex, SHA-1, SHA-256) and everything that looks like a session or a token.
 */
export function createRedactor(secrets: readonly string[]): Redact {
  const forms = new Set<string>();
  for (const secret of secrets) {
    for (const candidate of [secret, secret.trim()]) {
      if (candidate.length >= SHORTEST_MASKED)
        for (const form of formsOf(candidate)) forms.add(form);
    }
  }
  const longestFirst = [...forms].sort((a, b) => b.length - a.length).map(escapeForPattern);
  const known = longestFirst.length === 0 ? undefined : new RegExp(longestFirst.join('|'), 'gi');
  return (text) => {
    let masked = known === undefined ? text : text.replace(known, MASK);
    for (const [shape, replacement] of SHAPES) masked = masked.replace(shape, replacement);
    return masked;
  };
}

function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ s: secret }).toString().slice(2),
    bytes.toString('base64'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    createHash('sha1').update(bytes).digest('hex'),
    createHash('sha256').update(bytes).digest('hex'),
  ];
}

function escapeForPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
