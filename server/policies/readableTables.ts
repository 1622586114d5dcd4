import type { TableFields } from '../emissions/projectTables.ts'
import { readableFields, rolesOn } from './field.ts'
import type { ScopedGrant } from './Identity.ts'

/** The tables of a project as a person may read them: what they may not is not there for their formulas. */
export function readableTables(tables: readonly TableFields[], grants: readonly ScopedGrant[]): TableFields[] {
  return tables.flatMap((table) => {
    const roles = rolesOn(grants, table)
    return roles.size === 0 ? [] : [{ ...table, fields: readableFields(table.fields, roles, grants) }]
  })
}
