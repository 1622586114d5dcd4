/** Rows of a file against the rows of a sheet: what each of them is, and why it is not taken. Pure. */
import { ROW_ID } from '#collab/schema/layout.ts'
import type { FileCell, ImportReason, ImportRecipe } from '#shared/api/imports.ts'
import { cellProblem } from '#shared/cells/cellProblem.ts'
import { type CellValue, isSameValue, isTooLarge } from '#shared/cells/cellValue.ts'
import type { CellRead } from '#shared/cells/CellRead.ts'
import type { Field } from '#shared/fields/field.ts'
import { isPointing, type Target } from '#shared/fields/target.ts'
import { type ExportedCell, exportedValue } from '../exports/exportedCells.ts'
import { NOT_COMPUTED } from '../reading/Spreadsheet.ts'
import type { ColumnReader } from './columnReaders.ts'
import { type KnownKeys, type SeenKeys, SEVERAL } from './KnownKeys.ts'
import type { RowOutcome } from './StagedBlock.ts'

/** A row of the sheet that a row of the file may be. */
export interface ExistingRow {
  values: Readonly<Record<string, CellValue>>
  deleted: boolean
  /** What its cells point at is called, by field key; null or missing: nothing is told. */
  labels: Readonly<Record<string, string | null>>
}

/** Everything that rows of a file are held against. */
export interface Comparison {
  recipe: ImportRecipe
  columns: readonly ColumnReader[]
  /** From 0; null: the file has no ids. */
  idColumn: number | null
  /** By field id, what texts in these rows point at, and the ids that they name. */
  targets: ReadonlyMap<string, ReadonlyMap<string, Target>>
  /** By `match: fields`. */
  known: KnownKeys
  seen: SeenKeys
  mayAdd: boolean
  /** For a row that is added; ids that are made together pack well. */
  nextId: () => string
}

/** A row whose cells are read, before it is known which row of the sheet it is. */
export interface ReadRow {
  cells: { column: ColumnReader; cell: FileCell; read: CellRead | null }[]
  /** The row of the sheet; null: it is new, with `newId` where the file says one. */
  id: string | null
  newId: string | null
  reasons: ImportReason[]
}

const NO_RULES = new Set(['not-an-option', 'not-found', 'several', 'gone', 'not-chosen'])

/** What a row says and which one it is; null: there is nothing in it. */
export function readRow(cells: readonly FileCell[], comparison: Comparison): ReadRow | null {
  const { columns, idColumn, recipe } = comparison
  const read = columns.map((column): ReadRow['cells'][number] => {
    const cell = column.textOf(cells[column.at] ?? null)
    return { column, cell, read: isBlank(cell) ? null : column.read(cell, withTargets(column.field, comparison)) }
  })
  const id = idColumn === null ? null : (cells[idColumn] ?? null)
  if (read.every((cell) => cell.read === null) && (id === null || isBlank(id) || recipe.empty === 'keep')) {
    return null
  }
  return { cells: read, ...identified(read, id, comparison) }
}

/** What becomes of a row; `existing`: the row of the sheet that it is, undefined when there is none. */
export function outcomeOf(row: ReadRow, existing: ExistingRow | undefined, comparison: Comparison): RowOutcome {
  const reasons = [...row.reasons]
  const values: Record<string, CellValue> = {}
  const before: Record<string, CellValue> = {}
  if (existing?.deleted === true) {
    reasons.push(rowReason('row-deleted', 'This row was deleted in the sheet. Restore it there, or take out its id.'))
  }
  for (const { column, cell, read } of row.cells) {
    const { field } = column
    const old = existing?.values[String(field.ordinal)] ?? null
    if (read === null && (existing === undefined || comparison.recipe.empty === 'keep')) {
      continue
    }
    const value = read?.value ?? null
    if (existing !== undefined && isSame({ field, cell, value }, old, existing.labels[field.key])) {
      continue
    }
    const reason = read === null ? null : reasonAgainst(field, cell, read, comparison)
    if (reason !== null) {
      if (!(comparison.recipe.unknown === 'skip' && NO_RULES.has(reason.code))) {
        reasons.push(reason)
      }
      continue
    }
    values[String(field.ordinal)] = value
    before[String(field.ordinal)] = old
  }
  if (existing === undefined && !comparison.mayAdd) {
    const message = 'You may not add rows to this table. Ask an administrator for the right to.'
    reasons.push(rowReason('may-not-add', message))
  }
  if (reasons.length > 0) {
    return { state: 'rejected', reasons }
  }
  if (existing === undefined) {
    return { state: 'added', id: row.newId ?? comparison.nextId(), values }
  }
  return Object.keys(values).length === 0
    ? { state: 'unchanged', id: row.id! }
    : { state: 'changed', id: row.id!, values, before }
}

/** A key of several values as one text. */
export const keyOf = (values: readonly CellValue[]): string => JSON.stringify(values)

export const isBlank = (cell: FileCell): boolean =>
  cell === null || cell === '' || (Array.isArray(cell) && cell.length === 0)

function identified(
  read: ReadRow['cells'],
  id: FileCell,
  { recipe, known, seen }: Comparison,
): Pick<ReadRow, 'id' | 'newId' | 'reasons'> {
  const nobody = { id: null, newId: null, reasons: [] }
  switch (recipe.match) {
    case 'none':
      return nobody
    case 'row_id': {
      if (isBlank(id)) {
        return nobody
      }
      if (typeof id !== 'string' || !ROW_ID.test(id)) {
        const message = 'This is no id of a row. Leave it empty to add the row, or bring the id as the export has it.'
        return { ...nobody, reasons: [rowReason('invalid-id', message)] }
      }
      return seen.add(id) ? { ...nobody, reasons: [twice()] } : { id, newId: id, reasons: [] }
    }
    case 'fields': {
      const keys = recipe.key_fields.map(
        (key) => read.find(({ column }) => column.field.id === key)?.read?.value ?? null,
      )
      if (keys.some((value) => value === null)) {
        const message = 'A field by which the row is found is empty. Fill it in.'
        return { ...nobody, reasons: [rowReason('key-empty', message)] }
      }
      const key = keyOf(keys)
      const found = known.get(key)
      if (seen.add(key)) {
        return { ...nobody, reasons: [twice()] }
      }
      return found === SEVERAL
        ? {
            ...nobody,
            reasons: [rowReason('key-several', 'Several rows of the sheet have this key. Match by more fields.')],
          }
        : { id: found ?? null, newId: null, reasons: [] }
    }
  }
}

const twice = (): ImportReason =>
  rowReason('key-twice', 'An earlier row of the file is the same row of the sheet. Keep one of them.')

/** The field with what texts of it point at, so that they are read as ids. */
function withTargets(field: Field, { targets }: Comparison): Field {
  const found = targets.get(field.id)
  return found === undefined ? field : { ...field, targets: { get: (value) => found.get(value), load: () => null } }
}

/** A value is the same when it is, and when the file says what an export would say of it. */
function isSame(
  { field, cell, value }: { field: Field; cell: FileCell; value: CellValue },
  old: CellValue,
  label: string | null | undefined,
): boolean {
  if (isSameValue(value, old) || isSameValue(cell, old) || (isBlank(old) && value === null)) {
    return true
  }
  return isExportOf(cell, exportedValue(field)(old, label))
}

function isExportOf(cell: FileCell, exported: ExportedCell): boolean {
  if (typeof cell !== 'string' || typeof exported === 'string' || exported === null) {
    return cell === exported
  }
  const text = typeof exported === 'boolean' ? String(exported).toUpperCase() : String(exported)
  return cell === text || cell === text.replace('.', ',')
}

function reasonAgainst(field: Field, cell: FileCell, read: CellRead, comparison: Comparison): ImportReason | null {
  const { value, otherUnit } = read
  const of = (code: string, message: string): ImportReason => ({ field_id: field.id, code, message })
  if (cell === NOT_COMPUTED) {
    const message = `${field.name}: the formula in the file was saved without its value. Open the file in a spreadsheet, and save it.`
    return of('not-computed', message)
  }
  if (otherUnit !== null) {
    const message = `${field.name}: ${otherUnit} does not become ${field.unit ?? 'a plain number'}. Write the amount in another unit.`
    return of('other-unit', message)
  }
  const problem = cellProblem(withTargets(field, comparison), value)
  if (problem !== null) {
    return of(problem.code, problem.message)
  }
  if (isPointing(field.type) && !pointsAtSomething(field, value, comparison)) {
    return of('not-found', `${field.name}: there is nothing of this name that you may choose.`)
  }
  return isTooLarge(value) ? of('too-long', `${field.name}: this is more than a cell holds. Shorten it.`) : null
}

function pointsAtSomething(field: Field, value: CellValue, { targets }: Comparison): boolean {
  return typeof value === 'string' && targets.get(field.id)?.get(value)?.state === 'here'
}

const rowReason = (code: string, message: string): ImportReason => ({ field_id: null, code, message })
