import type { JobReply } from '#shared/api/jobs.ts'
import type { JobMoved } from '#shared/events/events.ts'

/** What the list of jobs is made of. */
export interface KnownJobs {
  /** As the server told them last. */
  jobs: readonly JobReply[]
  userId: string
  /** What was heard since, by id: newer than what was told. */
  heard: ReadonlyMap<string, JobMoved>
  /** Ids of those that were on their way since the page was opened. */
  seen: ReadonlySet<string>
  /** Ids of ended ones that were looked at. */
  forgotten: ReadonlySet<string>
}

/** Whether a job is still to come to an end. */
export const isOnItsWay = ({ state }: Pick<JobReply, 'state'>): boolean => state === 'queued' || state === 'running'

/**
 * The jobs that a person asked for and that are worth a place: those on their way, and those that ended under their eyes until
 * they have looked. What ended before the page was opened is history.
 */
export function shownJobs({ jobs, userId, heard, seen, forgotten }: KnownJobs): JobReply[] {
  return jobs
    .filter((job) => job.asked_by?.id === userId)
    .map((job) => {
      const news = heard.get(job.id)
      return news === undefined || !isOnItsWay(job) ? job : { ...job, state: news.state, progress: news.progress }
    })
    .filter((job) => isOnItsWay(job) || ((seen.has(job.id) || heard.has(job.id)) && !forgotten.has(job.id)))
}
