import type { Knex } from 'knex'
import { nameKey, type Target } from '#shared/fields/target.ts'
import type { Field } from '#shared/fields/field.ts'
import type { SheetAddress } from '#server/collaboration/ports.ts'
import type { SheetAccess } from '#server/policies/sheetAccess.ts'
import { anywhere } from '#server/storage/database/anywhere.ts'
import { byName, type TargetSource } from './TargetSource.ts'

/** Of a row that is called nothing. */
const NAMELESS = '–'

const HIDDEN: TargetSource = {
  search: async () => null,
  lookup: async (values) =>
    new Map(values.map((value): [string, Target] => [value, { state: 'hidden', id: null, label: null }])),
}

/**
 * The rows of a sheet, called by one of its fields. Who may not read the sheet or that field gets the same answer whatever
 * there is: neither whether a row exists nor whether a name occurs.
 */
export function rowTargets(
  trx: Knex.Transaction,
  sheet: SheetAddress,
  access: SheetAccess | null,
  labelFieldId: string,
): TargetSource {
  const label = access?.readable.find(({ id }) => id === labelFieldId)
  if (access === null || label === undefined || label.type === 'formula') {
    return HIDDEN
  }
  const named = `values->>'${label.ordinal}'`
  const others = access.readable.filter(({ id }) => id !== label.id)
  const about = others.find(({ type }) => type === 'text' || type === 'option')
  const month = others.find(({ type }) => type === 'month')
  const valueOf = (field: Field | undefined): string => (field === undefined ? 'NULL' : `values->>'${field.ordinal}'`)
  const told = valueOf(about)
  const key = String.raw`lower(regexp_replace(btrim(${named}), '\s+', ' ', 'g'))`
  const rows = (): Knex.QueryBuilder =>
    trx('rows').where({ tenant_id: access.place.tenantId, table_id: sheet.tableId, cycle_id: sheet.cycleId })
  return {
    async search(words, limit) {
      const asked = words.join(' ')
      const found = rows()
        .where({ deleted: false })
        .select(
          'row_id as id',
          trx.raw(`coalesce(nullif(${named}, ''), ?) AS label, ${told} AS told, ${valueOf(month)} AS month`, [
            NAMELESS,
          ]),
        )
        .orderByRaw(`(${key} = ?) DESC, (${key} LIKE ?) DESC, ${key}, month NULLS LAST, row_id`, [
          asked,
          anywhere(asked).slice(1),
        ])
        .limit(limit)
      for (const word of words) {
        const inTold = about?.type === 'text' ? ` OR lower(${told}) LIKE ?` : ''
        void found.whereRaw(`(lower(${named}) LIKE ?${inTold})`, [
          anywhere(word),
          ...(inTold === '' ? [] : [anywhere(word)]),
        ])
      }
      const things: { id: string; label: string; told: string | null; month: string | null }[] = await found
      return things.map(({ id, label: text, told: more, month: of }) => ({
        id,
        label: text,
        detail: [shown(about, more), of].filter((part) => part !== null && part !== '').join(' · ') || null,
        factor: null,
      }))
    },
    async lookup(values) {
      const byId: { id: string; label: string; deleted: boolean }[] = await rows()
        .whereIn('row_id', values)
        .select('row_id as id', 'deleted', trx.raw(`coalesce(nullif(${named}, ''), ?) AS label`, [NAMELESS]))
      const found = new Map(
        byId.map(({ id, label: text, deleted }): [string, Target] => [
          id,
          { state: deleted ? 'gone' : 'here', id, label: deleted ? null : text },
        ]),
      )
      const texts = values.filter((value) => !found.has(value))
      const things: { id: string; label: string }[] =
        texts.length === 0
          ? []
          : await rows()
              .where({ deleted: false })
              .whereRaw(`${key} = ANY (?)`, [[...new Set(texts.map(nameKey))]])
              .select('row_id as id', trx.raw(`${named} AS label`))
      return new Map([...found, ...byName(texts, things, (thing) => [nameKey(thing.label)], nameKey)])
    },
  }
}

const shown = (field: Field | undefined, value: string | null): string | null =>
  value === null || value === '' ? null : (field?.options.find(({ id }) => id === value)?.label ?? value)
