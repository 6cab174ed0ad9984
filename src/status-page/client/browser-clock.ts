/** The one door of the page to the browser’s clock. */

/** What clock and count may differ by, from one look to the next, without anything having happened. In ms. */
const JITTER_MS = 1_000;

let hour = Date.now();
let wall = hour;
let steady = performance.now();

/**
 * The hour by the viewer’s clock when the page was opened, and from there on what went by, in ms since the epoch. It may be
 * wrong, and is only ever used for differences. It never goes back, so that nothing looks younger when somebody sets the
 * clock. The browser’s own count tells, and the clock where it is well ahead: in some browsers the count stands still
 * while the machine sleeps.
 */
export function viewerNow(): number {
  const nextWall = Date.now();
  const nextSteady = performance.now();
  const [byWall, bySteady] = [nextWall - wall, nextSteady - steady];
  hour += byWall - bySteady > JITTER_MS ? byWall : bySteady;
  wall = nextWall;
  steady = nextSteady;
  return hour;
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
