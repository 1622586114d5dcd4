/**
 * As whom the amounts of meters are written: a service account with the role of a data owner on the modules of the rules, and a
 * key of it of which nobody has the secret. So an administrator sees it, takes its rights or ends it like anybody's, and the
 * history names it.
 */
import type { Knex } from 'knex'
import { giveGrant } from '../commands/giveGrant.ts'
import { addServiceAccount } from '../keys/serviceAccounts.ts'
import { makeKey } from '../keys/makeKey.ts'
import type { Identity } from '../policies/Identity.ts'

const NAME = 'Meter readings'

/** Lets the amounts be written in a module, by the account that there is or a new one. Throws as `giveGrant` does. */
export async function allowMeterWriter(
  trx: Knex.Transaction,
  identity: Identity,
  { moduleId, origin }: { moduleId: string; origin: string },
): Promise<void> {
  const { tenantId } = identity
  const known: { user_id: string; is_key_alive: boolean } | undefined = await trx('device_writers as w')
    .join('memberships as m', (on) => on.on('m.tenant_id', 'w.tenant_id').on('m.user_id', 'w.user_id'))
    .join('api_keys as k', (on) => on.on('k.tenant_id', 'w.tenant_id').on('k.id', 'w.key_id'))
    .where('w.tenant_id', tenantId)
    .whereNull('m.deleted_at')
    .first('w.user_id', trx.raw('k.revoked_at IS NULL AS is_key_alive'))
  const role = { role: 'data_owner', scope: 'module' } as const
  if (known?.is_key_alive === true) {
    await giveGrant(trx, identity, { userId: known.user_id, ...role, scopeId: moduleId, origin })
    return
  }
  const body = { name: await freeName(trx, tenantId), ...role, scope_id: moduleId }
  const userId = known?.user_id ?? (await addServiceAccount(trx, identity, { body, origin })).id
  if (known !== undefined) {
    await giveGrant(trx, identity, { userId, ...role, scopeId: moduleId, origin })
  }
  const { id } = await makeKey(trx, identity, {
    body: { name: NAME, owner_id: userId, scopes: ['rows:write'] },
    origin,
  })
  await trx('device_writers')
    .insert({ tenant_id: tenantId, user_id: userId, key_id: id })
    .onConflict('tenant_id')
    .merge()
}

/** The key that amounts are written with; null: no rule was ever made. */
export async function meterWriterKey(trx: Knex.Transaction): Promise<string | null> {
  const found: { key_id: string } | undefined = await trx('device_writers')
    .whereRaw('tenant_id = current_tenant()')
    .first('key_id')
  return found?.key_id ?? null
}

/** People may have given the name to an account of theirs. */
async function freeName(trx: Knex.Transaction, tenantId: string): Promise<string> {
  const taken: string[] = await trx('users as u')
    .join('memberships as m', 'm.user_id', 'u.id')
    .where({ 'm.tenant_id': tenantId, 'u.is_service': true })
    .where('u.name', 'like', `${NAME}%`)
    .pluck('u.name')
  let name = NAME
  for (let n = 2; taken.includes(name); n++) {
    name = `${NAME} ${n}`
  }
  return name
}
