// Carbohydrates, insulin and the rest of what was written down in the last 30 days. Run web-api-authorize.mjs before.
//
//   DEXCOM_CLIENT_ID=… DEXCOM_CLIENT_SECRET=… DEXCOM_REDIRECT_URI=… DEXCOM_API=sandbox node web-api-events.mjs
import { WebApiClient } from 'nightscout-dexcom-bridge';
import { FileTokenStore } from './file-token-store.mjs';

const client = new WebApiClient({
  clientId: process.env.DEXCOM_CLIENT_ID,
  clientSecret: process.env.DEXCOM_CLIENT_SECRET,
  redirectUri: process.env.DEXCOM_REDIRECT_URI,
  region: process.env.DEXCOM_API,
  baseUrl: process.env.DEXCOM_API_URL,
  store: new FileTokenStore(process.env.TOKEN_FILE ?? 'dexcom-tokens.json'),
});

const from = Date.now() - 30 * 86_400_000;
for await (const event of client.events({ from })) {
  if (event.isDeleted) continue;
  const { localIso, iso, eventType, eventSubtype = '', amount, meter, text } = event;
  const what = amount ?? text ?? (meter ? `${meter.value} ${meter.unit}` : '');
  console.log(localIso ?? iso, eventType, eventSubtype, what);
}
await client.close();
