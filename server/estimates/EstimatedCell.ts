import type { Knex } from 'knex'
import type { ProblemDetail } from '#shared/api/problem.ts'
import type { Field } from '#shared/fields/field.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import type { StoredValues } from '../emissions/RowColumns.ts'
import type { SheetAccess } from '../policies/sheetAccess.ts'

/** Of which source and month an amount is missing: in a row that is there, or in one that is not. */
export interface EstimatedCell {
  field: Field
  /** Null: the row is missing. */
  row: { id: string; values: StoredValues } | null
  month: string | null
  /** Option id. */
  site: string | null
  /** What the first text of the row says, of those that the person may read. */
  source: string | null
  /** Of that text; undefined: the table has none that they may read. */
  textOrdinal: number | undefined
}

/** How a request names one: a row, or what a missing one would say. */
export interface AskedCell {
  row_id?: string | null | undefined
  gap: { month: string; site: string | null; source: string | null } | null
  field: string | null
}

/** The fields whose cells the person may fill by an estimate, in their order. */
export const estimableFields = ({ readable, writable }: SheetAccess): Field[] =>
  readable.filter(({ type, ordinal }) => type === 'number' && writable.has(ordinal))

/**
 * Finds the cell. Throws ValidationError with every problem: who does not read site and month of the table would be told by an
 * estimate what they are. Throws NotFoundError when there is no such row.
 */
export async function findEstimatedCell(
  trx: Knex.Transaction,
  access: SheetAccess,
  asked: AskedCell,
): Promise<EstimatedCell> {
  const fields = estimableFields(access)
  const field =
    asked.field === null
      ? (fields.find(({ required }) => required) ?? fields[0])
      : fields.find(({ key }) => key === asked.field)
  const problems = problemsOf(access, asked, field)
  if (field === undefined || problems.length > 0) {
    throw new ValidationError(problems)
  }
  const textOrdinal = access.readable.find(({ type }) => type === 'text')?.ordinal
  if (asked.gap !== null) {
    return { field, row: null, ...asked.gap, textOrdinal }
  }
  const stored: StoredCell | undefined = await trx('rows')
    .where({ table_id: access.table.id, cycle_id: access.cycle.id, row_id: asked.row_id, deleted: false })
    .whereRaw('tenant_id = current_tenant()')
    .first('row_id', 'values', 'site', 'month')
  if (stored === undefined) {
    throw new NotFoundError('row')
  }
  const text = textOrdinal === undefined ? null : stored.values[textOrdinal]
  return {
    field,
    row: { id: stored.row_id, values: stored.values },
    month: stored.month,
    site: stored.site,
    source: typeof text === 'string' ? text : null,
    textOrdinal,
  }
}

interface StoredCell {
  row_id: string
  values: StoredValues
  site: string | null
  month: string | null
}

function problemsOf(access: SheetAccess, asked: AskedCell, field: Field | undefined): ProblemDetail[] {
  const problems: ProblemDetail[] = []
  if ((asked.row_id ?? null) === null && asked.gap === null) {
    const message = 'Say which row has the empty cell (row_id), or which month of which source has no row (gap).'
    problems.push({ path: 'row_id', code: 'required', message })
  }
  if ((asked.row_id ?? null) !== null && asked.gap !== null) {
    const message = 'The row is there, so nothing is missing: leave the gap out.'
    problems.push({ path: 'gap', code: 'not-used', message })
  }
  if (field === undefined) {
    const message =
      asked.field === null
        ? 'The table has no column of numbers that you may write.'
        : `“${asked.field}” is no column of numbers that you may write. Choose another.`
    problems.push({ path: 'field', code: 'forbidden-field', message })
  }
  const { gap } = asked
  if (gap !== null && (gap.month < access.cycle.startsOn.slice(0, 7) || gap.month > access.cycle.endsOn.slice(0, 7))) {
    const message = `${gap.month} is not in ${access.cycle.name}. Choose a month of its period.`
    problems.push({ path: 'gap.month', code: 'outside-cycle', message })
  }
  if (gap !== null && !access.fields.some(({ role }) => role === 'month')) {
    const message = 'The table has no column of months, so no month can be missing.'
    problems.push({ path: 'gap.month', code: 'not-used', message })
  }
  for (const role of ['site', 'month'] as const) {
    const hidden = access.fields.some((one) => one.role === role) && !access.readable.some((one) => one.role === role)
    if (hidden) {
      const message = `You may not read the ${role} of these rows, so nothing can be estimated by it. Ask an administrator.`
      problems.push({ path: role, code: 'cannot-read', message })
    }
  }
  return problems
}
