// What the second language owes the first: a text for each key, and no other key.
export type WordsLike<T> = { readonly [K in keyof T]: string };
