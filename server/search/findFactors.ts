import type { Page } from '#shared/api/pagination.ts'
import type { AppServices } from '../api/AppServices.ts'
import { factorRows } from '../api/factors/factorRows.ts'
import { narrowFactors } from '../api/factors/narrowFactors.ts'
import { RANKED, type RankedFactor, rankFactors, rankOf } from '../api/factors/rankFactors.ts'
import { keysetPage } from '../api/routing/keyset.ts'
import { inTenant } from '../storage/database/inTenant.ts'

/** One page of the factors that the library finds by these words, as it orders them. */
export function findFactors(
  { db }: Pick<AppServices, 'db'>,
  tenantId: string,
  text: string,
  page: { limit: number; cursor?: string | undefined },
): Promise<Page<RankedFactor>> {
  return inTenant(db, tenantId, (trx) => {
    const rows = narrowFactors(factorRows(trx), { search: text })
    const ranked = rankFactors(trx, rows, { search: text, nearYear: undefined })
    return keysetPage<RankedFactor>(ranked, { columns: RANKED, keyOf: rankOf }, page)
  })
}
