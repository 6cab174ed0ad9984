import { open } from 'node:fs/promises';

/** What a file held. */
export interface FileContent {
  /** Decoded UTF-8 without a byte order mark. */
  readonly text: string;
  /** Others than its owner and group may read it. */
  readonly readableByOthers: boolean;
}

/** Reads a small text file; throws an Error whose `code` says why not (`ENOENT`, `EACCES`, `TOO_LARGE`, `NOT_TEXT` …). */
export type ReadFile = (path: string) => Promise<FileContent>;

/** Largest file taken, in bytes: a family’s configuration has a few thousand. */
const LARGEST_FILE_BYTES = 262_144;

const coded = (code: string): Error => Object.assign(new Error(code), { code });

/** Decodes what a configuration or secret file may hold. Throws with code `NOT_TEXT`. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes.includes(0)) throw coded('NOT_TEXT');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw coded('NOT_TEXT');
  }
}

/** The disk. Reads at most one byte more than it takes, so that an endless file does no harm. */
export const readDiskFile: ReadFile = async (path) => {
  const file = await open(path, 'r');
  try {
    const stat = await file.stat();
    if (stat.isDirectory()) throw coded('EISDIR');
    const buffer = Buffer.alloc(LARGEST_FILE_BYTES + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
      length += bytesRead;
      if (bytesRead === 0 || length === buffer.length) break;
    }
    if (length > LARGEST_FILE_BYTES) throw coded('TOO_LARGE');
    return {
      text: decodeText(buffer.subarray(0, length)),
      readableByOthers: process.platform !== 'win32' && stat.isFile() && (stat.mode & 0o004) !== 0,
    };
  } finally {
    await file.close();
  }
};

/** Why a file could not be read, in words. */
export function whyUnreadable(thrown: unknown): string {
  const code = codeOf(thrown);
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    ENOTDIR: 'there is no such file',
    EACCES: 'this user may not read it',
    EPERM: 'this user may not read it',
    EISDIR: 'it is a folder',
    TOO_LARGE: `it is larger than ${LARGEST_FILE_BYTES / 1024} KiB`,
    NOT_TEXT: 'it is not UTF-8 text',
  };
  return words[code] ?? `it cannot be read (${code})`;
}

/** The system’s word for a fault. */
export function codeOf(thrown: unknown): string {
  const isCoded = typeof thrown === 'object' && thrown !== null && 'code' in thrown;
  return isCoded && typeof thrown.code === 'string' ? thrown.code : 'unknown fault';
}
