/** The one door of the page to the browser’s clock. */

/** The hour by the viewer’s clock, in ms since the epoch; it may be wrong, and is only ever used for differences. */
export function viewerNow(): number {
  return Date.now();
}

/** Calls `work` every `ms` until the page is closed. */
export function every(ms: number, work: () => void): void {
  setInterval(work, ms);
}

/** Calls `work` once after `ms`; the returned function calls it off. */
export function after(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}
