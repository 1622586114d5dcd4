import { formulaError } from '#formulas/evaluate/formulaErrors.ts'
import { formatOptions } from '#shared/cells/types/parseOptions.ts'
import type { CellValue } from '#shared/cells/cellValue.ts'
import type { Field } from '#shared/fields/field.ts'
import type { ExportedSheet, RowBlock } from './ExportedSheet.ts'

/** What stands in a cell of a file: numbers, dates as ISO texts, names of choices and of what a cell points at. */
export type ExportedCell = null | number | string | boolean

export interface ExportedColumn {
  field: Field
  /** By the place of the row in the block. */
  cellsOf: (block: RowBlock) => (index: number) => ExportedCell
}

/** The columns of a sheet in files that are tables. */
export function exportedColumns({ fields, booleans }: Pick<ExportedSheet, 'fields' | 'booleans'>): ExportedColumn[] {
  return fields.map((field) => ({
    field,
    cellsOf: field.type === 'formula' ? computedCells(field.key, booleans.has(field.key)) : enteredCells(field),
  }))
}

function enteredCells(field: Field): ExportedColumn['cellsOf'] {
  const ordinal = String(field.ordinal)
  const exported = exportedValue(field)
  return ({ rows, labels }) =>
    (index) =>
      exported(rows[index]?.values[ordinal] ?? null, labels?.[index]?.[field.key])
}

/** What a cell of an entered field is in a file; `label`: what it points at is called, where that is told. */
export function exportedValue(field: Field): (value: CellValue, label: string | null | undefined) => ExportedCell {
  const textOf = textsOf(field)
  return (value, label) =>
    value === null || typeof value === 'number' || typeof value === 'boolean' ? value : (label ?? textOf(value))
}

/** Names of choices; text that is no choice, and names that are not told, are the text or the id that is kept. */
function textsOf({ type, options }: Field): (value: Exclude<CellValue, null | number | boolean>) => string {
  if (type === 'option') {
    const labels = new Map(options.map(({ id, label }) => [id, label]))
    return (value) => (typeof value === 'string' ? (labels.get(value) ?? value) : formatOptions(options, value))
  }
  return (value) => (typeof value === 'string' ? value : formatOptions(options, value))
}

/** An error is the name of its kind behind a number sign, as the sheet shows it: never an empty cell, never zero. */
function computedCells(key: string, isBoolean: boolean): ExportedColumn['cellsOf'] {
  return ({ results }) => {
    const column = results.get(key)
    if (column === undefined) {
      return () => '#invalid-formula'
    }
    const { numbers, errors, texts } = column
    return (index) => {
      const error = formulaError(errors[index] ?? 0)
      const number = numbers[index] ?? Number.NaN
      return error === null ? (texts?.[index] ?? (isBoolean ? number === 1 : number)) : `#${error}`
    }
  }
}

/** What stands above a column for people: its name and, where there is one, its unit. */
export const columnTitle = ({ name, unit }: Pick<Field, 'name' | 'unit'>): string =>
  unit === null ? name : `${name} (${unit})`
