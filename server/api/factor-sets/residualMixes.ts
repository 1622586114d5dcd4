import type { Knex } from 'knex'
import { ResidualMixesReply, type ResidualMixReply } from '#shared/api/factorSets.ts'
import { convert } from '#shared/quantities/convert.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import { authorizeKind } from '#server/policies/authorize.ts'
import type { FactorRow } from '#server/presenters/presentFactor.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { factorRows } from '../factors/factorRows.ts'
import { route } from '../routing/Route.ts'

const list = route({
  method: 'get',
  path: '/residual_mixes',
  tag: 'Instruments',
  summary: 'Residual mixes of approved sets of factors, as an instrument states them; the newest versions',
  reply: ResidualMixesReply,
  async handle({ identity, services }) {
    authorizeKind(identity, 'read', 'Factor')
    return inTenant(services.db, identity.tenantId, async (trx) => ({ data: (await mixes(trx)).flatMap(rateOf) }))
  },
})

export const residualMixRoutes = [list]

const mixes = (trx: Knex.Transaction): PromiseLike<FactorRow[]> =>
  factorRows(trx)
    .where('f.status', 'approved')
    .whereRaw(`jsonb_exists(f.normalised, 'marketOnly')`)
    .whereRaw(`NOT jsonb_exists_any(f.published, ARRAY['supersededBy', 'withdrawn'])`)
    .orderBy(['f.geography', { column: 'f.year', order: 'desc' }, 'f.id'])

/** In kilograms per MWh: CO2e of all, or CO2 alone where its publisher gives no more. */
function rateOf(row: FactorRow): ResidualMixReply[] {
  const { normalised: factor } = row
  const perMwh = factor === null ? null : inUnits('MWh', factor.unit)
  if (factor === null || perMwh === null) {
    return []
  }
  const co2 = factor.gasesKg['CO2']
  return [
    {
      factor_id: row.id,
      name: row.name,
      market: row.geography,
      year: row.year,
      rates: {
        ...(co2 !== undefined && { CO2: co2 * perMwh }),
        ...(factor.co2eOnlyKg !== null && { CO2e: factor.co2eOnlyKg * perMwh }),
      },
      rate_unit: 'kg/MWh',
      rate_gwp: factor.co2eOnlyGwp,
      evidence: `${row.publisher}, ${row.title}, ${row.edition}, ${row.table_name} ${row.row_ref}`,
      url: row.url ?? '',
    },
  ]
}

function inUnits(from: string, to: string): number | null {
  const [one, other] = [parseUnit(from), parseUnit(to)]
  const converted = one.ok && other.ok ? convert(1, one.value, other.value) : null
  return converted?.ok === true ? converted.value : null
}
