// Whether Dexcom takes a login. It is tried once: Dexcom locks an account after a few refusals.
//
//   DEXCOM_USERNAME=someone DEXCOM_PASSWORD=secret node share-verify-login.mjs
import { ShareClient } from 'nightscout-dexcom-bridge';

const { DEXCOM_USERNAME, DEXCOM_PASSWORD, DEXCOM_REGION, DEXCOM_SHARE_URL } = process.env;
const client = new ShareClient({
  username: DEXCOM_USERNAME,
  password: DEXCOM_PASSWORD,
  region: DEXCOM_REGION,
  baseUrl: DEXCOM_SHARE_URL,
});

const verdict = await client.verifyLogin();
if (verdict.ok) {
  // Given as accountId instead of a user name, it spares the next client a call.
  console.log(`The login is good; the account id is ${verdict.accountId}.`);
} else {
  console.log(`${verdict.error.code}: ${verdict.error.message}`);
  process.exitCode = 1;
}
await client.close();
