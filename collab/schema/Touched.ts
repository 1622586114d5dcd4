/** The cells that one transaction touched, in slots and ordinals of a column store. */
export class Touched {
  readonly knownRows: number
  readonly slots = new Set<number>()
  readonly ordinals = new Set<number>()

  constructor(knownRows: number) {
    this.knownRows = knownRows
  }
}
