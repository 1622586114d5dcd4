import type { Knex } from 'knex'
import type {
  RedefinedCycle,
  RedefinitionBody,
  RedefinitionPreview,
  RedefinitionSample,
} from '#shared/api/redefinition.ts'
import { isSameValue, type CellValue } from '#shared/cells/cellValue.ts'
import { typeProblem } from '#shared/cells/cellProblem.ts'
import { cellConverter } from '#shared/cells/convertCell.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import { inputsOf } from '#shared/fields/inputsOf.ts'
import { isReleasedResult } from '#shared/fields/isReleasedResult.ts'
import { computedForRows } from '../emissions/computedForRows.ts'
import { RowColumns, type StoredValues } from '../emissions/RowColumns.ts'
import { resultsOfRows } from '../emissions/rowResults.ts'
import { loadSheetSchema } from '../emissions/sheetSchema.ts'
import { storedRows, type StoredRow } from '../emissions/storedRows.ts'
import { compilePlans, type TablePlans } from '../emissions/tablePlans.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { proposedChoices } from './proposedChoices.ts'
import {
  planRedefinition,
  schemaAfter,
  valuesOf,
  type Redefinition,
  type RedefinitionPlan,
} from './planRedefinition.ts'

const SAMPLES = 5
const MOST_CHOICES = 500

/** What would happen to the cells and results of every cycle. Changes nothing. Throws ValidationError. */
export async function previewRedefinition(trx: Knex.Transaction, given: Redefinition): Promise<RedefinitionPreview> {
  const redefinition = { ...given, body: await withChoices(trx, given) }
  const { field, fields, readable, cycles } = redefinition
  const plan = await planRedefinition(trx, redefinition)
  if (plan.problems.length > 0) {
    throw new ValidationError(plan.problems)
  }
  const byKey = new Map(fields.map((one) => [one.key, one]))
  const dropped = Object.keys(plan.from.rules ?? {}).filter((rule) => !(rule in (plan.to.rules ?? {})))
  const changed: RedefinedCycle[] = []
  for (const cycle of cycles) {
    changed.push(await cycleAfter(trx, redefinition, plan, cycle))
  }
  return {
    cycles: changed,
    options: plan.to.options.map(({ id, label }) => ({ id, label })),
    reading: plan.reading,
    rules_dropped: dropped,
    read_by: readable.filter((one) => inputsOf(one, byKey).some(({ id }) => id === field.id)).map(({ name }) => name),
  }
}

/** A field becomes one of choices, and nobody has said of which: of what stands in the cells. */
async function withChoices(
  trx: Knex.Transaction,
  { field, readable, cycles, body }: Redefinition,
): Promise<RedefinitionBody> {
  const isReadable = readable.some(({ id }) => id === field.id)
  const to = body.type ?? field.type
  if (to === field.type || !CELL_TYPES[to].hasOptions || body.options !== undefined || !isReadable) {
    return body
  }
  const options = proposedChoices(field, to, await valuesOf(trx, field, cycles, MOST_CHOICES * 2))
  if (options.length > MOST_CHOICES) {
    const message = `More than ${MOST_CHOICES} different values stand in this field. That is too many to choose from.`
    throw new ValidationError([{ path: 'options', code: 'too-many', message }])
  }
  return { ...body, options }
}

interface Tally {
  cells: number
  converted: number
  kept: number
  samples: { converted: RedefinitionSample[]; kept: RedefinitionSample[] }
}

async function cycleAfter(
  trx: Knex.Transaction,
  { field, readable }: Redefinition,
  plan: RedefinitionPlan,
  { id: cycleId, name, status }: Redefinition['cycles'][number],
): Promise<RedefinedCycle> {
  const tally: Tally = { cells: 0, converted: 0, kept: 0, samples: { converted: [], kept: [] } }
  const schema = status === 'locked' ? null : await loadSheetSchema(trx, field.tableId, cycleId)
  if (schema === null) {
    return { cycle_id: cycleId, name, locked: status === 'locked', ...tally, co2e_kg: null }
  }
  const [before, after] = [compilePlans(schema), compilePlans(schemaAfter(schema, field.id, plan.to))]
  const hasResult = readable.some((one) => one.role === 'emissions' && !isReleasedResult(one))
  const sums = { before: new Sum(), after: new Sum() }
  const convert = plan.isConverted ? cellConverter(plan.from, plan.to, plan.reading) : (value: CellValue) => value
  const ordinal = String(field.ordinal)
  for await (const rows of storedRows(trx, field.tableId, cycleId)) {
    const values = rows.map((row) => row.values)
    const converted = field.type === 'formula' ? values : values.map((row) => withCell(row, ordinal, convert))
    if (hasResult) {
      sums.before.add(before, values)
      sums.after.add(after, converted)
    }
    if (field.type === 'formula') {
      tallyResults(tally, field.key, rows, computedForRows(before, values), computedForRows(after, values))
    } else {
      const fits = (value: CellValue): boolean => typeProblem({ name: field.name, ...plan.to }, value) === null
      rows.forEach(({ row_id }, i) => {
        const [old, now] = [values[i]![ordinal] ?? null, converted[i]![ordinal] ?? null]
        tallyCell(tally, { row_id, before: old, after: now }, { isSame: isSameValue(old, now), fits: fits(now) })
      })
    }
  }
  const co2e = hasResult ? { before: sums.before.kg, after: sums.after.kg } : null
  return { cycle_id: cycleId, name, locked: false, ...tally, co2e_kg: co2e }
}

const withCell = (row: StoredValues, ordinal: string, convert: (value: CellValue) => CellValue): StoredValues =>
  row[ordinal] === undefined ? row : { ...row, [ordinal]: convert(row[ordinal]) }

function tallyCell(
  tally: Tally,
  sample: RedefinitionSample,
  { isSame, fits }: { isSame: boolean; fits: boolean },
): void {
  if (sample.before === null || sample.before === undefined) {
    return
  }
  tally.cells++
  const kind = fits ? (isSame ? null : 'converted') : 'kept'
  if (kind !== null) {
    tally[kind]++
    if (tally.samples[kind].length < SAMPLES) {
      tally.samples[kind].push(sample)
    }
  }
}

function tallyResults(
  tally: Tally,
  key: string,
  rows: readonly StoredRow[],
  before: ReturnType<typeof computedForRows>,
  after: ReturnType<typeof computedForRows>,
): void {
  rows.forEach(({ row_id }, i) => {
    const [old, now] = [before[i]![key]!, after[i]![key]!]
    const fits = typeof now !== 'object' || typeof old === 'object'
    tallyCell(tally, { row_id, before: old, after: now }, { isSame: JSON.stringify(old) === JSON.stringify(now), fits })
  })
}

/** Kilograms of CO2e of the rows that have a result; null when none has. */
class Sum {
  kg: number | null = null

  add(plans: TablePlans, rows: readonly StoredValues[]): void {
    for (const { co2eKg } of resultsOfRows(plans, new RowColumns(rows), Uint32Array.from(rows.keys()))) {
      this.kg = co2eKg === null ? this.kg : (this.kg ?? 0) + co2eKg
    }
  }
}
