import { z } from 'zod';
import { instantMs, instantText } from './parts.ts';

/** Why there is no answer. */
export const Fault = z
  .strictObject({
    status: z.int().min(400).max(599).describe('The status of the answer'),
    message: z.string().optional(),
    description: z.string().optional().describe('What to do about it'),
  })
  .describe('Why there is no answer. It repeats nothing of a secret');

const permissionGroups = z.array(z.array(z.string()));

export const Pass = z
  .strictObject({
    token: z
      .string()
      .regex(/^[\w-]+\.[\w-]+\.[\w-]+$/)
      .describe('JWT: show it as `Authorization: Bearer`, or as `token=`'),
    sub: z.string().describe('The account that can be read'),
    permissionGroups,
    iat: z.int().min(0).describe('Seconds since 1970'),
    exp: z.int().min(0).describe('Seconds since 1970: eight hours later'),
  })
  .describe('A pass for readers');

const mgdl = (of: string) => z.number().positive().describe(`${of}, mg/dL whatever the units`);

export const Status = z
  .strictObject({
    status: z.literal('ok'),
    name: z.string(),
    version: z.string().describe('The Nightscout as which the feed answers'),
    bridgeVersion: z.string(),
    serverTime: instantText('The hour of the answer'),
    serverTimeEpoch: instantMs('The same'),
    apiEnabled: z.literal(true),
    careportalEnabled: z.literal(false),
    boluscalcEnabled: z.literal(false),
    settings: z
      .looseObject({
        units: z.enum(['mg/dl', 'mmol']).describe('How glucose is to be shown; data are in mg/dL'),
        timeFormat: z.int(),
        customTitle: z.string(),
        enable: z.array(z.string()),
        thresholds: z.strictObject({
          bgHigh: mgdl('Urgently high'),
          bgTargetTop: mgdl('End of the target range'),
          bgTargetBottom: mgdl('Begin of the target range'),
          bgLow: mgdl('Urgently low'),
        }),
      })
      .describe('As Nightscout’s own settings are named'),
    extendedSettings: z.looseObject({}),
    authorized: Pass.nullable().describe('A pass, where a right `token=` was shown'),
    runtimeState: z.string(),
  })
  .describe('That the feed is there, and how glucose is to be shown');

export const VerifyAuth = z
  .strictObject({
    status: z.literal(200),
    message: z.strictObject({
      canRead: z.boolean(),
      canWrite: z.literal(false),
      isAdmin: z.literal(false),
      message: z.enum(['OK', 'UNAUTHORIZED']),
      rolefound: z.enum(['FOUND', 'NOTFOUND']),
      permissions: z.enum(['DEFAULT', 'ROLE']),
    }),
  })
  .describe('What the credential that was shown allows');

export const TestLogin = z
  .strictObject({ status: z.literal('ok') })
  .describe('The credential reads');

export const ApiVersions = z
  .array(z.strictObject({ version: z.string(), url: z.string() }))
  .describe('The interfaces of a Nightscout that are answered here');

export const NothingList = z.array(z.never()).max(0).describe('Dexcom knows nothing of these');
export const Nothing = z.null().describe('There is none');

export const OpenApiDocument = z
  .looseObject({ openapi: z.string(), info: z.looseObject({}), paths: z.looseObject({}) })
  .describe('This document');
