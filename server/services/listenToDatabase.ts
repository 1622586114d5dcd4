import { z } from 'zod'
import type { Collaboration } from '../collaboration/collaboration.ts'
import { DatabaseNotices } from '../storage/database/DatabaseNotices.ts'
import type { Notifications } from './notifications.ts'

export interface DatabaseListeners {
  url: string
  collaboration: Pick<Collaboration, 'followDocuments' | 'recheckRights' | 'cutSession'>
  notifications: Pick<Notifications, 'endSession' | 'recheck' | 'renamed'>
  logger: { warn(fields: object, message: string): void }
}

const EndedSession = z.object({ id: z.uuid(), reason: z.enum(['signed-out', 'token-reused', 'revoked']) })

/** What changes rights, locks and sessions on any server, or in the database itself, reaches open sockets at once. */
export function listenToDatabase({ url, collaboration, notifications, logger }: DatabaseListeners): DatabaseNotices {
  const recheck = (): void => {
    collaboration.recheckRights()
    notifications.recheck()
  }
  return new DatabaseNotices({
    url,
    listeners: {
      document_standing: (ids) => collaboration.followDocuments(ids.map(Number)),
      person_standing: recheck,
      person_renamed: (ids) => {
        recheck()
        notifications.renamed(ids)
      },
      session_ended: (sessions) => {
        for (const { id, reason } of sessions.flatMap(readSession)) {
          collaboration.cutSession(id, reason === 'revoked' ? 'revoked' : 'session-ended')
          notifications.endSession(id, reason)
        }
      },
    },
    onListening: recheck,
    onLost: (error) => logger.warn({ err: error }, 'the database tells of no changes at the moment; they are polled'),
  })
}

/** Whoever may connect to the database may send notifications; what is none is ignored. */
function readSession(text: string): z.output<typeof EndedSession>[] {
  try {
    return [EndedSession.parse(JSON.parse(text))]
  } catch {
    return []
  }
}
