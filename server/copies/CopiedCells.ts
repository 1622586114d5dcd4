import type { Knex } from 'knex'
import type { CopyNoteCode } from '#shared/api/copies.ts'
import { isTooLarge, type CellValue } from '#shared/cells/cellValue.ts'
import { cellConverter, type TextReading } from '#shared/cells/convertCell.ts'
import { shiftMonths } from '#shared/cycles/monthShift.ts'
import { CELL_TYPES } from '#shared/cells/types/cellTypes.ts'
import type { Field } from '#shared/fields/field.ts'
import { rowTargets } from '../api/targets/rowTargets.ts'
import { Evidence } from '../models/Evidence.ts'
import type { Identity } from '../policies/Identity.ts'
import { sheetAccessIn } from './sheetAccessIn.ts'

/** A cell of the copy; `lost` says why a value does not come along. */
export type CopiedCell = { value: CellValue } | { lost: CopyNoteCode }

/** A column of which cells are copied. */
export interface CopiedColumn {
  /** As it was in the cycle that is copied from. */
  from: Field
  /** Of the copy. */
  to: Field
  /** Points at rows that are copied as well: they keep their ids. */
  isCopiedTarget: boolean
}

export interface CycleChange {
  fromCycleId: string
  toCycleId: string
  /** By how many months months and dates move. */
  months: number
}

/** New ids of files, by their old ones. */
export type CopiedFiles = Map<string, { file: Evidence; id: string; to: Field }>

/** Texts that could be two things stay as they are: nobody is asked here. */
const AS_IT_IS: TextReading = { decimals: 'open', dates: 'open' }

/**
 * How the values of a column become those of its copy: converted where the field was another in that cycle, moved in time
 * between cycles, pointing at the same things where those are there. `files` gathers those that the copy needs.
 */
export async function cellCopier(
  trx: Knex.Transaction,
  identity: Identity,
  column: CopiedColumn,
  { values, change, files }: { values: readonly CellValue[]; change: CycleChange; files: CopiedFiles },
): Promise<(value: CellValue) => CopiedCell> {
  const { from, to, isCopiedTarget } = column
  if (to.type === 'evidence') {
    return fileCopier(await filesOf(trx, from, values), to, files)
  }
  if (to.type === 'reference' && !isCopiedTarget && change.fromCycleId !== change.toCycleId) {
    return targetCopier(await targetsOver(trx, identity, to, { values, change }))
  }
  const convert = from.type === to.type && from.unit === to.unit ? null : cellConverter(from, to, AS_IT_IS)
  const isTime = to.type === 'month' || to.type === 'date'
  return (value) => {
    const converted = convert === null ? value : convert(value)
    return fitting(to, isTime && typeof converted === 'string' ? shiftMonths(converted, change.months) : converted)
  }
}

/** A field takes one value, or a list of options; nothing takes more than a cell holds. */
function fitting({ type }: Field, value: CellValue): CopiedCell {
  return isTooLarge(value) || (Array.isArray(value) && !CELL_TYPES[type].isList) ? { lost: 'misfit' } : { value }
}

/** The files of a field that are in these cells. */
async function filesOf(
  trx: Knex.Transaction,
  { id }: Field,
  values: readonly CellValue[],
): Promise<Map<string, Evidence>> {
  const ids = new Set(values.flatMap((value) => (Array.isArray(value) ? value : [])))
  const files = await Evidence.query(trx).where({ field_id: id }).whereNull('deleted_at')
  return new Map(files.flatMap((file) => (ids.has(file.id) ? [[file.id, file] as const] : [])))
}

const fileCopier =
  (known: ReadonlyMap<string, Evidence>, to: Field, files: CopiedFiles) =>
  (value: CellValue): CopiedCell => {
    if (value === null) {
      return { value }
    }
    const found = Array.isArray(value) ? value.flatMap((id) => known.get(id) ?? []) : []
    if (!Array.isArray(value) || found.length < value.length) {
      return { lost: 'no-file' }
    }
    return {
      value: found.map((file) => {
        const copied = files.get(file.id) ?? { file, id: crypto.randomUUID(), to }
        files.set(file.id, copied)
        return copied.id
      }),
    }
  }

/** By id of a row in one cycle: the row of the other cycle that is it, or is called the same. */
async function targetsOver(
  trx: Knex.Transaction,
  identity: Identity,
  { targetTableId, targetFieldId }: Field,
  { values, change }: { values: readonly CellValue[]; change: CycleChange },
): Promise<Map<string, string>> {
  const ids = [...new Set(values.filter((value) => typeof value === 'string'))]
  const sourceIn = async (cycleId: string) => {
    const sheet = { tableId: targetTableId ?? '', cycleId }
    return rowTargets(trx, sheet, await sheetAccessIn(trx, identity, sheet), targetFieldId ?? '')
  }
  const [before, after] = [await sourceIn(change.fromCycleId), await sourceIn(change.toCycleId)]
  const same = await after.lookup(ids)
  const names = await before.lookup(ids)
  const labels = [...names.values()].flatMap(({ label }) => label ?? [])
  const named = await after.lookup(labels)
  return new Map(
    ids.flatMap((id) => {
      const kept = same.get(id)
      if (kept?.state === 'here' && kept.id !== null) {
        return [[id, kept.id] as const]
      }
      const found = named.get(names.get(id)?.label ?? '')
      return found?.state === 'named' && found.id !== null ? [[id, found.id] as const] : []
    }),
  )
}

const targetCopier =
  (targets: ReadonlyMap<string, string>) =>
  (value: CellValue): CopiedCell => {
    const target = typeof value === 'string' ? targets.get(value) : undefined
    return value === null ? { value } : target === undefined ? { lost: 'points-nowhere' } : { value: target }
  }
