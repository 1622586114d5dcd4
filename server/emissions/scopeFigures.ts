import type { Knex } from 'knex'
import type { ScopeBasis, ScopeFigure } from '#shared/api/scopeFigure.ts'
import { consolidate } from '../boundary/consolidate.ts'
import { boundaryOf, sharesOf } from '../boundary/siteShares.ts'
import type { Cycle } from '../models/Cycle.ts'
import type { Identity } from '../policies/Identity.ts'
import { sumKnown } from '../scope2/cycleScope2.ts'
import { chooseRows } from './chosenRows.ts'
import { marketBasedScope2 } from './cycleEmissions.ts'
import { emptyFigures, groupRows } from './emissionGroups.ts'
import { loadInventory, type ScopeNumber } from './inventory.ts'
import { readableSheetsOf } from './readableSheetsOf.ts'
import { sumRows } from './sumRows.ts'

/** Answers what a cycle comes to over some scopes in one basis. */
export type FigureOver = (scopes: readonly ScopeNumber[], basis: ScopeBasis) => ScopeFigure

/**
 * The figures of a cycle as a person may see them: those of `cycleEmissions` (one scan of its rows). Over scopes in which
 * something is hidden from them there is none, because the sum of what is left would be taken for the whole.
 */
export async function scopeFigures(trx: Knex.Transaction, identity: Identity, cycle: Cycle): Promise<FigureOver> {
  const readable = await readableSheetsOf(trx, identity, cycle.id)
  const inventory = (await loadInventory(trx, cycle.id, readable))!
  const chosen = chooseRows(cycle.id, inventory.tables, { readable })
  const share = sharesOf(await boundaryOf(trx, cycle.id))
  const { byScope } = groupRows(consolidate(await sumRows(trx, chosen), share), inventory, share)
  const of = (scope: ScopeNumber) => byScope.find((one) => one.scope === scope) ?? emptyFigures()
  const marketBased = readable.seesScope2 ? await marketBasedScope2(trx, cycle, { byGrid: of(2), chosen, share }) : null
  return (scopes, basis) => {
    const isByMarket = basis === 'market' && scopes.includes(2)
    if (scopes.some((scope) => readable.hiddenScopes.has(scope)) || (isByMarket && !readable.seesScope2)) {
      return { co2e_kg: null, is_hidden: true, incomplete_rows: null }
    }
    const amounts = scopes.map((scope) => (scope === 2 && isByMarket ? marketBased : of(scope).co2e_kg))
    const isUnknown = isByMarket && marketBased === null && of(2).rows > 0
    return {
      co2e_kg: isUnknown ? null : sumKnown(amounts),
      is_hidden: false,
      incomplete_rows: scopes.reduce((sum, scope) => sum + of(scope).incomplete_rows, 0),
    }
  }
}
