import type { Knex } from 'knex'
import { chooseRows } from '../emissions/chosenRows.ts'
import { loadInventory, type ScopeNumber } from '../emissions/inventory.ts'
import { readableSheetsOf } from '../emissions/readableSheetsOf.ts'
import { sumRows } from '../emissions/sumRows.ts'
import type { Identity } from '../policies/Identity.ts'

/** All emissions of the sites, before any share. */
export interface SiteAmounts {
  /** Labels by option id, in the order of the alphabet. */
  names: ReadonlyMap<string, string>
  amounts: { site: string | null; scope: ScopeNumber; kg: number | null }[]
}

/** Of the sites and tables that the person may read. */
export async function siteAmounts(trx: Knex.Transaction, identity: Identity, cycleId: string): Promise<SiteAmounts> {
  const readable = await readableSheetsOf(trx, identity, cycleId)
  const inventory = (await loadInventory(trx, cycleId, readable))!
  const scopes = new Map(inventory.tables.map(({ id, scope }) => [id, scope]))
  const sums = await sumRows(trx, chooseRows(cycleId, inventory.tables, { readable }))
  return {
    names: new Map([...inventory.siteNames].toSorted(([, one], [, other]) => one.localeCompare(other))),
    amounts: sums.map(({ tableId, site, co2eKg }) => ({ site, scope: scopes.get(tableId)!, kg: co2eKg })),
  }
}
