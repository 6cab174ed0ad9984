import type { Candidate, Candidates } from './candidate.ts';

/** Puts what the file says below what flags and environment say. */
export function stack(
  outside: Candidates,
  inFile: ReadonlyMap<string, Candidate>,
): Map<string, readonly Candidate[]> {
  const all = new Map<string, readonly Candidate[]>(outside);
  for (const [name, candidate] of inFile) all.set(name, [...(all.get(name) ?? []), candidate]);
  return all;
}
