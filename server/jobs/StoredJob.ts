import type { JobResult, JobState } from '#shared/api/jobs.ts'

/** A row of `jobs`. */
export interface StoredJob {
  tenant_id: string
  id: string
  kind: string
  subject_id: string | null
  input: Readonly<Record<string, unknown>>
  asked_by: string | null
  state: JobState
  progress: number
  doing: string | null
  attempt: number
  cancel_asked: boolean
  result: JobResult | null
  error: { code: string; detail: string } | null
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
}
