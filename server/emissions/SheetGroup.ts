import { z } from 'zod'
import { PARTIAL_COMPONENTS } from '#formulas/emissions/emissionComponents.ts'
import { KilogramSum, StoredSum } from './KilogramSum.ts'
import type { PrimaryChoices } from './primaryData.ts'
import type { RowResult } from './rowResults.ts'

/** Sums of the rows of one sheet that share site and month: the finest grain that any total needs. */
export interface SheetGroup {
  site: string | null
  month: string | null
  rows: number
  incomplete: number
  errors: number
  /** Rows with a result. */
  known: number
  co2e: KilogramSum
  /** Rows with biogenic CO2. */
  biogenicRows: number
  biogenic: KilogramSum
  /** Of `co2e`, what is of rows that lack gases, and how many these are. */
  partial: KilogramSum
  partialRows: number
  /** Of `co2e`, what rests on data of partners. */
  primary: KilogramSum
  components: Map<string, { kg: KilogramSum; rows: number }>
}

/** One row as it counts. `isPrimary`: one of its cells says that its figures are of partners. */
export interface CountedRow {
  result: RowResult
  isPrimary: boolean
}

/** Sums rows that exist: deleted ones are no part of it. */
export function groupsOf(rows: Iterable<CountedRow>): SheetGroup[] {
  const bySite = new Map<string | null, Map<string | null, SheetGroup>>()
  for (const { result, isPrimary } of rows) {
    const { site, month } = result
    const ofSite = bySite.get(site) ?? new Map<string | null, SheetGroup>()
    bySite.set(site, ofSite)
    const group = ofSite.get(month) ?? emptyGroup(site, month)
    ofSite.set(month, group)
    addRow(group, result, isPrimary)
  }
  return [...bySite.values()].flatMap((ofSite) => [...ofSite.values()])
}

/** As it is kept. */
export function storedGroup({ components, ...group }: SheetGroup): z.input<typeof StoredGroup> {
  return {
    ...group,
    co2e: group.co2e.stored,
    biogenic: group.biogenic.stored,
    partial: group.partial.stored,
    primary: group.primary.stored,
    components: [...components].map(([component, { kg, rows }]) => ({ component, kg: kg.stored, rows })),
  }
}

const Sum = StoredSum.transform((stored) => {
  const sum = new KilogramSum()
  sum.addStored(stored)
  return sum
})
const Count = z.number().int().nonnegative()

/** Reads what `storedGroup` made. */
export const StoredGroup = z.strictObject({
  site: z.string().nullable(),
  month: z.string().nullable(),
  rows: Count,
  incomplete: Count,
  errors: Count,
  known: Count,
  co2e: Sum,
  biogenicRows: Count,
  biogenic: Sum,
  partial: Sum,
  partialRows: Count,
  primary: Sum,
  components: z
    .array(z.strictObject({ component: z.string(), kg: Sum, rows: Count }))
    .transform((all) => new Map(all.map(({ component, ...amount }) => [component, amount]))),
})

/** Whether a value in one of these columns says that figures are of partners. */
export const saysPrimary = (choices: readonly PrimaryChoices[], valueOf: (ordinal: number) => unknown): boolean =>
  choices.some(({ ordinal, ids }) => {
    const value = valueOf(ordinal)
    return typeof value === 'string' && ids.includes(value)
  })

function emptyGroup(site: string | null, month: string | null): SheetGroup {
  return {
    site,
    month,
    rows: 0,
    incomplete: 0,
    errors: 0,
    known: 0,
    co2e: new KilogramSum(),
    biogenicRows: 0,
    biogenic: new KilogramSum(),
    partial: new KilogramSum(),
    partialRows: 0,
    primary: new KilogramSum(),
    components: new Map(),
  }
}

function addRow(group: SheetGroup, result: RowResult, isPrimary: boolean): void {
  const { co2eKg, gasesKg, biogenicCo2Kg, incomplete, errors } = result
  group.rows++
  group.incomplete += incomplete ? 1 : 0
  group.errors += errors
  if (co2eKg !== null) {
    group.known++
    group.co2e.add(co2eKg)
    if (isPrimary) {
      group.primary.add(co2eKg)
    }
  }
  if (biogenicCo2Kg !== null) {
    group.biogenicRows++
    group.biogenic.add(biogenicCo2Kg)
  }
  if (gasesKg === null) {
    return
  }
  for (const [component, kg] of Object.entries(gasesKg)) {
    const amount = group.components.get(component) ?? { kg: new KilogramSum(), rows: 0 }
    group.components.set(component, amount)
    amount.kg.add(kg)
    amount.rows++
  }
  if (PARTIAL_COMPONENTS.some((component) => component in gasesKg)) {
    group.partialRows++
    group.partial.add(PARTIAL_COMPONENTS.reduce((kg, component) => kg + (gasesKg[component] ?? 0), 0))
  }
}
