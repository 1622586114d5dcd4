import { FormulaTablesReply } from '#shared/api/tables.ts'
import { projectTables } from '#server/emissions/projectTables.ts'
import { SheetField } from '#server/models/SheetField.ts'
import { readableTables } from '#server/policies/readableTables.ts'
import { presentField } from '#server/presenters/presentTable.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { route } from '../routing/Route.ts'
import { loadTable } from './loadTable.ts'

const list = route({
  method: 'get',
  path: '/tables/{id}/formula_tables',
  tag: 'Formulas',
  summary: 'The tables that formulas of this table may read, and what they call them, as far as you may read them',
  reply: FormulaTablesReply,
  async handle({ identity, params, services }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const { table } = await loadTable(trx, identity, params['id']!)
      const tables = await projectTables(trx, table.id)
      const ids = tables.map(({ id }) => id)
      const fields = await SheetField.query(trx).whereIn('table_id', ids).whereNull('deleted_at').orderBy('position')
      const byTable = Map.groupBy(fields, (field) => field.tableId)
      const known = tables.map((one) => ({ ...one, fields: byTable.get(one.id) ?? [] }))
      return {
        data: readableTables(known, identity.grants).map(({ id, key, name, fields: readable }) => ({
          id,
          key,
          name,
          fields: readable.map((field) => presentField(field)),
        })),
      }
    })
  },
})

export const formulaTableRoutes = [list]
