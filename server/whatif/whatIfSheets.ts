import type { Knex } from 'knex'
import type { Field } from '#shared/fields/field.ts'
import { fieldsByTable } from '../emissions/fieldsByTable.ts'
import { type Inventory, type InventoryTable, loadInventory } from '../emissions/inventory.ts'
import { readableSheetsOf } from '../emissions/readableSheetsOf.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import { readableFields, rolesOn } from '../policies/field.ts'
import type { Identity } from '../policies/Identity.ts'

/** A table whose totals the person may read, with the fields that they may read. */
export interface WhatIfSheet extends InventoryTable {
  moduleName: string
  readable: readonly Field[]
}

/** What a person may think otherwise in a cycle: of what they may read. Throws NotFoundError. */
export async function whatIfSheets(
  trx: Knex.Transaction,
  identity: Identity,
  cycleId: string,
): Promise<{ cycle: Inventory['cycle']; sheets: WhatIfSheet[]; siteNames: Inventory['siteNames'] }> {
  const inventory = await loadInventory(trx, cycleId, await readableSheetsOf(trx, identity, cycleId))
  if (inventory === null) {
    throw new NotFoundError('cycle')
  }
  const { cycle, siteNames } = inventory
  const modules = new Map(inventory.modules.map(({ id, name }) => [id, name]))
  const counting = inventory.tables.filter(({ counts }) => counts)
  const fields = await fieldsByTable(
    trx,
    counting.map(({ id }) => id),
    cycleId,
  )
  const sheets = counting.map((table) => {
    const { projectId } = cycle
    const roles = rolesOn(identity.grants, { projectId, moduleId: table.moduleId })
    const readable = readableFields(fields.get(table.id) ?? [], roles, identity.grants)
    return { ...table, moduleName: modules.get(table.moduleId) ?? '', readable }
  })
  return { cycle, sheets, siteNames }
}

/** Columns of entered numbers. */
export const amountsOf = ({ readable }: WhatIfSheet): readonly Field[] =>
  readable.filter(({ type }) => type === 'number')
