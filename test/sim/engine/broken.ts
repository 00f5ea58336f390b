// What a run ends with when a rule does not hold: which rule, and what was seen.

export class Broken extends Error {
  override readonly name = 'Broken';
  constructor(
    /** The rule's id and a few words, as `D2 stored is stored`; mutants are told apart by it. */
    readonly rule: string,
    readonly what: string,
  ) {
    super(`${rule}: ${what}`);
  }
}
