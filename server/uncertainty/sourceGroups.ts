import type { Knex } from 'knex'
import { QUALITY_COLUMNS, type QualityColumn } from '#shared/api/quality.ts'
import type { Field } from '#shared/fields/field.ts'
import type { SourceGroup } from '#shared/uncertainty/aggregate.ts'
import type { Spread } from '#shared/uncertainty/spread.ts'
import { boundaryOf, sharesOf, type SiteShare } from '../boundary/siteShares.ts'
import { readsCells } from '../emissions/factorsOf.ts'
import { fieldsByTable } from '../emissions/fieldsByTable.ts'
import { inputsOfResult } from '../emissions/inputsOfResult.ts'
import type { Inventory, InventoryTable } from '../emissions/inventory.ts'
import { readableFields, rolesOn } from '../policies/field.ts'
import type { Identity } from '../policies/Identity.ts'
import { assessedUntil, factorSpreads, type TableAssessment, tableAssessments } from './assessments.ts'
import { type QualityFields, qualityFields, spreadOfCells } from './qualityColumns.ts'

/** A table whose rows can be asked how sure they are. */
export interface AssessedTable {
  table: InventoryTable
  /** All of it, in the cycle. */
  fields: readonly Field[]
  /** Null: of the columns and the table nothing is known. */
  assessment: TableAssessment | null
  quality: QualityFields
  /** Fields that say by which factors a row is computed. */
  factorFields: readonly Field[]
  /** The person may not read all of these: nothing of them may show. */
  isHidden: boolean
}

/** Rows of a table that are alike: same site, same cells of quality, same factors. */
export interface RowGroup extends SourceGroup {
  table: AssessedTable
  site: string | null
  /** What the cells hold, in the order of `cellOrdinals`. */
  cells: readonly (string | null)[]
  rows: number
  /** Kilograms of the largest of the rows, without its sign. */
  largestKg: number
  /** An amount that no error of the activity changes, whether that is assessed or not. */
  isFixed?: boolean
  /** Its largest rows, where they are not what their results say; kilograms without the share of the site. Absent: they are. */
  largestRows?: (most: number) => Promise<LargeRow[]>
}

/** A row that is looked at by itself. */
export interface LargeRow {
  row_id: string
  co2e_kg: number
  month: string | null
  values: Record<string, unknown>
}

/** One row by itself. */
export type SourceRow = Pick<SourceGroup, 'activity' | 'factors'> & { kg: number }

export interface CycleSources {
  tables: readonly AssessedTable[]
  groups: readonly RowGroup[]
  /** Of factors that are assessed and used by one of the groups. */
  factors: ReadonlyMap<string, Spread>
  /** The part of each site that counts: kilograms of groups are of that part. */
  share: SiteShare
  /** The rows of a table that are not what their results say; null: they are. */
  rowsOf?: (table: AssessedTable) => Promise<SourceRow[] | null>
}

/** A cycle as far as uncertainty needs it. */
export type AssessedCycle = Parameters<typeof assessedUntil>[1] & { projectId: string; factorYear: number }

/**
 * Everything that a person may know of how sure the totals of a cycle are, gathered by the database (one scan of the rows of
 * each table that counts). `inventory`: of the tables whose totals they may read. `isExact`: sums have the same bits each time,
 * whichever way the database reads the rows.
 */
export async function cycleSources(
  trx: Knex.Transaction,
  identity: Identity,
  cycle: AssessedCycle,
  inventory: Inventory,
  { isExact = false }: { isExact?: boolean } = {},
): Promise<CycleSources> {
  const until = await assessedUntil(trx, cycle)
  const share = sharesOf(await boundaryOf(trx, cycle.id))
  const tables = await assessedTables(trx, identity, { cycle, inventory, until })
  const groups: RowGroup[] = []
  for (const table of tables) {
    groups.push(...(await groupsOf(trx, table, { cycle, isExact, share })))
  }
  const used = groups.flatMap((group) => group.factors)
  return { tables, groups, factors: await factorSpreads(trx, used, until), share }
}

async function assessedTables(
  trx: Knex.Transaction,
  { grants }: Identity,
  { cycle, inventory, until }: { cycle: AssessedCycle; inventory: Inventory; until: Date | null },
): Promise<AssessedTable[]> {
  const counting = inventory.tables.filter((table) => table.counts)
  const ids = counting.map(({ id }) => id)
  const assessments = await tableAssessments(trx, ids, until)
  const fields = await fieldsByTable(trx, ids, cycle.id)
  return counting.map((table) => {
    const own = fields.get(table.id) ?? []
    const assessment = assessments.get(table.id) ?? null
    const quality: QualityFields = assessment === null ? new Map() : qualityFields(assessment, own)
    const factorFields = inputsOfResult(own).filter(
      (field) => field.options.some((option) => option.factors) || readsCells(field),
    )
    const roles = rolesOn(grants, { projectId: cycle.projectId, moduleId: table.moduleId })
    const readable = new Set(readableFields(own, roles, grants).map(({ id }) => id))
    const isHidden = [...quality.values(), ...factorFields].some(({ id }) => !readable.has(id))
    return { table, fields: own, assessment, quality, factorFields, isHidden }
  })
}

/** Which cells of a row are read, as the keys of its values; of a hidden table none. */
export const cellOrdinals = ({ quality, factorFields, isHidden }: AssessedTable): string[] =>
  isHidden ? [] : [...orderedQuality(quality), ...factorFields].map(({ ordinal }) => String(ordinal))

const orderedQuality = (quality: QualityFields): Field[] =>
  QUALITY_COLUMNS.flatMap((column) => quality.get(column) ?? [])

/** SQL for those cells of a row as an array of texts. `binding`: what stands for the ordinal at a place. */
export const cellsOf = (ordinals: readonly string[], binding: (at: number) => string = () => '?'): string =>
  `ARRAY[${ordinals.map((_, at) => `values ->> CAST(${binding(at)} AS text)`).join(', ')}]::text[]`

/** What cells say, whichever row they are of. */
export function readCells(
  table: AssessedTable,
  cells: readonly (string | null)[],
  factorYear: number,
): Pick<SourceGroup, 'activity' | 'factors'> {
  const { quality, assessment, factorFields, isHidden } = table
  if (isHidden) {
    return { activity: null, factors: [] }
  }
  const columns = QUALITY_COLUMNS.filter((column) => quality.has(column))
  const byColumn = new Map(columns.map((column, at): [QualityColumn, string | null] => [column, cells[at] ?? null]))
  const chosen = cells.slice(columns.length)
  return {
    activity: assessment === null ? null : spreadOfCells(quality, byColumn, assessment),
    factors: factorFields.flatMap((field, at) => factorOf(field, chosen[at] ?? null, factorYear) ?? []),
  }
}

function factorOf(field: Field, cell: string | null, factorYear: number): string | undefined {
  return field.type === 'factor'
    ? (cell ?? undefined)
    : field.options.find(({ id }) => id === cell)?.factors?.[String(factorYear)]
}

async function groupsOf(
  trx: Knex.Transaction,
  table: AssessedTable,
  { cycle, isExact, share }: { cycle: AssessedCycle; isExact: boolean; share: SiteShare },
): Promise<RowGroup[]> {
  const order = isExact ? 'ORDER BY row_id' : ''
  const ordinals = cellOrdinals(table)
  const { rows } = await trx.raw<{ rows: GroupRow[] }>(
    `SELECT site, cells, sum(co2e_kg ${order}) AS sum_kg, sum(co2e_kg * co2e_kg) AS sum_of_squares, max(abs(co2e_kg)) AS largest_kg,
       count(*)::int AS row_count
     FROM (SELECT row_id, site, co2e_kg, ${cellsOf(ordinals)} AS cells FROM rows
           WHERE tenant_id = current_tenant() AND table_id = ? AND cycle_id = ? AND NOT deleted AND co2e_kg IS NOT NULL) r
     GROUP BY site, cells ORDER BY site, cells`,
    [...ordinals, table.table.id, cycle.id],
  )
  return rows.map((row) => {
    const counted = share(row.site)
    return {
      table,
      site: row.site,
      cells: row.cells,
      rows: row.row_count,
      sumKg: row.sum_kg * counted,
      sumOfSquares: row.sum_of_squares * counted ** 2,
      largestKg: row.largest_kg * counted,
      ...readCells(table, row.cells, cycle.factorYear),
    }
  })
}

interface GroupRow {
  site: string | null
  cells: (string | null)[]
  sum_kg: number
  sum_of_squares: number
  largest_kg: number
  row_count: number
}
