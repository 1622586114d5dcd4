import type { JobReply } from '#shared/api/jobs.ts'
import type { StoredJob } from '#server/jobs/StoredJob.ts'

/** A job as its readers see it; what it was given stays inside. */
export function presentJob(job: StoredJob, personOf: (id: string | null) => JobReply['asked_by']): JobReply {
  const { id, kind, subject_id, state, progress, doing, result, error } = job
  return {
    id,
    kind,
    subject_id,
    state,
    progress,
    doing,
    is_ending: job.cancel_asked && state === 'running',
    result,
    error,
    asked_by: personOf(job.asked_by),
    created_at: job.created_at.toISOString(),
    started_at: job.started_at?.toISOString() ?? null,
    finished_at: job.finished_at?.toISOString() ?? null,
  }
}
