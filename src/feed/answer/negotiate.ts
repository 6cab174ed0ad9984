/** One wish of an `Accept` header. */
interface Wish {
  readonly type: string;
  readonly subtype: string;
  /** 0 to 1. */
  readonly weight: number;
}

/** How well an offer meets the wishes; compared from the first to the last. */
type Rank = readonly [weight: number, exactness: number, wishOrder: number, offerOrder: number];

/**
 * The media type of those offered that a reader likes best: by weight, then by how exactly it was named, then in the order of the
 * reader and at last in ours. No header accepts anything. Undefined where none is acceptable.
 */
export function negotiate(
  accept: string | undefined,
  offered: readonly string[],
): string | undefined {
  const wishes = wishesOf(accept === undefined || accept === '' ? '*/*' : accept);
  let best: { readonly offer: string; readonly rank: Rank } | undefined;
  for (const [order, offer] of offered.entries()) {
    const rank = rankOf(offer, order, wishes);
    if (rank[0] > 0 && (best === undefined || isBefore(rank, best.rank))) best = { offer, rank };
  }
  return best?.offer;
}

function wishesOf(accept: string): readonly Wish[] {
  return accept.split(',').flatMap((part) => {
    const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const [type = '', subtype = ''] = range.split('/');
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    // A parameter narrows the range to a kind of the type that nobody offers here.
    if (type === '' || subtype === '' || parameters.length > (weight === undefined ? 0 : 1))
      return [];
    return [{ type, subtype, weight: weight === undefined ? 1 : weightOf(weight.slice(2)) }];
  });
}

function weightOf(text: string): number {
  const weight = Number(text);
  return Number.isNaN(weight) ? 0 : Math.min(Math.max(weight, 0), 1);
}

function rankOf(offer: string, offerOrder: number, wishes: readonly Wish[]): Rank {
  const [type, subtype] = offer.split('/');
  let best: Rank = [0, -1, wishes.length, offerOrder];
  for (const [order, wish] of wishes.entries()) {
    if (wish.type !== '*' && wish.type !== type) continue;
    if (wish.subtype !== '*' && wish.subtype !== subtype) continue;
    const exactness = (wish.type === '*' ? 0 : 1) + (wish.subtype === '*' ? 0 : 1);
    // The most exact wish decides, also where it is a refusal.
    if (exactness > best[1]) best = [wish.weight, exactness, order, offerOrder];
  }
  return best;
}

function isBefore(a: Rank, b: Rank): boolean {
  return (b[0] - a[0] || b[1] - a[1] || a[2] - b[2] || a[3] - b[3]) < 0;
}
