import type { StateSlot } from '../domain/state-slot.ts';

/** A slot that is read through and never written: what is written stays in this process. @param beneath absent: empty */
export function overlaySlot(beneath?: Pick<StateSlot, 'read'>): StateSlot {
  let own: { readonly value: string | undefined } | undefined;
  const read = async () => (own === undefined ? beneath?.read() : own.value);
  const write = async (value: string | undefined) => {
    own = { value };
  };
  return {
    read,
    write,
    clear: () => write(undefined),
    async swap(expected, next) {
      if ((await read()) !== expected) return false;
      own = { value: next };
      return true;
    },
  };
}
