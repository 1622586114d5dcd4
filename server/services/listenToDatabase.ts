import { z } from 'zod'
import type { Collaboration } from '../collaboration/collaboration.ts'
import { DatabaseNotices } from '../storage/database/DatabaseNotices.ts'
import type { Mqtt } from './mqtt.ts'
import type { Notifications } from './notifications.ts'

export interface DatabaseListeners {
  url: string
  collaboration: Pick<Collaboration, 'followDocuments' | 'recheckRights' | 'cutSession'>
  notifications: Pick<Notifications, 'endSession' | 'recheck' | 'renamed' | 'jobsMoved'>
  mqtt: Pick<Mqtt, 'recheck'>
  logger: { warn(fields: object, message: string): void }
}

const EndedSession = z.object({ id: z.uuid(), reason: z.enum(['signed-out', 'token-reused', 'revoked']) })

const MovedJob = z.object({ tenantId: z.guid(), jobId: z.guid() })

/** What changes rights, locks and sessions on any server, or in the database itself, reaches open sockets at once. */
export function listenToDatabase({
  url,
  collaboration,
  notifications,
  mqtt,
  logger,
}: DatabaseListeners): DatabaseNotices {
  const recheck = (): void => {
    collaboration.recheckRights()
    notifications.recheck()
  }
  return new DatabaseNotices({
    url,
    listeners: {
      document_standing: (ids) => collaboration.followDocuments(ids.map(Number)),
      person_standing: recheck,
      device_standing: (ids) => mqtt.recheck(ids),
      person_renamed: (ids) => {
        recheck()
        notifications.renamed(ids)
      },
      job_moved: (jobs) => notifications.jobsMoved(jobs.flatMap((text) => readNotice(MovedJob, text))),
      session_ended: (sessions) => {
        for (const { id, reason } of sessions.flatMap((text) => readNotice(EndedSession, text))) {
          collaboration.cutSession(id, reason === 'revoked' ? 'revoked' : 'session-ended')
          notifications.endSession(id, reason)
        }
      },
    },
    onListening: () => {
      recheck()
      mqtt.recheck()
    },
    onLost: (error) => logger.warn({ err: error }, 'the database tells of no changes at the moment; they are polled'),
  })
}

/** Whoever may connect to the database may send notifications; what is none is ignored. */
function readNotice<Notice>(notice: z.ZodType<Notice>, text: string): Notice[] {
  try {
    return [notice.parse(JSON.parse(text))]
  } catch {
    return []
  }
}
