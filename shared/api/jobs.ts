import { z } from 'zod'
import { PAGE_QUERY, pageOf } from './pagination.ts'

/** Contracts of `jobs`: long work that is done beside the requests. */

const JOB_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const
const JobState = z.enum(JOB_STATES)
export type JobState = z.infer<typeof JobState>

/** What came of it: ids and figures, by the kind of the job. */
const JobResult = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
export type JobResult = z.infer<typeof JobResult>

export const JobReply = z.object({
  id: z.string(),
  /** `run`: a cycle is computed. `lock`: a cycle is locked. `import`: a file is read, compared, written or taken back. */
  kind: z.string(),
  /** What it is about: of a run and a lock, the cycle; of an import, itself. */
  subject_id: z.string().nullable(),
  state: JobState,
  /** A part of one. */
  progress: z.number().min(0).max(1),
  /** A code of what is being done; null: nothing was said. */
  doing: z.string().nullable(),
  /** It was asked to end, and does so soon. */
  is_ending: z.boolean(),
  result: JobResult.nullable(),
  /** Why it failed. */
  error: z.object({ code: z.string(), detail: z.string() }).nullable(),
  /** Null: the system. */
  asked_by: z.object({ id: z.string(), name: z.string() }).nullable(),
  created_at: z.string(),
  started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
})
export type JobReply = z.infer<typeof JobReply>

export const JobsQuery = z.object({ ...PAGE_QUERY, state: JobState.optional() })

/** Newest first. */
export const JobsReply = pageOf(JobReply)
export type JobsReply = z.infer<typeof JobsReply>
