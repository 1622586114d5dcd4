import type { Knex } from 'knex'
import type { Logger } from 'pino'
import type pg from 'pg'
import type { Bell } from '#collab/hocuspocus/Bell.ts'
import type { AccessTokens } from '../auth/AccessTokens.ts'
import { loadIdentity, loadLiveSessions, standingOf } from '../auth/loadIdentity.ts'
import { identityBehind } from '../auth/identityBehind.ts'
import type { Collaboration, CollaborationMetrics } from '../collaboration/collaboration.ts'
import type { Authenticate, AuthorizeSheet } from '../collaboration/ports.ts'
import { COMMON_PART } from '#shared/fields/partOf.ts'
import { createPlansOf, createRowResults } from '../emissions/rowResults.ts'
import type { PlanCache } from '../emissions/tablePlans.ts'
import { accessTo, type SheetRow, sheetStatement } from '../policies/sheetAccess.ts'
import type { TenantReader } from '../storage/database/TenantReader.ts'

export interface CollaborationParts {
  db: Knex
  reader: TenantReader
  /** For the journal. */
  pool: pg.Pool
  /** Of the same database and role, for the folding thread. */
  databaseUrl: string
  accessTokens: AccessTokens
  plans: PlanCache
  bell: Bell
  logger: Logger
  metrics?: CollaborationMetrics
}

/** The live documents with our sessions, our policies and our formulas behind them. */
export async function composeCollaboration(parts: CollaborationParts): Promise<Collaboration> {
  const { createCollaboration } = await import('../collaboration/collaboration.ts')
  return createCollaboration({
    pool: parts.pool,
    databaseUrl: parts.databaseUrl,
    authenticate: authenticateBy(parts),
    authorizeSheet: authorizeBy(parts),
    liveSessions: (tenantId, sessionIds) => loadLiveSessions(parts.reader, tenantId, sessionIds),
    rowResults: createRowResults(parts.db, parts.plans),
    plansOf: createPlansOf(parts.db, parts.plans),
    bell: parts.bell,
    log: parts.logger.child({ part: 'collaboration' }),
    ...(parts.metrics === undefined ? {} : { metrics: parts.metrics }),
  })
}

/** The person behind an access token whose session is alive. */
function authenticateBy({ reader, accessTokens }: Pick<CollaborationParts, 'reader' | 'accessTokens'>): Authenticate {
  return async (token) => {
    const claims = await accessTokens.read(token)
    return claims === null ? null : loadIdentity(reader, claims)
  }
}

/**
 * Grants are read anew each time, so a right that was taken away is gone with the next question. They are read after the
 * epochs: a change in between makes the epoch an old one, and the journal refuses what is written under it.
 */
function authorizeBy({ reader }: Pick<CollaborationParts, 'reader'>): AuthorizeSheet {
  const nothing = { parts: [], epochs: new Map<string, number>(), standing: null, locked: false }
  return async ({ tenantId, sessionId }, sheet) => {
    const [found] = await reader.read<SheetRow>(tenantId, sheetStatement(tenantId, sheet))
    const identity = sessionId === null ? null : await identityBehind(reader, tenantId, sessionId)
    const access = identity === null ? null : accessTo(identity, found)
    if (identity === null || access === null) {
      return nothing
    }
    const { parts, epochs, locked, readable, cycle, parameters } = access
    const formulas = readable.filter((field) => field.type === 'formula')
    return {
      locked,
      epochs,
      standing: standingOf(identity.grants),
      basis: `${cycle.gwpSet} ${cycle.factorYear} ${parameters}`,
      // a formula has no cells; in the common part one learns so
      parts: parts.map((one) => (one.part === COMMON_PART ? { ...one, fields: [...one.fields, ...formulas] } : one)),
    }
  }
}
