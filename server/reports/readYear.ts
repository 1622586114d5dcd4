import type { Knex } from 'knex'
import type { CycleEmissions } from '#shared/api/emissions.ts'
import { NO_PLACE } from '#shared/reports/fill/amountRows.ts'
import type { AmountKey, YearFigures } from '#shared/reports/yearFigures.ts'
import { cycleEmissions } from '../emissions/cycleEmissions.ts'
import type { ScopeNumber } from '../emissions/inventory.ts'
import { type ReadableSheets, readableSheetsOf } from '../emissions/readableSheetsOf.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import type { Cycle } from '../models/Cycle.ts'
import { recordsIn } from '../packs/recordLines.ts'
import type { Identity } from '../policies/Identity.ts'
import { ModuleRecord, TotalRecord } from '../runs/packRecords.ts'
import { sumKnown } from '../scope2/cycleScope2.ts'

/** A year with what names its parts. */
export interface ReadYear {
  cycle: Cycle
  figures: YearFigures
  readable: ReadableSheets
  /** With results, in their order. */
  modules: readonly { id: string; name: string; scope: ScopeNumber; category: number | null }[]
  seal: StoredSeal | null
  /** Null: the figures are those of a run. */
  emissions: CycleEmissions | null
}

/** The seal of a cycle, and the hash of what it is over. */
export interface StoredSeal {
  runId: string
  sealHash: string
  rootHash: string
  sealedAt: Date
}

/**
 * What a cycle comes to for a person: of a sealed cycle the sums that its run keeps, where they may read every result that is in
 * them; else those of the rows that they may read. Throws `not-found` when the cycle is not theirs to read.
 */
export async function readYear(trx: Knex.Transaction, identity: Identity, cycle: Cycle): Promise<ReadYear> {
  const readable = await readableSheetsOf(trx, identity, cycle.id)
  const seal = await sealOf(trx, cycle.id)
  const { hiddenScopes } = readable
  const seesAll = hiddenScopes.size === 0 && readable.seesScope2
  const { amounts, modules, emissions } =
    seal !== null && seesAll ? await ofRun(trx, seal.runId) : await ofRows(trx, cycle.id, readable)
  const figures: YearFigures = {
    name: cycle.name,
    startsOn: cycle.startsOn,
    endsOn: cycle.endsOn,
    gwpSet: cycle.gwpSet,
    isSealed: seal !== null && seesAll,
    hiddenScopes,
    hidesMarket: !readable.seesScope2,
    amounts,
  }
  return { cycle, figures, readable, modules, seal, emissions }
}

async function sealOf(trx: Knex.Transaction, cycleId: string): Promise<StoredSeal | null> {
  const seal: StoredSeal | undefined = await trx('seals')
    .whereRaw('tenant_id = current_tenant()')
    .where({ cycle_id: cycleId })
    .orderBy('sequence', 'desc')
    .first('run_id as runId', 'seal_hash as sealHash', 'root_hash as rootHash', 'sealed_at as sealedAt')
  return seal ?? null
}

type Amounts = Map<AmountKey, number>
type Content = Pick<ReadYear, 'modules' | 'emissions'> & { amounts: Amounts }

async function ofRun(trx: Knex.Transaction, runId: string): Promise<Content> {
  const files: { name: string; content: string | null }[] = await trx('run_files')
    .whereRaw('tenant_id = current_tenant()')
    .where({ run_id: runId })
    .whereIn('name', ['totals.ndjson', 'modules.ndjson'])
    .select('name', 'content')
  const totals = recordsIn(files, 'totals.ndjson', TotalRecord)
  const frozen = recordsIn(files, 'modules.ndjson', ModuleRecord)
  const scopeOf = new Map(frozen.map(({ id, scope }) => [id, scope]))
  const amounts: Amounts = new Map()
  for (const { axis, key, co2e_kg: kg, biogenic_co2_kg: biogenicKg } of totals) {
    const [own, biogenic] = keysOf(axis, key, scopeOf)
    set(amounts, own, kg)
    set(amounts, biogenic, biogenicKg)
  }
  addSums(
    amounts,
    totals.some(({ axis, key, rows }) => axis === 'scope' && key === '2' && rows > 0),
  )
  const counted = frozen.filter(({ id, scope }) => amounts.has(`module:${scope}:${id}`))
  return {
    amounts,
    modules: counted.map(({ id, name, scope, s3_category: category }) => ({ id, name, scope, category })),
    emissions: null,
  }
}

function keysOf(
  axis: TotalRecord['axis'],
  key: string | null,
  scopeOf: ReadonlyMap<string, ScopeNumber>,
): [own: AmountKey | null, biogenic: AmountKey | null] {
  switch (axis) {
    case 'total':
      return ['total:location', 'biogenic:total']
    case 'scope':
      return key === '1'
        ? ['scope:1', 'biogenic:1']
        : key === '2'
          ? ['scope:2:location', 'biogenic:2']
          : ['scope:3', 'biogenic:3']
    case 'market_based':
      return ['scope:2:market', null]
    case 'category':
      return [`category:${Number(key)}`, `biogenic_category:${Number(key)}`]
    case 'module':
      return [`module:${scopeOf.get(key ?? '') ?? 1}:${key}`, null]
    case 'site':
      return [`site:${key ?? NO_PLACE}`, null]
    case 'month':
      return [`month:${key ?? NO_PLACE}`, null]
    case 'gas':
      return [`gas:${key}`, null]
    default:
      return [null, null]
  }
}

async function ofRows(trx: Knex.Transaction, cycleId: string, readable: ReadableSheets): Promise<Content> {
  const emissions = await cycleEmissions(trx, cycleId, { readable })
  if (emissions === null) {
    throw new NotFoundError('cycle')
  }
  const amounts: Amounts = new Map()
  set(amounts, 'total:location', emissions.total.co2e_kg)
  set(amounts, 'biogenic:total', emissions.total.biogenic_co2_kg)
  set(amounts, 'scope:2:market', emissions.scope_2.market_based_kg)
  for (const { scope, co2e_kg: kg, biogenic_co2_kg: biogenicKg } of emissions.by_scope) {
    set(amounts, scope === 2 ? 'scope:2:location' : scope === 1 ? 'scope:1' : 'scope:3', kg)
    set(amounts, `biogenic:${scope}`, biogenicKg)
  }
  for (const { s3_category: category, co2e_kg: kg, biogenic_co2_kg: biogenicKg } of emissions.by_category) {
    set(amounts, `category:${category}`, kg)
    set(amounts, `biogenic_category:${category}`, biogenicKg)
  }
  emissions.by_module.forEach(({ module_id: id, scope, co2e_kg: kg }) => set(amounts, `module:${scope}:${id}`, kg))
  emissions.by_site.forEach(({ site, co2e_kg: kg }) => set(amounts, `site:${site ?? NO_PLACE}`, kg))
  emissions.by_month.forEach(({ month, co2e_kg: kg }) => set(amounts, `month:${month ?? NO_PLACE}`, kg))
  emissions.by_gas.forEach(({ gas, co2e_kg: kg }) => set(amounts, `gas:${gas}`, kg))
  addSums(amounts, (emissions.by_scope[1]?.rows ?? 0) > 0)
  return { amounts, modules: modulesOf(emissions, amounts), emissions }
}

const modulesOf = ({ by_module: modules }: CycleEmissions, amounts: Amounts): ReadYear['modules'] =>
  modules
    .filter(({ module_id: id, scope }) => amounts.has(`module:${scope}:${id}`))
    .map(({ module_id: id, name, scope, s3_category: category }) => ({ id, name, scope, category }))

/** Sums of scopes by both methods; where scope 2 has rows and its market-based side is not known, neither are its sums. */
function addSums(amounts: Amounts, hasScope2: boolean): void {
  const of = (key: AmountKey): number | null => amounts.get(key) ?? null
  const [one, market, three] = [of('scope:1'), of('scope:2:market'), of('scope:3')]
  set(amounts, 'scopes_1_2:location', sumKnown([one, of('scope:2:location')]))
  if (!hasScope2 || market !== null) {
    set(amounts, 'scopes_1_2:market', sumKnown([one, market]))
    set(amounts, 'total:market', sumKnown([one, market, three]))
  }
}

function set(amounts: Amounts, key: AmountKey | null, kg: number | null): void {
  if (key !== null && kg !== null) {
    amounts.set(key, kg)
  }
}
