import type { z } from 'zod'
import type { JobResult } from '#shared/api/jobs.ts'

/** Work that is begun, as its kind is given it. */
export interface StartedJob<Input> {
  id: string
  tenantId: string
  input: Input
  /** Who asked for it; null: the system. */
  askedBy: string | null
}

/** Tells how far it is: a part of one, and a code of what is being done. Cheap: it is written now and then. */
export type Progress = (part: number, doing?: string) => void

/**
 * A kind of long work, one file each. Work is done at least once: a server may die at any moment, and another one begins
 * again from the start. So `handle` makes its result in one transaction that knows the id of the job (a unique column, say),
 * and a second attempt finds it there. It opens its transactions with `inTenant(db, job.tenantId, …)`, and ends soon after
 * `signal` is aborted, with whatever error. An AppError ends the job as failed, for its reason; any other error is tried
 * again a few times.
 */
export interface JobKind<Input> {
  /** As `jobs.kind` and the texts of the client have it. */
  name: string
  input: z.ZodType<Input>
  handle(job: StartedJob<Input>, progress: Progress, signal: AbortSignal): Promise<JobResult>
}

/** A kind whose input is checked by itself: what a list of kinds holds. */
export interface AnyJobKind {
  name: string
  begin(job: StartedJob<unknown>, progress: Progress, signal: AbortSignal): Promise<JobResult>
}

/** Makes a kind one of a list. Throws ZodError when the input, which an older version may have written, is none. */
export function jobKind<Input>({ name, input, handle }: JobKind<Input>): AnyJobKind {
  return {
    name,
    begin: async (job, progress, signal) => handle({ ...job, input: input.parse(job.input) }, progress, signal),
  }
}
