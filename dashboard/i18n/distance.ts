// A distance as people say it: metres in tens, from a kilometre on with one decimal.

export type Distance = { unit: 'metres' | 'kilometres'; n: string };

export function distanceOf(metres: number): Distance {
  if (metres < 995) return { unit: 'metres', n: String(Math.round(metres / 10) * 10) };
  return { unit: 'kilometres', n: (metres / 1000).toFixed(1) };
}
