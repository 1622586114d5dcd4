import type { Knex } from 'knex'
import { nameKey, type Target } from '#shared/fields/target.ts'
import { anywhere } from '#server/storage/database/anywhere.ts'
import { byName, type TargetSource } from './TargetSource.ts'

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

interface Member {
  id: string
  name: string
  email: string
  is_here: boolean
}

/**
 * The members of the tenant. `lists`: whether this person may learn of members that stand in no cell; `addresses`: whether
 * they may read e-mail addresses. Who was a member keeps the name that the history knows them by.
 */
export function peopleTargets(
  trx: Knex.Transaction,
  tenantId: string,
  { lists, addresses }: { lists: boolean; addresses: boolean },
): TargetSource {
  const members = (): Knex.QueryBuilder =>
    trx('memberships as ms')
      .join('users as u', 'u.id', 'ms.user_id')
      .where({ 'ms.tenant_id': tenantId })
      .select('u.id', 'u.name', 'u.email', trx.raw('ms.deleted_at IS NULL AND u.deleted_at IS NULL AS is_here'))
  const present = (): Knex.QueryBuilder => members().whereNull('ms.deleted_at').whereNull('u.deleted_at')
  return {
    async search(words, limit) {
      if (!lists) {
        return null
      }
      const rows = present().orderBy(['u.name', 'u.id']).limit(limit)
      for (const word of words) {
        const name = trx.raw('lower(u.name) LIKE ?', anywhere(word))
        const address = addresses
          ? trx.raw('lower(u.email) LIKE ?', anywhere(word))
          : trx.raw('lower(u.email) = ?', word)
        void rows.where((either) => void either.whereRaw(name).orWhereRaw(address))
      }
      const found: Member[] = await rows
      return found.map(({ id, name, email }) => ({ id, label: name, detail: addresses ? email : null, factor: null }))
    },
    async lookup(values) {
      const ids = values.filter((value) => UUID.test(value))
      const found = new Map<string, Target>()
      const byId: Member[] = ids.length === 0 ? [] : await members().whereIn('u.id', ids)
      for (const { id, name, is_here } of byId) {
        found.set(id, { state: is_here ? 'here' : 'gone', id, label: name })
      }
      const names = lists ? values.filter((value) => !UUID.test(value)) : []
      const keys = [...new Set(names.map(nameKey))]
      const named: Member[] =
        keys.length === 0
          ? []
          : await present().whereRaw(
              String.raw`(lower(u.email) = ANY (?) OR lower(regexp_replace(btrim(u.name), '\s+', ' ', 'g')) = ANY (?))`,
              [keys, keys],
            )
      const addressOf = new Map(named.map(({ id, email }) => [id, nameKey(email)]))
      const things = named.map(({ id, name }) => ({ id, label: name }))
      const keysOf = ({ id, label }: { id: string; label: string }): string[] => [
        nameKey(label),
        addressOf.get(id) ?? '',
      ]
      return new Map([...found, ...byName(names, things, keysOf, nameKey)])
    },
  }
}
