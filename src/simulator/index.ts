export type { AppearanceDelay } from './patient/appearance-delay.ts';
export { createPatient, type PatientOptions, type SimulatedPatient } from './patient/patient.ts';
export type { SensorRecord, Span } from './patient/sensor-record.ts';
export { scaledClock, type ScaledClock, type ScaledClockOptions } from './scaled-clock.ts';
export { malformedKinds, type MalformedKind } from './share/malformed-record.ts';
export { shareErrorCodes, type ShareErrorCode } from './share/share-error.ts';
export type { ShareFault } from './share/share-fault.ts';
export type { ShareShape } from './share/share-shape.ts';
export {
  startShareSimulator,
  type RunningShareSimulator,
  type ShareSimulatorOptions,
} from './start-share-simulator.ts';
export {
  startDexcomSimulator,
  type DexcomSimulatorOptions,
  type RunningDexcomSimulator,
} from './start-dexcom-simulator.ts';
export type { WebApiControl } from './control/web-api-control.ts';
export type { Diary } from './patient/diary.ts';
export type { WebApiOptions } from './web-api/create-web-api-world.ts';
export { openApiDocument } from './web-api/openapi/index.ts';
export {
  products,
  type Product,
  type QuirkName,
  type Quirks,
  type Region,
  type WebApiTruth,
} from './web-api/records/index.ts';
export type { WebApiFault } from './web-api/web-api-fault.ts';
export type { WebApiRequestRecord } from './web-api/web-api-request-record.ts';
export type { WebApiShape } from './web-api/web-api-shape.ts';
export type { RefreshTokenState, TokenPair } from './web-api/oauth/token-office.ts';
export { selfSignedPair, type TlsPair } from './tls/self-signed-pair.ts';
export type { Row } from './nightscout/row.ts';
export type { AccessToken } from './nightscout/site-access.ts';
export type { SiteFault } from './nightscout/site-fault.ts';
export type { SiteRequestRecord } from './nightscout/site.ts';
export {
  startNightscoutStandIn,
  type NightscoutStandInOptions,
  type RunningNightscoutStandIn,
} from './nightscout/start-nightscout-stand-in.ts';
export { runSimulate, type SimulateOptions, type SimulateStage } from './run-simulate.ts';
