// The last 24 hours as CSV, on the clock of the person who wears the sensor.
//
//   DEXCOM_USERNAME=someone DEXCOM_PASSWORD=secret node share-day.mjs > day.csv
import { ShareClient } from 'nightscout-dexcom-bridge';

const { DEXCOM_USERNAME, DEXCOM_PASSWORD, DEXCOM_REGION, DEXCOM_SHARE_URL } = process.env;
const client = new ShareClient({
  username: DEXCOM_USERNAME,
  password: DEXCOM_PASSWORD,
  region: DEXCOM_REGION,
  baseUrl: DEXCOM_SHARE_URL,
  onSkipped: ({ reason }) => console.error(`left out: ${reason}`),
});

console.log('time,mg/dL,mmol/L,trend');
for (const reading of await client.readings({ minutes: 1440 })) {
  const { localIso, iso, glucoseMgdl, glucoseMmol, trend = '' } = reading;
  console.log([localIso ?? iso, glucoseMgdl, glucoseMmol.toFixed(1), trend].join(','));
}
await client.close();
