/** A span in words for people: `40 s`, `7 min`, `3 h 20 min`, `2 days 4 h`. Whole units that have passed. @param ms 0 or more. */
export function howLong(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} days` : `${days} days ${hours % 24} h`;
}

/** How long ago; Dexcom’s clock can be a little ahead of the bridge’s. */
export function ageWords(ms: number): string {
  if (ms < -60_000) return `${howLong(-ms)} ahead of the bridge’s clock`;
  if (ms < 60_000) return 'just now';
  return `${howLong(ms)} ago`.replace(/^(\d+) s ago$/, '1 min ago');
}

/** What is left until something happens, for counting down: `2 min 31 s`. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds >= 3_600) return howLong(ms);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}
