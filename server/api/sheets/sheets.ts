import type { ComputableParameter } from '#shared/api/parameters.ts'
import { SheetQuery, SheetReply } from '#shared/api/sheets.ts'
import { factorsInCells } from '#server/emissions/factorsInCells.ts'
import { factorsAsIn, factorsOfOptions } from '#server/emissions/factorsOf.ts'
import { loadGwpTable } from '#server/emissions/sheetSchema.ts'
import { parametersOf } from '#server/parameters/parametersOf.ts'
import { formerMeanings } from '#server/emissions/formerMeanings.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import type { SheetAddress } from '#server/collaboration/ports.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { ROW_DELETED, ROW_ORDER, type PartAccess, type SheetAccess } from '#server/policies/sheetAccess.ts'
import { presentCycle } from '#server/presenters/presentCycle.ts'
import { presentModule } from '#server/presenters/presentModule.ts'
import { presentTableWithFields } from '#server/presenters/presentTable.ts'
import type { AppServices } from '../AppServices.ts'
import { route } from '../routing/Route.ts'
import { loadSheetAccess } from '../rows/loadSheetAccess.ts'

const get = route({
  method: 'get',
  path: '/sheets',
  tag: 'Sheets',
  summary: 'What a client needs to open a table in a cycle: live documents, fields, factors',
  query: SheetQuery,
  reply: SheetReply,
  async handle({ identity, query, services }) {
    const address = { tableId: query.table_id, cycleId: query.cycle_id }
    const { access, parts } = await describeParts(services, identity, address)
    const { gwp, factors, cellFactors, former, parameters } = await inTenant(
      services.db,
      identity.tenantId,
      async (trx) => ({
        gwp: await loadGwpTable(trx, access.cycle.gwpSet),
        factors: await factorsOfOptions(trx, access.readable, {
          factorYear: access.cycle.factorYear,
          factorsAs: factorsAsIn(access.cycle),
        }),
        cellFactors: await factorsInCells(trx, { ...address, factorsAs: factorsAsIn(access.cycle) }, access.readable),
        parameters: await parametersOf(trx, access.locked ? access.cycle.id : null),
        // a locked cycle has its fields as they were, so they never were something else
        former: access.locked ? [] : await formerMeanings(trx, access.readable),
      }),
    )
    return {
      table_id: access.table.id,
      cycle_id: access.cycle.id,
      status: access.cycle.status,
      parts,
      cycle: presentCycle(access.cycle),
      // a browser computes formulas itself; a result without its formula is read over REST
      table: presentTableWithFields(access.table, access.readable),
      ...(former.length > 0 && { former }),
      module: presentModule(access.module),
      locked: access.locked,
      can_write: access.writable.size > 0,
      can_add_rows: access.writable.has(ROW_ORDER),
      can_delete_rows: access.writable.has(ROW_DELETED),
      compute: {
        gwp_set: access.cycle.gwpSet,
        gwp,
        factor_year: access.cycle.factorYear,
        factors: [...factors.values()],
        ...(parameters.size > 0 && { parameters: presentComputable(parameters) }),
      },
      ...(cellFactors.length > 0 && { cell_factors: cellFactors }),
    }
  },
})

export const sheetRoutes = [get]

/** Fields and documents of one moment: a field may be on its way from one part to another. */
async function describeParts(
  services: AppServices,
  identity: Identity,
  address: SheetAddress,
): Promise<{ access: SheetAccess; parts: SheetReply['parts'] }> {
  let { access } = await loadSheetAccess(services, identity, address)
  for (;;) {
    const parts = await Promise.all(
      access.parts.map(async (part) =>
        partReply(part, await services.collaboration.partDocument(identity.tenantId, { ...address, part: part.part })),
      ),
    )
    const { access: after } = await loadSheetAccess(services, identity, address)
    if (after.version === access.version) {
      return { access, parts }
    }
    access = after
  }
}

const presentComputable = (parameters: Awaited<ReturnType<typeof parametersOf>>): ComputableParameter[] =>
  Array.from(parameters.values(), (parameter) => ({ ...parameter, values: [...parameter.values] }))

function partReply({ part, fields, writable }: PartAccess, { name, generation }: { name: string; generation: number }) {
  return {
    part,
    document: name,
    generation,
    fields: fields.map((field) => field.key),
    writable: fields.filter((field) => writable.has(field.ordinal)).map((field) => field.key),
  }
}
