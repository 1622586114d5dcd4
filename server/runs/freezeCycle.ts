import type { Knex } from 'knex'
import { ENGINE_VERSION } from '#formulas/engineVersion.ts'
import { defaultIsoCode, type IsoCode } from '#shared/emissions/isoCategories.ts'
import type { EmissionFactor } from '#shared/emissions/emissionFactor.ts'
import type { Field } from '#shared/fields/field.ts'
import { NAMED_UNITS } from '#shared/quantities/unitTable.ts'
import { presentControl } from '../boundary/cycleBoundary.ts'
import { boundaryOf } from '../boundary/siteShares.ts'
import { factorsInCells } from '../emissions/factorsInCells.ts'
import { type FactorsAs, factorsAsIn, factorsOfOptions } from '../emissions/factorsOf.ts'
import { fieldsInCycle } from '../emissions/fieldsByTable.ts'
import { projectTables } from '../emissions/projectTables.ts'
import { declarationsOf } from '../declarations/declarationsOf.ts'
import { declaredGapsOf } from '../declarations/declaredGaps.ts'
import { estimatesInForce, type StoredEstimate } from '../estimates/estimatesInForce.ts'
import { parametersOf } from '../parameters/parametersOf.ts'
import { assessmentRecords, choiceRecords } from './frozenReasons.ts'
import { provenFields } from './provenFields.ts'
import type { FrozenRecords } from './FrozenCycle.ts'
import type {
  AllocationRecord,
  CycleRecord,
  DeclaredGapRecord,
  EstimateRecord,
  EvidenceRecord,
  FieldRecord,
  GwpRecord,
  InstrumentRecord,
  ModuleRecord,
  ParameterRecord,
  TableRecord,
  UnitRecord,
} from './packRecords.ts'

/**
 * Reads what decides the results of a cycle besides its cells: its settings, tables and formulas, and of factors, evidence
 * and instruments those that it uses, as whole records. Throws RangeError when the tenant has no such cycle.
 */
export async function freezeCycle(trx: Knex.Transaction, cycleId: string): Promise<FrozenRecords> {
  const boundary = await boundaryOf(trx, cycleId)
  const cycle = { ...(await cycleRecord(trx, cycleId)), consolidation: boundary.consolidation }
  const factorsAs = await factorsAsOf(trx, cycleId)
  const modules = await moduleRecords(trx, cycle.project_id)
  const tables = await tableRecords(trx, modules)
  const ids = tables.map(({ id }) => id)
  const fields = provenFields(
    (await fieldsInCycle(trx, ids, cycleId)).map((field) => fieldRecord(field, field.table_id)),
  )
  const allocations = await allocationRecords(trx, cycleId)
  const factors = await factorRecords(trx, { cycle, factorsAs }, fields)
  const instrumentIds = allocations.map((allocation) => allocation.instrument_id)
  const used = { tableIds: ids, factorIds: factors.map(({ id }) => id), instrumentIds, fields }
  return {
    cycle,
    modules,
    tables,
    fields,
    gwp: await gwpRecords(trx, cycle.gwp_set),
    units: unitRecords(),
    factors,
    parameters: await parameterRecords(trx, factorsAs === 'now' ? null : cycleId),
    instruments: await instrumentRecords(trx, instrumentIds),
    allocations,
    sites: [...boundary.controls].map(([site, control]) => ({ site, ...presentControl(control) })),
    declarations: (await declarationsOf(trx, cycleId)).map(({ declaration, ...place }) => ({
      ...place,
      ...declaration,
    })),
    declaredGaps: (await declaredGapsOf(trx, cycleId)).map((gap) => withoutHiddenName(gap, fields)),
    estimates: (await estimatesInForce(trx, cycleId)).filter((one) => isFrozen(one, fields)).map(estimateRecord),
    assessments: await assessmentRecords(trx, cycleId, used),
    choices: await choiceRecords(trx, cycleId, fields),
    evidence: await evidenceRecords(trx, cycleId, fields),
  }
}

async function factorsAsOf(trx: Knex.Transaction, cycleId: string): Promise<FactorsAs> {
  const cycle: Parameters<typeof factorsAsIn>[0] | undefined = await trx('cycles')
    .where({ id: cycleId })
    .first('status', 'counts_all_gases as countsAllGases')
  return cycle === undefined ? 'now' : factorsAsIn(cycle)
}

async function cycleRecord(trx: Knex.Transaction, cycleId: string): Promise<Omit<CycleRecord, 'consolidation'>> {
  const found: Omit<CycleRecord, 'engine' | 'consolidation'> | undefined = await trx('cycles as c')
    .join('projects as p', (on) => on.on('p.tenant_id', 'c.tenant_id').on('p.id', 'c.project_id'))
    .where({ 'c.id': cycleId })
    .first('c.id', 'c.project_id', 'p.name as project_name', 'c.name', 'c.starts_on', 'c.ends_on', 'c.gwp_set')
    .select('c.factor_year', 'c.version', 'c.restates', 'c.restatement')
  if (found === undefined) {
    throw new RangeError(`no cycle ${cycleId} in this tenant`)
  }
  return { ...found, engine: ENGINE_VERSION }
}

async function moduleRecords(trx: Knex.Transaction, projectId: string): Promise<ModuleRecord[]> {
  const modules: (ModuleRecord & { iso_category: IsoCode | null })[] = await trx('modules')
    .where({ project_id: projectId })
    .whereNull('deleted_at')
    .orderBy(['position', 'id'])
    .select('id', 'key', 'name', 'scope', 's3_category', 'iso_category')
  return modules.map((module) => ({ ...module, iso_category: module.iso_category ?? defaultIsoCode(module) }))
}

async function tableRecords(trx: Knex.Transaction, modules: readonly ModuleRecord[]): Promise<TableRecord[]> {
  const rows: Omit<TableRecord, 'formula_key' | 'folder'>[] = await trx('tables')
    .whereIn(
      'module_id',
      modules.map(({ id }) => id),
    )
    .whereNull('deleted_at')
    .orderBy(['position', 'id'])
    .select('id', 'module_id', 'key', 'name')
  const [first] = rows
  const named = first === undefined ? [] : await projectTables(trx, first.id)
  const keys = new Map(named.map(({ id, key }) => [id, key]))
  const order = new Map(modules.map((module, index) => [module.id, { index, key: module.key }]))
  return rows
    .map((row) => ({
      ...row,
      formula_key: keys.get(row.id) ?? row.key,
      folder: `${order.get(row.module_id)?.key ?? ''}.${row.key}`,
    }))
    .toSorted((a, b) => (order.get(a.module_id)?.index ?? 0) - (order.get(b.module_id)?.index ?? 0))
}

function fieldRecord(field: Field, tableId: string): FieldRecord {
  return {
    id: field.id,
    table_id: tableId,
    key: field.key,
    ordinal: field.ordinal,
    name: field.name,
    type: field.type,
    unit: field.unit,
    options: [...field.options].map((option) => ({ ...option, factors: option.factors && { ...option.factors } })),
    required: field.required,
    rules: field.rules ?? null,
    formula: field.formula,
    role: field.role,
    readers: field.readers && [...field.readers],
    writers: field.writers && [...field.writers],
    released: field.released ?? false,
    gathers: field.gathers ?? null,
    targetTableId: field.targetTableId ?? null,
  }
}

function gwpRecords(trx: Knex.Transaction, gwpSet: string): Promise<GwpRecord[]> {
  return trx('gwp_values')
    .where({ gwp_set: gwpSet })
    .orderByRaw('species COLLATE "C"')
    .select('species', 'gwp', 'source')
}

/** The units that the engine knows by name, in the order of their names. */
export function unitRecords(): UnitRecord[] {
  return [...NAMED_UNITS]
    .map(([unit, { scale, dimension }]) => ({ unit, scale, dimension: { ...dimension } }))
    .toSorted((a, b) => (a.unit < b.unit ? -1 : 1))
}

async function factorRecords(
  trx: Knex.Transaction,
  { cycle: { id: cycleId, factor_year: factorYear }, factorsAs }: { cycle: CycleRecord; factorsAs: FactorsAs },
  fields: readonly FieldRecord[],
): Promise<EmissionFactor[]> {
  const found = new Map(await factorsOfOptions(trx, fields, { factorYear, factorsAs }))
  for (const [tableId, own] of Map.groupBy(fields, (field) => field.table_id)) {
    for (const factor of await factorsInCells(trx, { tableId, cycleId, factorsAs }, own)) {
      found.set(factor.id, factor)
    }
  }
  return [...found.values()].toSorted(byId)
}

/** Of a locked cycle those that it keeps. */
async function parameterRecords(trx: Knex.Transaction, lockedCycleId: string | null): Promise<ParameterRecord[]> {
  const parameters = await parametersOf(trx, lockedCycleId)
  return [...parameters.values()]
    .map((parameter) => ({ ...parameter, values: [...parameter.values] }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

function allocationRecords(trx: Knex.Transaction, cycleId: string): Promise<AllocationRecord[]> {
  return trx('instrument_allocations as a')
    .join('instruments as i', (on) => on.on('i.tenant_id', 'a.tenant_id').on('i.id', 'a.instrument_id'))
    .where({ 'a.cycle_id': cycleId })
    .whereNull('a.deleted_at')
    .whereNull('i.deleted_at')
    .orderBy('a.id')
    .select('a.id', 'a.instrument_id', 'a.site', 'a.from_month', 'a.to_month', trx.raw('a.mwh::float8 AS mwh'))
}

function instrumentRecords(trx: Knex.Transaction, ids: readonly string[]): Promise<InstrumentRecord[]> {
  return trx('instruments')
    .whereIn('id', [...new Set(ids)])
    .orderBy('id')
    .select('id', 'type', 'name', 'carrier', 'market', 'source', 'registry', 'serials', 'rates', 'rate_unit')
    .select('rate_gwp', 'vintage_from', 'vintage_to', 'retired_on', 'beneficiary', 'evidence', 'evidence_url')
    .select(trx.raw('mwh::float8 AS mwh'))
}

/** A source is named by a text that may be in no run (`provenFields`); then the gap is in it without the name. */
function withoutHiddenName(gap: DeclaredGapRecord, fields: readonly FieldRecord[]): DeclaredGapRecord {
  return gap.ordinal !== null && isFrozen({ ...gap, ordinal: gap.ordinal }, fields)
    ? gap
    : { ...gap, ordinal: null, source: null }
}

/** A cell of a field that is in the run. */
const isFrozen = (cell: { table_id: string; ordinal: number }, fields: readonly FieldRecord[]): boolean =>
  fields.some(({ table_id: id, ordinal }) => id === cell.table_id && ordinal === cell.ordinal)

function estimateRecord(estimate: StoredEstimate): EstimateRecord {
  const { table_id, row_id, ordinal, method, value, inputs, intensity, reason } = estimate
  return { table_id, row_id, ordinal, method, value, inputs, intensity, reason }
}

/** The files that cells of the cycle name. */
async function evidenceRecords(
  trx: Knex.Transaction,
  cycleId: string,
  fields: readonly FieldRecord[],
): Promise<EvidenceRecord[]> {
  const ofFiles = fields.filter(({ type }) => type === 'evidence')
  if (ofFiles.length === 0) {
    return []
  }
  const { rows } = await trx.raw<{ rows: EvidenceRecord[] }>(
    `SELECT e.id, e.table_id, e.name, e.hash AS sha256, e.size_bytes::float8 AS bytes FROM evidence e
     WHERE e.tenant_id = current_tenant() AND e.field_id = ANY (:fields) AND EXISTS (
       SELECT FROM rows r JOIN fields f ON f.tenant_id = r.tenant_id AND f.id = e.field_id
       WHERE r.tenant_id = e.tenant_id AND r.table_id = e.table_id AND r.cycle_id = :cycleId AND NOT r.deleted
         AND r.values -> f.ordinal::text @> to_jsonb(e.id::text))
     ORDER BY e.id`,
    { fields: ofFiles.map(({ id }) => id), cycleId },
  )
  return rows
}

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1)
