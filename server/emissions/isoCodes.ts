import type { Knex } from 'knex'
import type { CycleStatus } from '#shared/api/cycles.ts'
import { defaultIsoCode, type IsoCode } from '#shared/emissions/isoCategories.ts'
import { recordsIn } from '../packs/recordLines.ts'
import { ModuleRecord } from '../runs/packRecords.ts'

interface Placed {
  id: string
  scope: 1 | 2 | 3
  s3_category: number | null
  iso_category: IsoCode | null
}

/**
 * ISO categories of modules in a cycle, by id. A locked cycle keeps those that its sealed run froze; a run from before there were any
 * has those that follow from scope and category.
 */
export async function isoCodesOf(
  trx: Knex.Transaction,
  cycle: { id: string; status: CycleStatus },
  modules: readonly Placed[],
): Promise<ReadonlyMap<string, IsoCode>> {
  const frozen = cycle.status === 'locked' ? await frozenModules(trx, cycle.id) : null
  return new Map(
    modules.map((module) => {
      const { iso_category: code } = frozen === null ? module : { iso_category: frozen.get(module.id) }
      return [module.id, code ?? defaultIsoCode(module)]
    }),
  )
}

/** Null: it has no seal yet. */
async function frozenModules(
  trx: Knex.Transaction,
  cycleId: string,
): Promise<ReadonlyMap<string, IsoCode | undefined> | null> {
  const file: { name: string; content: string | null } | undefined = await trx('run_files as f')
    .join('seals as s', (on) => on.on('s.tenant_id', 'f.tenant_id').on('s.run_id', 'f.run_id'))
    .whereRaw('f.tenant_id = current_tenant()')
    .where({ 's.cycle_id': cycleId, 'f.name': 'modules.ndjson' })
    .orderBy('s.sequence', 'desc')
    .first('f.name', 'f.content')
  return file === undefined
    ? null
    : new Map(recordsIn([file], file.name, ModuleRecord).map((module) => [module.id, module.iso_category]))
}
