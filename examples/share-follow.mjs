// Every new glucose value as it appears, until Ctrl-C.
//
//   DEXCOM_USERNAME=someone DEXCOM_PASSWORD=secret node share-follow.mjs
import { DexcomError, ShareClient } from 'nightscout-dexcom-bridge';

const { DEXCOM_USERNAME, DEXCOM_PASSWORD, DEXCOM_REGION, DEXCOM_SHARE_URL } = process.env;
const client = new ShareClient({
  username: DEXCOM_USERNAME,
  password: DEXCOM_PASSWORD,
  region: DEXCOM_REGION,
  baseUrl: DEXCOM_SHARE_URL,
});

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

try {
  const readings = client.follow({
    signal: stop.signal,
    since: Date.now() - 15 * 60_000, // begin with those of the last quarter of an hour
    onStatus(status) {
      if (status.state === 'retrying') console.error(status.error.message);
    },
  });
  for await (const { iso, glucoseMgdl, trendArrow, isLate } of readings) {
    console.log(iso, glucoseMgdl, trendArrow, isLate ? '(late)' : '');
  }
  console.log('stopped');
} catch (error) {
  if (!(error instanceof DexcomError)) throw error;
  console.error(`${error.code}: ${error.message}`); // share.login_refused, for instance
  process.exitCode = 1;
} finally {
  await client.close();
}
