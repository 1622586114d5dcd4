/** A server in a process of its own that asks for a job for a tenant, begins it and never ends it, so that a test can kill it. */
import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { openDatabase } from '#server/storage/database/openDatabase.ts'
import { jobKind } from '../JobKind.ts'
import { startJobs } from './startJobs.ts'

const hold = jobKind({
  name: 'hold',
  input: z.strictObject({}),
  async handle(job, progress) {
    progress(0.5, 'holding')
    process.send?.({ begun: job.id })
    await setTimeout(3_600_000)
    return {}
  },
})
const [appUrl, tenantId] = process.argv.slice(2)
const { jobs } = await startJobs(appUrl!, [hold])
const db = openDatabase({ url: appUrl!, poolSize: 1 })
const asked = { kind: 'hold', input: {}, subjectId: null, askedBy: null, alone: false }
await inTenant(db, tenantId!, (trx) => jobs.ask(trx, { tenantId: tenantId!, ...asked }))
