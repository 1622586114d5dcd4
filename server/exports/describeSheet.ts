import type { SheetAccess } from '../policies/sheetAccess.ts'

/** What an export says of the table and the cycle that its rows are of. */
export const describeSheet = ({ table, module, cycle }: SheetAccess): object => ({
  table: { id: table.id, key: table.key, name: table.name },
  module: { id: module.id, key: module.key, name: module.name, scope: module.scope },
  cycle: describeCycle(cycle),
})

/** The same of a cycle alone. */
export const describeCycle = (cycle: SheetAccess['cycle']): object => ({
  id: cycle.id,
  name: cycle.name,
  starts_on: cycle.startsOn,
  ends_on: cycle.endsOn,
  status: cycle.status,
  version: cycle.version,
  gwp_set: cycle.gwpSet,
  factor_year: cycle.factorYear,
})
