import type { Knex } from 'knex'
import { z } from 'zod'
import { RunResultsQuery, RunResultsReply, RunsReply, VerificationReply } from '#shared/api/runs.ts'
import { may } from '#server/policies/authorize.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { loadCycle } from '../cycles/loadCycle.ts'
import { loadPeople } from '../history/people.ts'
import { presentJob } from '../jobs/presentJob.ts'
import { keysetPage } from '../routing/keyset.ts'
import { route } from '../routing/Route.ts'
import { finishedRuns, loadSealedRun, loadWholeRun, rowsNotKept, type StoredRun } from './authorizeWholeRun.ts'
import { hiddenByRun } from './hiddenByRun.ts'
import { openRunJob, openRunRoutes } from './openRuns.ts'
import { runChangeRoutes } from './runChanges.ts'
import { presentRun, type StoredSeal } from './presentRun.ts'

const TAG = 'Runs'

const list = route({
  method: 'get',
  path: '/cycles/{id}/runs',
  tag: TAG,
  summary:
    'What a cycle was computed to, newest first: its seal; and for who may read everything in it also totals, runs without a seal, whether the newest is current, and the one on its way',
  reply: RunsReply,
  async handle({ identity, params, services }) {
    const found = await inTenant(services.db, identity.tenantId, async (trx) => {
      const cycle = await loadCycle(trx, identity, 'read', params['id']!)
      const runs: StoredRun[] = await finishedRuns(trx)
        .where('r.cycle_id', cycle.id)
        .orderBy('r.made_at', 'desc')
        .limit(50)
      const place = { tenantId: identity.tenantId, projectId: cycle.projectId }
      const isForThem = may(identity, 'read', 'Run', place)
      const hidden = isForThem ? await hiddenByRun(trx, identity, runs) : null
      const seesNewest = isForThem && (runs[0] === undefined || hidden?.get(runs[0].id)?.length === 0)
      const isOpen = cycle.status !== 'locked'
      return {
        runs,
        seals: await sealsOf(trx, cycle.id),
        hidden,
        job: seesNewest ? await openRunJob(trx, cycle.id) : null,
        isCurrent: isOpen && seesNewest ? await isCurrent(trx, runs[0]) : null,
        mayRun: isOpen && seesNewest && may(identity, 'create', 'Run', place),
      }
    })
    const { runs, seals, hidden, job } = found
    const people = [...runs.map((run) => run.made_by), ...seals.map((seal) => seal.sealed_by), job?.asked_by ?? null]
    const personOf = await loadPeople(services, people)
    const bySeal = new Map(seals.map((seal) => [seal.run_id, seal]))
    const isWhole = ({ id }: StoredRun): boolean => hidden?.get(id)?.length === 0
    const newest = runs[0]
    return {
      data: runs
        .filter((run) => bySeal.has(run.id) || isWhole(run))
        .map((run) =>
          presentRun(run, {
            seal: bySeal.get(run.id),
            personOf,
            isWhole: isWhole(run),
            isCurrent: run === newest ? found.isCurrent : null,
          }),
        ),
      may_take_pack: seals.length > 0 && newest !== undefined && isWhole(newest),
      hidden_tables: (newest !== undefined && hidden?.get(newest.id)) || [],
      may_run: found.mayRun,
      job: job && presentJob(job, personOf),
    }
  },
})

const results = route({
  method: 'get',
  path: '/runs/{id}/results',
  tag: TAG,
  summary: 'Kilograms of each row of a run by gas, for who may read everything in its cycle',
  query: RunResultsQuery,
  reply: RunResultsReply,
  async handle({ identity, params, query, services }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const run = await loadWholeRun(trx, identity, params['id']!)
      if (!run.keeps_rows) {
        throw rowsNotKept()
      }
      const rows = trx('run_results')
        .whereRaw('tenant_id = current_tenant()')
        .where({ run_id: run.id, ...(query.table_id !== undefined && { table_id: query.table_id }) })
        .select('table_id', 'row_id', 'scope', 's3_category', 'co2e_kg', 'gases_kg', 'biogenic_co2_kg', 'site', 'month')
      const order = { columns: ['table_id', 'row_id'], keyOf: keyOfResult }
      return keysetPage<z.infer<typeof RunResultsReply>['data'][number]>(rows, order, query)
    })
  },
})

const pack = route({
  method: 'get',
  path: '/cycles/{id}/pack',
  tag: TAG,
  summary: 'The pack of a locked cycle (.tar.gz): everything to verify it offline, for who may read everything in it',
  reply: z.unknown(),
  files: ['application/gzip'],
  async handle({ identity, params, services: { db }, ctx }) {
    const cycle = await inTenant(db, identity.tenantId, async (trx) => {
      const found = await loadCycle(trx, identity, 'read', params['id']!)
      await loadSealedRun(trx, identity, found.id)
      return found
    })
    const { sendPack } = await import('#server/packs/sendPack.ts')
    ctx.attachment(`${cycle.name.replaceAll(/[^\p{L}\p{N}_-]+/gu, '-')}.carbonsheet.tar.gz`)
    ctx.set('X-Content-Type-Options', 'nosniff')
    ctx.type = 'application/gzip'
    ctx.body = sendPack(db, identity.tenantId, cycle.id)
  },
})

const verification = route({
  method: 'post',
  path: '/cycles/{id}/verification',
  tag: TAG,
  summary:
    'Compute the sealed run of a cycle anew from what it froze and compare every hash and number; nothing is written',
  reply: VerificationReply,
  async handle({ identity, params, services: { db } }) {
    const { tenantId } = identity
    const cycle = await inTenant(db, tenantId, async (trx) => {
      const found = await loadCycle(trx, identity, 'read', params['id']!)
      await loadSealedRun(trx, identity, found.id)
      return found
    })
    const { verifyStoredRun } = await import('#server/packs/verifyStoredRun.ts')
    return verifyStoredRun(db, tenantId, cycle.id)
  },
})

export const runRoutes = [list, results, pack, verification, ...openRunRoutes, ...runChangeRoutes]

const keyOfResult = ({ table_id, row_id }: { table_id: string; row_id: string }): [string, string] => [table_id, row_id]

/** Null: there is no run, or it is final. */
async function isCurrent(trx: Knex.Transaction, run: StoredRun | undefined): Promise<boolean | null> {
  if (run === undefined) {
    return null
  }
  // the formula parser is large, and idle servers do not need it
  const { isCurrentRun } = await import('#server/runs/isCurrentRun.ts')
  return isCurrentRun(trx, run)
}

function sealsOf(trx: Knex.Transaction, cycleId: string): Promise<StoredSeal[]> {
  return trx('seals').whereRaw('tenant_id = current_tenant()').where({ cycle_id: cycleId }).orderBy('sequence', 'desc')
}
