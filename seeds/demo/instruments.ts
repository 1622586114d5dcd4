import type { Knex } from 'knex'
import { insertMany } from '../insertMany.ts'
import { uuidOf } from './determinism.ts'
import { recordCreation } from './recordCreation.ts'

/** What a company bought its electricity by, and the site and cycle whose consumption it covers. Invented. */
export interface DemoInstrument {
  type: 'certificate' | 'contract' | 'supplier_rate' | 'residual_mix'
  name: string
  market: string
  source: string
  registry: string
  serials: readonly string[]
  mwh: number | null
  /** As published, per `rateUnit`. */
  rates: Readonly<Record<string, number>>
  rateUnit: 'kg/MWh' | 'lb/MWh'
  /** Calendar year of vintage and of what it covers. */
  year: number
  retiredOn: string | null
  beneficiary: string
  evidence: string
  site: string
  cycle: string
}

/** British certificates for part of Stoke-on-Trent, and a supplier of Columbus that states its CO2 only. */
export const NORTHGATE_INSTRUMENTS: readonly DemoInstrument[] = [
  rego(2024, 6_000),
  rego(2025, 9_000),
  {
    type: 'supplier_rate',
    name: 'Olentangy Power, rate 2025',
    market: 'US',
    source: 'Mix of the supplier',
    registry: '',
    serials: [],
    mwh: null,
    rates: { CO2: 812.5 },
    rateUnit: 'lb/MWh',
    year: 2025,
    retiredOn: null,
    beneficiary: '',
    evidence: 'Letter of the supplier of 12 March 2026. States CO2 only, attributes that it sold are netted out.',
    site: 'columbus',
    cycle: 'FY2025',
  },
]

function rego(year: number, mwh: number): DemoInstrument {
  return {
    type: 'certificate',
    name: `REGO wind ${year}`,
    market: 'GB',
    source: 'Onshore wind',
    registry: 'Ofgem REGO',
    serials: [`G00517WD${year}0000001 .. G00517WD${year}${String(mwh).padStart(7, '0')}`],
    mwh,
    rates: {
      CO2: 0,
      CH4: 0,
      N2O: 0,
    },
    rateUnit: 'kg/MWh',
    year,
    retiredOn: `${year + 1}-03-31`,
    beneficiary: 'Northgate Ceramics',
    evidence: `Statement of redemption of 31 March ${year + 1}.`,
    site: 'stoke',
    cycle: `FY${year}`,
  }
}

/** After the project and its cycles. The tenant of the transaction must be set. */
export async function insertInstruments(
  trx: Knex.Transaction,
  { tenantKey, projectKey }: { tenantKey: string; projectKey: string },
  instruments: readonly DemoInstrument[],
): Promise<void> {
  const tenantId = uuidOf(tenantKey)
  const idOf = ({ name }: DemoInstrument): string => uuidOf(`${tenantKey}/instrument/${name}`)
  await insertMany(
    trx,
    'instruments',
    {
      tenant_id: 'uuid',
      id: 'uuid',
      type: 'text',
      name: 'text',
      carrier: 'text',
      market: 'text',
      source: 'text',
      registry: 'text',
      serials: 'text[]',
      mwh: 'numeric',
      rates: 'jsonb',
      rate_unit: 'text',
      vintage_from: 'date',
      vintage_to: 'date',
      retired_on: 'date',
      beneficiary: 'text',
      evidence: 'text',
      evidence_url: 'text',
    },
    instruments.map((one) => ({
      tenant_id: tenantId,
      id: idOf(one),
      type: one.type,
      name: one.name,
      carrier: 'electricity',
      market: one.market,
      source: one.source,
      registry: one.registry,
      serials: one.serials,
      mwh: one.mwh,
      rates: one.rates,
      rate_unit: one.rateUnit,
      vintage_from: `${one.year}-01-01`,
      vintage_to: `${one.year}-12-31`,
      retired_on: one.retiredOn,
      beneficiary: one.beneficiary,
      evidence: one.evidence,
      evidence_url: '',
    })),
  )
  await insertMany(
    trx,
    'instrument_allocations',
    {
      tenant_id: 'uuid',
      id: 'uuid',
      instrument_id: 'uuid',
      cycle_id: 'uuid',
      site: 'text',
      from_month: 'text',
      to_month: 'text',
      mwh: 'numeric',
    },
    instruments.map((one) => ({
      tenant_id: tenantId,
      id: uuidOf(`${tenantKey}/allocation/${one.name}`),
      instrument_id: idOf(one),
      cycle_id: uuidOf(`${tenantKey}/${projectKey}/${one.cycle}`),
      site: one.site,
      mwh: one.mwh,
      from_month: `${one.year}-01`,
      to_month: `${one.year}-12`,
    })),
  )
  await recordCreation(
    trx,
    tenantId,
    instruments.map((one) => ({ kind: 'Instrument', id: idOf(one), after: { name: one.name, mwh: one.mwh } })),
  )
}
