/** Where an account was registered; each region has servers of its own and knows no account of another. */
export type Region = 'us' | 'ous' | 'jp';
