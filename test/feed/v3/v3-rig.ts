import { createV3Routes } from '../../../src/feed/v3/index.ts';
import { rowsRig, type Given } from '../rows-rig.ts';

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly status: number; readonly message?: string; readonly result?: unknown };
};

/** API v3 of a journal in memory. */
export async function v3Rig(given?: Given) {
  const base = await rowsRig(given);
  const routes = createV3Routes(base.facts, base.rows);
  const ask = async (path: string, headers: Record<string, string> = {}): Promise<Answer> => {
    const answer = await routes.request(`/api/v3${path}`, { headers });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: (text === '' ? {} : JSON.parse(text)) as Answer['body'],
    };
  };
  const documents = async (path: string) =>
    (await ask(path)).body.result as readonly Record<string, unknown>[];
  const values = async (path: string, field: string) =>
    (await documents(path)).map((document) => document[field]);
  return { ...base, routes, ask, documents, values };
}
