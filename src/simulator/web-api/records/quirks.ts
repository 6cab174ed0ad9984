/** placeholder */
export type Quirks = { watchDoubles?: boolean };
