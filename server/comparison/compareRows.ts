import type { Knex } from 'knex'
import type { ComparisonRows, EffectKind } from '#shared/api/cycleComparison.ts'
import { ExactSum } from '#shared/quantities/ExactSum.ts'
import type { InventoryTable } from '../emissions/inventory.ts'
import type { Cycle } from '../models/Cycle.ts'
import type { Identity } from '../policies/Identity.ts'
import type { ComparedResult } from './compareTable.ts'
import { comparisonBasis } from './comparisonBasis.ts'

interface Caused {
  table: InventoryTable
  result: ComparedResult
  kg: number
}

/** The rows that a cause changed, the largest change first; their effects add up to that of `compareCycles`. */
export async function compareRows(
  trx: Knex.Transaction,
  identity: Identity,
  { before, after }: { before: Cycle; after: Cycle },
  { cause, limit }: { cause: EffectKind; limit: number },
): Promise<ComparisonRows> {
  const basis = await comparisonBasis(trx, identity, before, after)
  const sum = new ExactSum()
  const found: Caused[] = []
  for (const table of basis.tables) {
    for (const result of (await basis.compare(table)).rows) {
      const kg = result.effects.find(({ kind }) => kind === cause)?.kg ?? 0
      if (kg !== 0) {
        sum.add(kg)
        found.push({ table, result, kg })
      }
    }
  }
  const { siteNames } = basis.inventory
  return {
    rows: found.length,
    effect_kg: sum.value,
    data: found
      .toSorted((a, b) => Math.abs(b.kg) - Math.abs(a.kg))
      .slice(0, limit)
      .map(({ table, result: { row, before: was, after: is }, kg }) => ({
        table_id: table.id,
        table_name: table.name,
        cycle_id: is === undefined ? before.id : after.id,
        row_id: row.id,
        text: row.text,
        site: row.site,
        site_name: row.site === null ? null : (siteNames.get(row.site) ?? row.site),
        month: row.month,
        before_kg: was ?? null,
        after_kg: is ?? null,
        effect_kg: kg,
      })),
  }
}
