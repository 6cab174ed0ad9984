/**
 * Typed clients for Dexcom Share (`ShareClient`) and Dexcom’s Web API (`WebApiClient`). They print nothing, keep nothing
 * beyond themselves, and know nothing of the bridge’s configuration and journal.
 *
 * People dose insulin on these numbers: look at the `time` of a reading before you use it, and do not use this package for
 * treatment decisions alone.
 * @packageDocumentation
 */
export type { CallOptions, DexcomCall } from './call-options.ts';
export type { DatedRecord } from './dated-record.ts';
export type { DeviceAlertSchedule, DeviceAlertSetting, DeviceRecord } from './device-record.ts';
export type { DexcomErrorCode, DexcomErrorKind } from './dexcom-error-code.ts';
export { DexcomError } from './dexcom-error.ts';
export type { FollowedReadings } from './followed-readings.ts';
export type { FollowedReading, GlucoseReading } from './glucose-reading.ts';
export type { AlertRecord, CalibrationRecord, EventRecord } from './history-records.ts';
export type { MeterValue } from './meter-value.ts';
export { ShareClient } from './share-client.ts';
export type {
  DexcomRegion,
  FollowOptions,
  FollowStatus,
  LoginVerdict,
  ReadingsOptions,
  ShareClientOptions,
  ShareLogin,
} from './share-options.ts';
export type { SkippedRecord } from './skipped-record.ts';
export { MemoryTokenStore, type TokenStore } from './token-store.ts';
export type { NightscoutDirection, Trend } from './trend.ts';
export { WebApiClient } from './web-api-client.ts';
export type {
  AuthorizationRequest,
  DataRange,
  HeldPeriod,
  PeriodOptions,
  WebApiClientOptions,
} from './web-api-options.ts';
