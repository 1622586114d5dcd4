import type { ImportReply } from '#shared/api/imports.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import { computeSheet } from '../emissions/computeSheet.ts'
import { RowColumns } from '../emissions/RowColumns.ts'
import type { ResultPlans, TablePlans } from '../emissions/tablePlans.ts'
import type { SheetAccess } from '../policies/sheetAccess.ts'
import type { ComparedRows, StandingRow } from './ImportComparison.ts'

type Values = Readonly<Record<string, CellValue>>

const KG_PER_T = 1000

/** Adds up what an import does to the emissions of the rows that it adds or changes. */
export class EffectSum {
  readonly #plans: TablePlans | null
  readonly #result: ResultPlans | null
  readonly #why: ImportReply['no_effect']
  readonly #sum = { beforeKg: 0, afterKg: 0, unknownBefore: 0, unknownAfter: 0 }

  /** A result that is gathered from other rows is not told: what it becomes depends on all of them. */
  constructor(plans: TablePlans | null, { readable }: Pick<SheetAccess, 'readable'>) {
    const result = plans?.result ?? null
    const isReadable = readable.some(({ id }) => id === result?.field.id)
    const isGathered = result !== null && plans?.gathering.has(result.field.key) === true
    this.#why = !isReadable ? 'no-result' : isGathered ? 'gathered' : null
    this.#result = this.#why === null ? result : null
    this.#plans = plans
  }

  add({ outcome, standing }: ComparedRows): void {
    if (this.#result === null) {
      return
    }
    const before: StandingRow[] = []
    const after: { values: Values; gathered: StandingRow['gathered'] }[] = []
    for (const row of outcome) {
      if (row?.state === 'added') {
        after.push({ values: row.values, gathered: null })
      } else if (row?.state === 'changed') {
        const old = standing.get(row.id)!
        before.push(old)
        after.push({ values: { ...old.values, ...row.values }, gathered: old.gathered })
      }
    }
    const [was, becomes] = [this.#amounts(before), this.#amounts(after)]
    this.#sum.beforeKg += was.kg
    this.#sum.unknownBefore += was.unknown
    this.#sum.afterKg += becomes.kg
    this.#sum.unknownAfter += becomes.unknown
  }

  /** As the contract tells it. */
  get told(): Pick<ImportReply, 'effect' | 'no_effect'> {
    const { beforeKg, afterKg, unknownBefore, unknownAfter } = this.#sum
    return this.#why === null
      ? {
          effect: {
            before_t: beforeKg / KG_PER_T,
            after_t: afterKg / KG_PER_T,
            unknown_before: unknownBefore,
            unknown_after: unknownAfter,
          },
          no_effect: null,
        }
      : { effect: null, no_effect: this.#why }
  }

  /** In kilograms of CO2e; a row without a result is unknown and not zero. */
  #amounts(rows: readonly Pick<StandingRow, 'values' | 'gathered'>[]): { kg: number; unknown: number } {
    const amounts = { kg: 0, unknown: 0 }
    if (rows.length === 0 || this.#plans === null || this.#result === null) {
      return amounts
    }
    const entered = new RowColumns(
      rows.map(({ values }) => values),
      { gathered: rows.map(({ gathered }) => gathered) },
    )
    const slots = Uint32Array.from(rows.keys())
    const { columns } = computeSheet(this.#plans, entered, slots)
    const { numbers, errors } = this.#result.co2eKg.evaluate(columns, slots)
    for (const slot of slots) {
      const kg = numbers[slot] ?? Number.NaN
      if (errors[slot] === 0 && Number.isFinite(kg)) {
        amounts.kg += kg
      } else {
        amounts.unknown++
      }
    }
    return amounts
  }
}
