import type { JobMoved } from '#shared/events/events.ts'
import { may } from '../policies/authorize.ts'
import type { Identity } from '../policies/Identity.ts'
import type { TenantReader } from '../storage/database/TenantReader.ts'

/** A job that moved, as the database tells of it. */
export interface MovedJob {
  tenantId: string
  jobId: string
}

/** A page that is open on this server. */
export interface JobListener {
  identity: Identity
  watches(cycleId: string): boolean
  hear(event: JobMoved): void
}

interface FoundJob extends JobMoved {
  asked_by: string | null
  /** Of the cycle that it is about. */
  project_id: string | null
}

/**
 * Tells of jobs to those who may see them; of one that somebody asked for also to those who watch the cycle that it is about,
 * and may have it computed themselves. What the system does by itself tells that something changed, which may be hidden.
 */
export async function tellJobs(
  reader: TenantReader,
  listeners: readonly JobListener[],
  moved: readonly MovedJob[],
): Promise<void> {
  const byTenant = Map.groupBy(listeners, ({ identity }) => identity.tenantId)
  for (const [tenantId, some] of Map.groupBy(moved, (job) => job.tenantId)) {
    const hearing = byTenant.get(tenantId) ?? []
    const jobs = hearing.length === 0 ? [] : await jobsOf(reader, tenantId, some)
    for (const { asked_by: askedBy, project_id: projectId, ...event } of jobs) {
      for (const { identity, watches, hear } of hearing) {
        const isTheirs = may(identity, 'read', 'Job', { tenantId, userId: askedBy ?? '' })
        const { subject_id: cycleId } = event
        const isWatched =
          askedBy !== null &&
          cycleId !== null &&
          projectId !== null &&
          watches(cycleId) &&
          may(identity, 'create', 'Run', { tenantId, projectId })
        if (isTheirs || isWatched) {
          hear(event)
        }
      }
    }
  }
}

function jobsOf(reader: TenantReader, tenantId: string, moved: readonly MovedJob[]): Promise<FoundJob[]> {
  return reader.read<FoundJob & Record<string, unknown>>(tenantId, {
    sql: `SELECT j.id, j.kind, j.subject_id, j.state, j.progress, j.asked_by, c.project_id
          FROM jobs j LEFT JOIN cycles c ON c.tenant_id = j.tenant_id AND c.id = j.subject_id
          WHERE j.tenant_id = $1 AND j.id = ANY ($2)`,
    bindings: [tenantId, moved.map(({ jobId }) => jobId)],
  })
}
