// The newest glucose value, once.
//
//   DEXCOM_USERNAME=someone DEXCOM_PASSWORD=secret DEXCOM_REGION=ous node share-latest.mjs
import { ShareClient } from 'nightscout-dexcom-bridge';

const { DEXCOM_USERNAME, DEXCOM_PASSWORD, DEXCOM_REGION, DEXCOM_SHARE_URL } = process.env;
const client = new ShareClient({
  username: DEXCOM_USERNAME, // of the person who wears the sensor, not of a follower
  password: DEXCOM_PASSWORD,
  region: DEXCOM_REGION, // 'us' (default), 'ous' or 'jp'
  baseUrl: DEXCOM_SHARE_URL, // only for another server, such as a simulator
});

const reading = await client.currentReading(); // not older than ten minutes
if (reading === undefined) {
  console.log('no current reading');
} else {
  const { glucoseMgdl, glucoseMmol, trendArrow, trendDescription, iso } = reading;
  console.log(`${glucoseMgdl} mg/dL (${glucoseMmol} mmol/L) ${trendArrow} ${trendDescription}`);
  console.log(`measured at ${iso}`);
}
await client.close();
