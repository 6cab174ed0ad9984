import { readWireFault, type WireFault } from '../wire/wire-fault.ts';

/** A fault of the simulated Share service. */
export type ShareFault =
  | WireFault
  /** Share's own error answer with this code, from its list or any other. */
  | { readonly kind: 'code'; readonly code: string; readonly message?: string }
  /** 200 with the null UUID, as the login calls answered bad credentials from 2020 on. */
  | { readonly kind: 'nullUuid' }
  /** 200 `[]` */
  | { readonly kind: 'noData' };

/** Reads a fault from JSON; undefined when it is none. */
export function readShareFault(value: Readonly<Record<string, unknown>>): ShareFault | undefined {
  const { kind, code, message } = value;
  if (kind === 'nullUuid' || kind === 'noData') return { kind };
  if (kind === 'code') {
    if (typeof code !== 'string' || code === '') return undefined;
    return { kind, code, ...(typeof message === 'string' ? { message } : {}) };
  }
  return readWireFault(value);
}

/** True for a fault of the network or the edge. */
export function isWireFault(fault: ShareFault): fault is WireFault {
  return fault.kind !== 'code' && fault.kind !== 'nullUuid' && fault.kind !== 'noData';
}
