// Mean glucose and time in range of the last 90 days, by the official Web API. Run web-api-authorize.mjs before.
//
//   DEXCOM_CLIENT_ID=… DEXCOM_CLIENT_SECRET=… DEXCOM_REDIRECT_URI=… DEXCOM_API=sandbox node web-api-history.mjs
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

const { egvs } = await client.dataRange();
if (egvs === undefined) {
  console.log('Dexcom holds no glucose values');
} else {
  const from = egvs.end - 90 * 86_400_000;
  let [count, sum, inRange] = [0, 0, 0];
  for await (const { glucoseMgdl } of client.egvs({ from })) {
    count += 1;
    sum += glucoseMgdl; // LOW counts as 39 and HIGH as 401 here
    if (glucoseMgdl >= 70 && glucoseMgdl <= 180) inRange += 1;
  }
  const percent = ((100 * inRange) / count).toFixed(0);
  console.log(`${count} readings, mean ${(sum / count).toFixed(0)} mg/dL`);
  console.log(`${percent} % from 70 to 180 mg/dL`);
}
await client.close();
