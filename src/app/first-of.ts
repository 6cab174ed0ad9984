import type { BridgeEvent, Emit } from '../telemetry/events.ts';

/** Resolves `seen` when an event of one of these types has been noted. */
export function firstOf(types: readonly BridgeEvent['type'][]): {
  readonly note: Emit;
  readonly seen: Promise<void>;
} {
  let tell: () => void = () => undefined;
  const seen = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return {
    note(event) {
      if (types.includes(event.type)) tell();
    },
    seen,
  };
}
