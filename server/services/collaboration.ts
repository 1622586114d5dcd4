import type { Knex } from 'knex'
import type { Logger } from 'pino'
import type pg from 'pg'
import type { AccessTokens } from '../auth/AccessTokens.ts'
import { loadIdentity } from '../auth/loadIdentity.ts'
import type { Collaboration } from '../collaboration/collaboration.ts'
import type { Authenticate, AuthorizeSheet } from '../collaboration/ports.ts'
import { createRowResults } from '../emissions/rowResults.ts'
import type { PlanCache } from '../emissions/tablePlans.ts'
import { sheetAccess } from '../policies/sheetAccess.ts'
import { inTenant } from '../storage/database/inTenant.ts'

export interface CollaborationParts {
  db: Knex
  /** For the journal. */
  pool: pg.Pool
  accessTokens: AccessTokens
  plans: PlanCache
  logger: Logger
}

/** The live documents with our sessions, our policies and our formulas behind them. */
export async function composeCollaboration(parts: CollaborationParts): Promise<Collaboration> {
  const { createCollaboration } = await import('../collaboration/collaboration.ts')
  return createCollaboration({
    pool: parts.pool,
    authenticate: authenticateBy(parts),
    authorizeSheet: authorizeBy(parts.db),
    rowResults: createRowResults(parts.db, parts.plans),
    log: parts.logger.child({ part: 'collaboration' }),
  })
}

/** The person behind an access token whose session is alive. */
export function authenticateBy({ db, accessTokens }: Pick<CollaborationParts, 'db' | 'accessTokens'>): Authenticate {
  return async (token) => {
    const claims = await accessTokens.read(token)
    return claims === null ? null : loadIdentity(db, claims)
  }
}

/** Grants are read anew each time, so a right that was taken away is gone with the next question. */
function authorizeBy(db: Knex): AuthorizeSheet {
  const nothing = { mayRead: false, mayOpen: false, fields: [], writable: new Set<number>(), locked: false }
  return async ({ tenantId, sessionId }, sheet) => {
    const identity = sessionId === null ? null : await loadIdentity(db, { tenantId, sessionId })
    if (identity === null) {
      return nothing
    }
    const access = await inTenant(db, tenantId, (trx) => sheetAccess(trx, identity, sheet))
    if (access === null) {
      return nothing
    }
    const { mayOpenDocument, fields, writable, locked } = access
    return { mayRead: true, mayOpen: mayOpenDocument, fields, writable, locked }
  }
}
