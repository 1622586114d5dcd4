import type { Knex } from 'knex'
import { z } from 'zod'
import type { JobResult } from '#shared/api/jobs.ts'
import { assertNever } from '#shared/result/assertNever.ts'
import { CollaborationError } from '../collaboration/CollaborationError.ts'
import { AppError } from '../errors/AppError.ts'
import { refusalOf } from '../errors/refusalOf.ts'
import type { JobKind } from '../jobs/JobKind.ts'
import type { Jobs } from '../jobs/Jobs.ts'
import type { Identity } from '../policies/Identity.ts'
import { ReadingError } from '../reading/ReadingError.ts'
import { commitImport } from './commitImport.ts'
import type { ImportServices } from './ImportServices.ts'
import { type ImportWork, startWork } from './ImportWork.ts'
import { previewImport } from './previewImport.ts'
import { readImport } from './readImport.ts'
import { revertImport } from './revertImport.ts'

const IMPORT_JOB = 'import'

const ImportInput = z.strictObject({
  importId: z.guid(),
  step: z.enum(['read', 'preview', 'commit', 'revert']),
  /** The sign-in under which it was asked for, whose rights count while it is done. */
  sessionId: z.guid(),
})
type ImportInput = z.infer<typeof ImportInput>
export type ImportStep = ImportInput['step']

/** Has a step of an import done; while another one waits or runs, that is the one. Notes it with the import. */
export async function askForStep(
  trx: Knex.Transaction,
  jobs: Pick<Jobs, 'ask'>,
  { tenantId, userId, sessionId }: Identity,
  { importId, step }: { importId: string; step: ImportStep },
): Promise<void> {
  const input: ImportInput = { importId, step, sessionId }
  const job = await jobs.ask(trx, {
    tenantId,
    kind: IMPORT_JOB,
    subjectId: importId,
    input,
    askedBy: userId,
    alone: true,
  })
  await trx('imports').where({ tenant_id: tenantId, id: importId }).update({ job_id: job.id })
}

/** The job that reads, compares, writes or takes back an import. */
export function importJob(services: ImportServices): JobKind<ImportInput> {
  return {
    name: IMPORT_JOB,
    input: ImportInput,
    async handle({ tenantId, input }, progress, signal) {
      const { step, ...which } = input
      try {
        const writes = step === 'commit' || step === 'revert'
        return await done(step, await startWork(services, { tenantId, ...which }, { progress, signal, writes }))
      } catch (error) {
        throw toldAs(error)
      }
    },
  }
}

function done(step: ImportStep, work: ImportWork): Promise<JobResult> {
  switch (step) {
    case 'read':
      return readImport(work)
    case 'preview':
      return previewImport(work)
    case 'commit':
      return commitImport(work)
    case 'revert':
      return revertImport(work)
    default:
      return assertNever(step)
  }
}

/** What ends the job, and is told to whoever asked; anything else is tried again. */
function toldAs(error: unknown): unknown {
  if (error instanceof ReadingError) {
    return new AppError({ code: 'invalid-request', status: 422, detail: error.message, cause: error })
  }
  if (error instanceof CollaborationError && LASTING.has(error.reason)) {
    return refusalOf(error)
  }
  return error
}

const LASTING: ReadonlySet<string> = new Set(['locked', 'not-found', 'forbidden', 'revoked'])
