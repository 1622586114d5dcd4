import type { CycleEmissions } from '#shared/api/emissions.ts'
import { EMISSION_PARTS, type EmissionPart } from '#shared/emissions/emissionPart.ts'

/** Which rows stand behind a number. */
export interface RowFilter {
  scope?: number
  module_id?: string
  site?: string
  month?: string
  /** Only rows that have this part of the emissions, such as a gas. */
  part?: EmissionPart
  /** Only rows in which something is missing. */
  incomplete?: boolean
  /** Only rows with a cell that shows an error. */
  errors?: boolean
}

/**
 * Where a number leads: straight to the sheet when one table holds all its rows, otherwise to the list of the rows, which
 * opens over the page. What a sheet cannot filter by (a part of the emissions) is always listed.
 */
export function linkToRows(emissions: CycleEmissions, filter: RowFilter): { pathname?: string; search: string } {
  const tables = tablesBehind(emissions, filter)
  const [only] = tables
  if (only !== undefined && tables.length === 1 && filter.part === undefined) {
    return linkToSheet(only.table_id, emissions.cycle_id, filter)
  }
  const search = new URLSearchParams({ cycle: emissions.cycle_id, behind: 'rows' })
  for (const [name, value] of Object.entries(filter)) {
    if (value !== undefined && value !== false) {
      search.set(name, value === true ? '1' : String(value))
    }
  }
  return { search: `?${search.toString()}` }
}

/** The rows themselves, in their sheet; `row` is the id of one to look at, `person` that of somebody in it to follow. */
export function linkToSheet(
  tableId: string,
  cycleId: string,
  filter: RowFilter & { row?: string; person?: string } = {},
): { pathname: string; search: string } {
  const search = new URLSearchParams()
  if (filter.site !== undefined) {
    search.set('site', filter.site)
  }
  if (filter.month !== undefined) {
    search.set('month', filter.month)
  }
  if (filter.incomplete === true) {
    search.set('incomplete', '1')
  }
  if (filter.errors === true) {
    search.set('errors', '1')
  }
  if (filter.row !== undefined) {
    search.set('row', filter.row)
  }
  if (filter.person !== undefined) {
    search.set('person', filter.person)
  }
  return { pathname: `/sheets/${tableId}/${cycleId}`, search: search.size === 0 ? '' : `?${search.toString()}` }
}

/** Reads back what `linkToRows` wrote; null when the page shows no such list. */
export function readRowFilter(search: URLSearchParams): RowFilter | null {
  if (search.get('behind') !== 'rows') {
    return null
  }
  const filter: RowFilter = {}
  const scope = Number(search.get('scope'))
  const moduleId = search.get('module_id')
  const site = search.get('site')
  const month = search.get('month')
  const part = EMISSION_PARTS.find((one) => one === search.get('part'))
  return Object.assign(
    filter,
    scope >= 1 && scope <= 3 ? { scope } : {},
    moduleId === null ? {} : { module_id: moduleId },
    site === null ? {} : { site },
    month === null ? {} : { month },
    part === undefined ? {} : { part },
    search.has('incomplete') ? { incomplete: true } : {},
    search.has('errors') ? { errors: true } : {},
  )
}

/** Tables of the totals that can hold such rows. A site or month is not looked at: totals by table do not know them. */
function tablesBehind(emissions: CycleEmissions, filter: RowFilter): CycleEmissions['by_table'] {
  const scopes = new Map(emissions.by_module.map((module) => [module.module_id, module.scope]))
  return emissions.by_table.filter(
    (table) =>
      (table.counts || filter.incomplete === true || filter.errors === true) &&
      table.rows > 0 &&
      (filter.scope === undefined || scopes.get(table.module_id) === filter.scope) &&
      (filter.module_id === undefined || table.module_id === filter.module_id) &&
      (filter.incomplete !== true || table.incomplete_rows > 0) &&
      (filter.errors !== true || table.errors > 0),
  )
}
