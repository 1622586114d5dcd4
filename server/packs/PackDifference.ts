/** Where a pack is not what it says it is. */
export interface DifferencePlace {
  file: string
  /** Key of the table, behind that of its module. */
  table?: string
  /** Id of the row, or of the record. */
  row?: string
  /** Key of the field, or path of the value. */
  field?: string
  expected: string
  found: string
}

/** The first difference that was found; the rest is not looked at. */
export class PackDifference extends Error {
  readonly place: DifferencePlace

  constructor(place: DifferencePlace) {
    super(differenceText(place))
    this.place = place
  }
}

/** For people: one line for each part of the place that is known. */
export function differenceText({ file, table, row, field, expected, found }: DifferencePlace): string {
  const lines = [
    ['file', file],
    ['table', table],
    ['row', row],
    ['field', field],
    ['expected', expected],
    ['found', found],
  ]
  return lines.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${shortened(value)}`])).join('\n')
}

const LONGEST = 300

/** What a hostile archive says is shown short, and never as control characters of a terminal. */
function shortened(text: string): string {
  const plain = text.replaceAll(/\p{C}/gu, '�')
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain
}

/** It is no pack at all, or broken: nothing can be said of its numbers. */
export class UnreadablePack extends Error {}
