// Keeps the tokens of one person in a file that only you can read. The other web-api examples use it.
import { open, readFile, rename } from 'node:fs/promises';

export class FileTokenStore {
  #path;

  constructor(path) {
    this.#path = path;
  }

  async read(key) {
    return (await this.#texts())[key];
  }

  // Resolves when the text is on the disk: Dexcom takes each refresh token only once.
  async write(key, text) {
    const texts = { ...(await this.#texts()), [key]: text };
    const next = `${this.#path}.next`;
    const file = await open(next, 'w', 0o600);
    await file.writeFile(JSON.stringify(texts));
    await file.sync();
    await file.close();
    await rename(next, this.#path); // the old file or the new one, never half of one
  }

  async #texts() {
    try {
      return JSON.parse(await readFile(this.#path, 'utf8'));
    } catch (error) {
      if (error.code === 'ENOENT') return {};
      throw error;
    }
  }
}
