// Asks one person for permission to read their data by Dexcom's official Web API, and keeps the tokens in a file.
//
//   DEXCOM_CLIENT_ID=… DEXCOM_CLIENT_SECRET=… DEXCOM_REDIRECT_URI=… DEXCOM_API=sandbox node web-api-authorize.mjs
import { createInterface } from 'node:readline/promises';
import { WebApiClient } from 'nightscout-dexcom-bridge';
import { FileTokenStore } from './file-token-store.mjs';

const client = new WebApiClient({
  clientId: process.env.DEXCOM_CLIENT_ID, // of your own application at developer.dexcom.com
  clientSecret: process.env.DEXCOM_CLIENT_SECRET,
  redirectUri: process.env.DEXCOM_REDIRECT_URI, // as registered there, letter by letter
  region: process.env.DEXCOM_API, // 'us' (default), 'ous', 'jp' or 'sandbox'
  baseUrl: process.env.DEXCOM_API_URL, // only for another server, such as a simulator
  store: new FileTokenStore(process.env.TOKEN_FILE ?? 'dexcom-tokens.json'),
});

const { url, state } = client.authorizationUrl();
console.log(`Open this address, sign in to Dexcom, and agree:\n\n${url}\n`);
const terminal = createInterface({ input: process.stdin, output: process.stdout });
const address = await terminal.question('Then paste the address of the page you were sent to: ');
terminal.close();
await client.exchangeRedirect(address, state);
console.log('\nDone; the tokens are kept.');
await client.close();
