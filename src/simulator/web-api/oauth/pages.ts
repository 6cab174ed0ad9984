import { textReply, type WireReply } from '../../wire/wire-reply.ts';

/** What the sign-in page shows. */
export interface SignInPage {
  readonly clientId: string;
  /** Where its form goes: the address it was asked under, with its query. */
  readonly action: string;
  /** Sandbox: people to pick from instead of a user name and a password. */
  readonly pick?: readonly string[];
  /** What was wrong with the last attempt. */
  readonly fault?: string;
}

/** The page that asks who the person is. 401 when the last attempt was refused. */
export function signInPage({ clientId, action, pick, fault }: SignInPage): WireReply {
  const choice = (name: string, index: number): string =>
    `<p><label><input type="radio" name="user" value="${escape(name)}"${index === 0 ? ' checked' : ''}> ${escape(name)}</label></p>`;
  const fields = pick
    ? `<fieldset><legend>Sandbox user</legend>${pick.map(choice).join('')}</fieldset>`
    : `<p><label>User name <input name="username" autocomplete="username" required></label></p>
<p><label>Password <input name="password" type="password" autocomplete="current-password" required></label></p>`;
  return page(
    fault === undefined ? 200 : 401,
    'Sign in',
    `<p>${escape(clientId)} wants to read the data of a simulated Dexcom account. Type no real password here.</p>
${fault === undefined ? '' : `<p role="alert"><strong>${escape(fault)}</strong></p>`}
<form method="post" action="${escape(action)}">
${fields}
<p><button>Sign in</button></p>
</form>`,
  );
}

/** The page that asks for consent. @param ticket proves to the next step who signed in. */
export function consentPage(clientId: string, user: string, ticket: string): WireReply {
  return page(
    200,
    'Authorize',
    `<p>${escape(clientId)} asks to read the glucose data, calibrations, events, alerts and devices of ${escape(user)}.</p>
<form method="post" action="${CONSENT_PATH}">
<input type="hidden" name="ticket" value="${escape(ticket)}">
<p><label>Signature <input name="signature" autocomplete="name"></label></p>
<p><button name="decision" value="allow">Authorize</button> <button name="decision" value="decline">Decline</button></p>
</form>`,
  );
}

/** A request to log in that nobody may be redirected for. */
export function refusalPage(message: string): WireReply {
  return page(400, 'Bad request', `<p>${escape(message)}</p>`);
}

/** Where the consent page’s form goes. */
export const CONSENT_PATH = '/v3/oauth2/consent';

function page(status: number, title: string, body: string): WireReply {
  return textReply(
    status,
    'text/html; charset=UTF-8',
    `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}: simulated Dexcom</title></head>
<body>
<h1>${title}: simulated Dexcom</h1>
${body}
</body>
</html>
`,
    { 'cache-control': 'no-store', 'content-security-policy': "default-src 'none'" },
  );
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
