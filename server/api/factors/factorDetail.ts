import type { Knex } from 'knex'
import type { FactorDetailReply } from '#shared/api/factors.ts'
import type { GwpSet } from '#shared/emissions/gas.ts'
import { loadGwpTable } from '#server/emissions/sheetSchema.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { type FactorRow, type Gwps, presentGases, presentListedFactor } from '#server/presenters/presentFactor.ts'
import type { AppServices } from '../AppServices.ts'
import { editionsOf, factorRows } from './factorRows.ts'
import { factorUses } from './factorUses.ts'
import { customPartOf } from './loadCustomFactor.ts'

/** One factor with everything about it. Throws NotFoundError when neither a publication nor the tenant has it. */
export async function factorDetail(
  trx: Knex.Transaction,
  identity: Identity,
  services: Pick<AppServices, 'db'>,
  id: string,
  gwpSet: GwpSet = 'AR6',
): Promise<FactorDetailReply> {
  const row: (FactorRow & { published: Record<string, unknown> }) | undefined = await factorRows(trx)
    .where('f.id', id)
    .select('f.published')
    .first()
  if (row === undefined) {
    throw new NotFoundError('factor')
  }
  const gwps = await gwpsOf(trx, gwpSet)
  return {
    ...presentListedFactor(row, gwps),
    gases: presentGases(row, gwps),
    published: row.published,
    editions: (await editionsOf(trx, row)).map((edition) => presentListedFactor(edition, gwps)),
    uses: await factorUses(trx, identity, row.id),
    custom: await customPartOf(trx, identity, services, row.id),
  }
}

export const gwpsOf = async (trx: Knex.Transaction, set: GwpSet): Promise<Gwps> => ({
  set,
  table: await loadGwpTable(trx, set),
})
