import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import type { FactorChoicesBody } from '#shared/api/factorChoices.ts'
import type { FactorSuggestion } from '#shared/api/factorSuggestions.ts'
import type { Identity } from '../policies/Identity.ts'

/** The cells that are meant, by what says their activity and site. */
export interface ChosenCells {
  tableId: string
  cycleId: string
  ordinal: number
  activityOrdinal: number | null
  siteOrdinal: number | null
}

/**
 * Keeps why rows name a factor, each with the suggestion of its group; a reason that was kept for a cell before is replaced.
 * Returns for how many rows: none of a
 * group for which no factor fits, and none that is not there.
 */
export async function keepChoices(
  trx: Knex.Transaction,
  { tenantId, userId }: Identity,
  cells: ChosenCells,
  groups: readonly { rows: FactorChoicesBody['choices'][number]['rows']; suggestion: FactorSuggestion }[],
): Promise<number> {
  let kept = 0
  for (const { rows, suggestion } of groups) {
    if (suggestion.chosen === null) {
      continue
    }
    const text = JSON.stringify(suggestion)
    const hash = createHash('sha256').update(text).digest('hex')
    await trx('factor_suggestions').insert({ tenant_id: tenantId, hash, suggestion: text }).onConflict().ignore()
    const { rowCount } = await trx.raw<{ rowCount: number }>(
      `INSERT INTO factor_choices (tenant_id, table_id, cycle_id, row_id, ordinal, factor_id, suggestion_hash,
         activity_ordinal, site_ordinal, made_by)
       SELECT :tenantId, :tableId, :cycleId, row_id, :ordinal, :factorId, :hash, :activityOrdinal, :siteOrdinal, :userId
       FROM rows WHERE table_id = :tableId AND cycle_id = :cycleId AND NOT deleted AND row_id = ANY (:ids)
       ON CONFLICT (tenant_id, table_id, cycle_id, row_id, ordinal) DO UPDATE SET factor_id = excluded.factor_id,
         suggestion_hash = excluded.suggestion_hash, activity_ordinal = excluded.activity_ordinal,
         site_ordinal = excluded.site_ordinal, made_by = excluded.made_by, made_at = clock_timestamp()`,
      { tenantId, userId, hash, ids: rows, factorId: suggestion.chosen.factor.id, ...cells },
    )
    kept += rowCount
  }
  return kept
}

/** A reason that is kept, with the addresses of the fields that it tells of. */
export interface KeptChoice {
  ordinal: number
  activity_ordinal: number | null
  site_ordinal: number | null
  suggestion: FactorSuggestion
  made_at: Date
  made_by: string
  made_by_name: string | null
}

/** Why the cells of a row name what they name now; nothing where something else was written since. */
export async function choicesOfRow(
  trx: Knex.Transaction,
  { tableId, cycleId, rowId }: { tableId: string; cycleId: string; rowId: string },
): Promise<KeptChoice[]> {
  return trx('factor_choices as c')
    .join('factor_suggestions as s', (on) => on.on('s.tenant_id', 'c.tenant_id').andOn('s.hash', 'c.suggestion_hash'))
    .join('rows as r', (on) =>
      on
        .on('r.tenant_id', 'c.tenant_id')
        .andOn('r.table_id', 'c.table_id')
        .andOn('r.cycle_id', 'c.cycle_id')
        .andOn('r.row_id', 'c.row_id'),
    )
    .leftJoin('users as u', 'u.id', 'c.made_by')
    .where({ 'c.table_id': tableId, 'c.cycle_id': cycleId, 'c.row_id': rowId })
    .whereRaw('r.values ->> c.ordinal::text = c.factor_id')
    .orderBy('c.ordinal')
    .select('c.ordinal', 'c.activity_ordinal', 'c.site_ordinal', 's.suggestion', 'c.made_at', 'c.made_by')
    .select('u.name as made_by_name')
}
