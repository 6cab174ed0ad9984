/** What became of one document: there now, told by another uploader's row, or refused for ever with the reason. */
export type Fate = 'settled' | 'present' | { readonly refused: string };
