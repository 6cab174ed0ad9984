import { readFile } from 'node:fs/promises';

/** Resident memory of a process as the kernel counts it (VmRSS), in MB (2^20). */
export async function residentMb(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid ?? 0}/status`, 'utf8');
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  if (kilobytes === undefined) throw new Error('the kernel does not tell the resident memory');
  return Number(kilobytes) / 1024;
}
