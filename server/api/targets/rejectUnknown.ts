import type { RowProblem } from '#shared/api/rows.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import { isPointing, type PointingType } from '#shared/fields/target.ts'
import type { AppServices } from '../AppServices.ts'
import type { CheckedRows } from '../rows/checkRows.ts'
import { foundTargets } from './foundTargets.ts'
import type { PointingField } from './withTargets.ts'

const WANTED: Readonly<Record<PointingType, string>> = {
  person: 'the id of a member of your organisation',
  reference: 'the id of a row that is in its table, and whose name you may read',
  factor: 'the id of a factor',
}

/** Of rows that are right by themselves, rejects those with a cell that would point at nothing. */
export async function rejectUnknown(
  services: Pick<AppServices, 'db' | 'reader' | 'collaboration'>,
  pointing: Omit<PointingField, 'field'>,
  checked: CheckedRows,
): Promise<CheckedRows> {
  const errors = new Map<number, RowProblem[]>()
  for (const field of pointing.access.readable) {
    const values = new Set(checked.good.flatMap(({ row }) => textOf(row.values.get(field.ordinal))))
    const found = values.size === 0 ? null : await foundTargets(services, { ...pointing, field }, [...values])
    for (const { index, row } of found === null ? [] : checked.good) {
      const [value] = textOf(row.values.get(field.ordinal))
      if (value !== undefined && found?.get(value)?.state !== 'here') {
        errors.set(index, [...(errors.get(index) ?? []), problemOf(field)])
      }
    }
  }
  return {
    good: checked.good.filter(({ index }) => !errors.has(index)),
    rejected: [...checked.rejected, ...Array.from(errors, ([index, problems]) => ({ index, errors: problems }))],
  }
}

const textOf = (value: CellValue | undefined): string[] => (typeof value === 'string' && value !== '' ? [value] : [])

function problemOf({ key, name, type }: Field): RowProblem {
  const wanted = isPointing(type) ? WANTED[type] : ''
  return { path: key, code: 'not-found', message: `${name} takes ${wanted}, or null for empty.` }
}
