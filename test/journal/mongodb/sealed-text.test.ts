import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openText, sealText } from '../../../src/journal/mongodb/sealed-text.ts';

const text = fc.string({ unit: 'binary' });
const half = fc.constantFrom('\ud800', '\udfff x', 'a\udc00b');
const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const bound = fc.array(text, { maxLength: 4 });

test('what was sealed opens with its key, in its place, and is nowhere to be seen', () => {
  fc.assert(
    fc.property(fc.oneof(text, half), key, bound, (plain, own, place) => {
      const piece = sealText(plain, own, place, randomBytes);
      expect(openText(piece, own, place)).toBe(plain);
      if (plain.length > 8) expect(Buffer.from(piece).includes(plain)).toBe(false);
    }),
  );
});

test('nothing opens with another key, in another place, or changed by one bit', () => {
  fc.assert(
    fc.property(
      text,
      key,
      key,
      bound,
      bound,
      fc.nat(),
      (plain, own, other, place, elsewhere, at) => {
        const piece = sealText(plain, own, place, randomBytes);
        fc.pre(Buffer.compare(own, other) !== 0);
        fc.pre(JSON.stringify(place) !== JSON.stringify(elsewhere));
        expect(openText(piece, other, place)).toBeUndefined();
        expect(openText(piece, own, elsewhere)).toBeUndefined();
        const bit = at % (piece.length * 8);
        const changed = Buffer.from(piece);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(openText(changed, own, place)).toBeUndefined();
        expect(openText(piece.subarray(0, at % piece.length), own, place)).toBeUndefined();
      },
    ),
  );
});

test('the nonce comes from the given bytes and stands in front', () => {
  const sizes: number[] = [];
  const piece = sealText('x', Buffer.alloc(32), [], (size) => {
    sizes.push(size);
    return Buffer.alloc(size, 7);
  });
  expect(sizes).toEqual([12]);
  expect([...piece.subarray(0, 12)]).toEqual(Array.from({ length: 12 }, () => 7));
});
