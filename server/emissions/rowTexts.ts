import type { Knex } from 'knex'

import { readableFields, rolesOn } from '../policies/field.ts'
import type { Identity } from '../policies/Identity.ts'
import { fieldsByTable } from './fieldsByTable.ts'

/** As many as name a row: a code and a name. */
const MOST_TEXTS = 2

/**
 * By table the ordinals of the texts by which a person knows a row: the first text fields of the table that they may
 * read. A text that is hidden from them is passed over.
 */
export async function rowTextOrdinals(
  trx: Knex.Transaction,
  identity: Identity,
  { projectId, cycleId }: { projectId: string; cycleId: string },
  tables: readonly { id: string; moduleId: string }[],
): Promise<Map<string, number[]>> {
  const fields = await fieldsByTable(
    trx,
    tables.map((table) => table.id),
    cycleId,
  )
  return new Map(
    tables.map(({ id, moduleId }) => {
      const readable = readableFields(
        fields.get(id) ?? [],
        rolesOn(identity.grants, { projectId, moduleId }),
        identity.grants,
      )
      const texts = readable.filter((field) => field.type === 'text').slice(0, MOST_TEXTS)
      return [id, texts.map((field) => field.ordinal)]
    }),
  )
}
