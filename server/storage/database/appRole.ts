import { createHmac, randomBytes } from 'node:crypto'
import pg from 'pg'
import { connectionSettings } from './connectionSettings.ts'

/**
 * Makes sure that the role of the app exists, may sign in, and stands under row-level security; answers the URL to
 * connect with. `overrideUrl` (DATABASE_APP_URL) names a role that the operator made: it becomes a member of ours.
 * Throws when that role could see through row-level security.
 */
export async function ensureAppRole(ownerUrl: string, overrideUrl?: string): Promise<string> {
  const client = new pg.Client(connectionSettings(ownerUrl))
  await client.connect()
  try {
    const { rows } = await client.query<{ app: string }>(`SELECT current_database() || '_app' AS app`)
    const appRole = rows[0]!.app
    const appUrl = overrideUrl ?? urlAs(ownerUrl, appRole, passwordFrom(ownerUrl))
    // Several servers may start at once; a role is one row in the whole cluster, so they take turns.
    await client.query('SELECT pg_advisory_lock(72840110)')
    await createRole(client, appRole)
    await (overrideUrl === undefined ? allowSignIn(client, appRole, appUrl) : joinRole(client, appRole, overrideUrl))
    await refuseDangerousRole(client, decodeURIComponent(new URL(appUrl).username))
    return appUrl
  } finally {
    await client.end()
  }
}

async function createRole(client: pg.Client, role: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role])
  if (rowCount === 0) {
    await client.query(`CREATE ROLE ${pg.escapeIdentifier(role)} NOCREATEDB NOCREATEROLE`)
  }
}

async function allowSignIn(client: pg.Client, role: string, url: string): Promise<void> {
  const password = pg.escapeLiteral(decodeURIComponent(new URL(url).password))
  await client.query(`ALTER ROLE ${pg.escapeIdentifier(role)} LOGIN PASSWORD ${password}`)
}

async function joinRole(client: pg.Client, role: string, overrideUrl: string): Promise<void> {
  const member = decodeURIComponent(new URL(overrideUrl).username)
  if (member !== role) {
    await client.query(`GRANT ${pg.escapeIdentifier(role)} TO ${pg.escapeIdentifier(member)}`)
  }
}

async function refuseDangerousRole(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query<{ dangerous: boolean }>(
    `SELECT rolsuper OR rolbypassrls OR rolname = current_user AS dangerous FROM pg_roles WHERE rolname = $1`,
    [role],
  )
  if (rows[0]?.dangerous !== false) {
    throw new Error(
      `the database role "${role}" would not stand under row-level security: it must exist, own nothing, and be neither superuser nor BYPASSRLS`,
    )
  }
}

/** The same on every server that knows the owner's password; without one, new at every start. */
function passwordFrom(ownerUrl: string): string {
  const { password, username, pathname } = new URL(ownerUrl)
  if (password === '') {
    return randomBytes(32).toString('base64url')
  }
  return createHmac('sha256', decodeURIComponent(password))
    .update(`app role of ${username}${pathname}`)
    .digest('base64url')
}

function urlAs(ownerUrl: string, user: string, password: string): string {
  const url = new URL(ownerUrl)
  url.username = encodeURIComponent(user)
  url.password = encodeURIComponent(password)
  return url.href
}
