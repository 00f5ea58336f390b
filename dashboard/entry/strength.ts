// How good a new password is, while it is typed. The server has the last word, with a longer list of what is common. Pure.
export type Strength = 'empty' | 'short' | 'guessable' | 'fair' | 'strong';

export const passwordMin = 12;
const differentMin = 5;
const strongFrom = 18;
const ownNames = ['haixi', 'skynet', 'password', 'admin', '海西', '天网', '12345678', 'qwertyui'];

/** `names` are the person's own, of any length; those shorter than three characters are in half of all words. */
export function strengthOf(password: string, names: readonly string[]): Strength {
  if (password === '') return 'empty';
  if (password.length < passwordMin) return 'short';
  const plain = password.normalize('NFKC').toLowerCase();
  const known = [...ownNames, ...names.map((name) => name.toLowerCase()).filter((name) => name.length > 2)];
  if (new Set(plain).size < differentMin || known.some((name) => plain.includes(name))) return 'guessable';
  return password.length >= strongFrom ? 'strong' : 'fair';
}
