import type { Knex } from 'knex'
import type { CycleCompleteness } from '#shared/api/cycleCompleteness.ts'
import { monthsOfCycle } from '#shared/cycles/monthShift.ts'
import { fieldsByTable } from '../emissions/fieldsByTable.ts'
import { existingRows } from '../emissions/chosenRows.ts'
import { loadInventory } from '../emissions/inventory.ts'
import { readableSheetsOf } from '../emissions/readableSheetsOf.ts'
import { rowTextOrdinals } from '../emissions/rowTexts.ts'
import { declaredGapsOf, gapKey, type DeclaredGap } from '../declarations/declaredGaps.ts'
import type { Cycle } from '../models/Cycle.ts'
import { IN_FORCE } from '../estimates/inForce.ts'
import { readableFields, rolesOn } from '../policies/field.ts'
import type { Identity } from '../policies/Identity.ts'
import { missingMonths } from './missingMonths.ts'

type SiteMonths = CycleCompleteness['sites'][number]
type MonthCounts = SiteMonths['months'][number]
type TableCounts = MonthCounts['tables'][number]

/** Rows of one source in one month. */
interface SourceMonth {
  source: string | null
  site: string | null
  month: string | null
  rows: number
  open_rows: number
  estimated: number
}

/** What is expected of a table, and what is declared of it, by `gapKey`. */
interface Expected {
  months: readonly string[]
  ordinal: number | null
  declared: ReadonlyMap<string, DeclaredGap>
}

/** More names than fit into a sentence. */
const MOST_NAMES = 20

/** What is there and what is missing by site and month (one scan of the cycle's rows). */
export async function cycleCompleteness(
  trx: Knex.Transaction,
  identity: Identity,
  { id: cycleId, projectId, startsOn, endsOn }: Cycle,
  moduleId: string | undefined,
): Promise<CycleCompleteness> {
  const inventory = (await loadInventory(trx, cycleId, await readableSheetsOf(trx, identity, cycleId)))!
  const tables = inventory.tables.filter((table) => moduleId === undefined || table.moduleId === moduleId)
  const months = monthsOfCycle(startsOn, endsOn)
  const texts = await rowTextOrdinals(trx, identity, { projectId, cycleId }, tables)
  const sites = new Map<string | null, Map<string | null, TableCounts[]>>()
  const found = new Set<string>()
  const fields = await fieldsByTable(
    trx,
    tables.map(({ id }) => id),
    cycleId,
  )
  const gaps = Map.groupBy(await declaredGapsOf(trx, cycleId), (gap) => gap.table_id)
  for (const { id, moduleId: own } of tables) {
    const roles = rolesOn(identity.grants, { projectId, moduleId: own })
    const readable = readableFields(fields.get(id) ?? [], roles, identity.grants).map(({ ordinal }) => ordinal)
    const asked = { cycleId, ordinal: texts.get(id)?.[0], readable }
    const declared = new Map((gaps.get(id) ?? []).map((gap) => [gapKey(gap), gap]))
    const expected = { months, ordinal: asked.ordinal ?? null, declared }
    for (const [site, byMonth] of countsBySite(id, await sourceMonths(trx, id, asked), expected)) {
      found.add(id)
      const ofSite = sites.get(site) ?? new Map<string | null, TableCounts[]>()
      sites.set(site, ofSite)
      byMonth.forEach((counts, month) => ofSite.set(month, [...(ofSite.get(month) ?? []), counts]))
    }
  }
  const moduleNames = new Map(inventory.modules.map(({ id, name }) => [id, name]))
  return {
    cycle_id: cycleId,
    months,
    sites: [...sites]
      .map(([site, byMonth]) => ({
        site,
        name: site === null ? null : (inventory.siteNames.get(site) ?? site),
        months: [...byMonth].map(([month, counts]) => summed(month, counts)).toSorted(byMonthNullLast),
      }))
      .toSorted((a, b) => (a.name === null ? 1 : b.name === null ? -1 : a.name.localeCompare(b.name))),
    tables: tables
      .filter(({ id }) => found.has(id))
      .map(({ id, moduleId: own, name }) => ({
        table_id: id,
        module_id: own,
        name,
        module_name: moduleNames.get(own) ?? '',
      })),
  }
}

/** `ordinal`: of the text that names a source, as far as the reader knows one; `readable`: of the cells that they may read. */
async function sourceMonths(
  trx: Knex.Transaction,
  tableId: string,
  { cycleId, ordinal, readable }: { cycleId: string; ordinal: number | undefined; readable: readonly number[] },
): Promise<SourceMonth[]> {
  const source = ordinal === undefined ? 'NULL' : `"values"->>'${ordinal}'`
  return existingRows(trx, { cycleId, tableIds: [tableId], site: undefined, month: undefined })
    .groupByRaw('1, site, month')
    .select<SourceMonth[]>(
      trx.raw(
        `${source} AS source, site, month, count(*)::int AS "rows",
        (count(*) FILTER (WHERE incomplete OR errors > 0))::int AS open_rows,
        (count(*) FILTER (WHERE EXISTS (
          SELECT FROM estimates e CROSS JOIN (SELECT rows.*) r WHERE ${IN_FORCE} AND e.ordinal = ANY (?))))::int AS estimated`,
        [[...readable]],
      ),
    )
}

function countsBySite(
  tableId: string,
  found: readonly SourceMonth[],
  { months, ordinal, declared }: Expected,
): Map<string | null, Map<string | null, TableCounts>> {
  const inPeriod = new Set(months)
  const newest = found.reduce(
    (latest, { month }) => (month !== null && inPeriod.has(month) && month > latest ? month : latest),
    '',
  )
  return new Map(
    [...Map.groupBy(found, ({ site }) => site)].map(([site, ofSite]) => {
      const counts = new Map<string | null, TableCounts>()
      const at = (month: string | null): TableCounts => {
        const known = counts.get(month) ?? {
          table_id: tableId,
          rows: 0,
          open_rows: 0,
          estimated: 0,
          missing: 0,
          declared: 0,
          missing_sources: [],
          declared_gaps: [],
        }
        counts.set(month, known)
        return known
      }
      for (const { month, rows, open_rows, estimated } of ofSite) {
        const cell = at(month)
        cell.rows += rows
        cell.open_rows += open_rows
        cell.estimated += estimated
      }
      for (const [source, rows] of Map.groupBy(ofSite, (one) => one.source)) {
        const present = new Set(rows.flatMap(({ month }) => month ?? []))
        for (const month of missingMonths(months, { present, newest })) {
          const cell = at(month)
          const said = declared.get(gapKey({ month, site, ordinal, source }))
          if (said !== undefined) {
            cell.declared++
            cell.declared_gaps.push({ source, state: said.state, reason: said.reason })
            continue
          }
          cell.missing++
          if (source !== null && cell.missing_sources.length < MOST_NAMES) {
            cell.missing_sources.push(source)
          }
        }
      }
      return [site, counts]
    }),
  )
}

function summed(month: string | null, tables: TableCounts[]): MonthCounts {
  const sum = (of: (counts: TableCounts) => number): number => tables.reduce((all, counts) => all + of(counts), 0)
  return {
    month,
    rows: sum(({ rows }) => rows),
    open_rows: sum(({ open_rows: open }) => open),
    missing: sum(({ missing }) => missing),
    declared: sum(({ declared }) => declared),
    estimated: sum(({ estimated }) => estimated),
    tables,
  }
}

const byMonthNullLast = (a: MonthCounts, b: MonthCounts): number =>
  a.month === null ? 1 : b.month === null ? -1 : a.month < b.month ? -1 : 1
