import type { Knex } from 'knex'
import { keyFrom } from '#shared/fields/keyFrom.ts'
import type { Field } from '#shared/fields/field.ts'
import { recordAudit } from '../commands/recordAudit.ts'
import { SheetField } from '../models/SheetField.ts'
import { SheetTable } from '../models/SheetTable.ts'
import type { Identity } from '../policies/Identity.ts'

/** A table that is not there yet. Its fields have their ids and addresses already, in their order. */
export interface TableDraft {
  id: string
  moduleId: string
  name: string
  description: string
  fields: readonly Field[]
  /** What it is made of, for the log. */
  from: Readonly<Record<string, unknown>>
}

/** Makes tables, each behind the others of its module. The caller has locked the modules and looked at the names. */
export async function insertTables(
  trx: Knex.Transaction,
  identity: Identity,
  drafts: readonly TableDraft[],
  origin: string,
): Promise<SheetTable[]> {
  const tables: SheetTable[] = []
  for (const draft of drafts) {
    tables.push(await insertTable(trx, identity.tenantId, draft))
  }
  const fields = drafts.flatMap((draft) =>
    draft.fields.map((field, position) => ({
      ...columnsOf(field),
      id: field.id,
      tenantId: identity.tenantId,
      tableId: draft.id,
      position,
    })),
  )
  // what references show is there before them
  for (const field of [...fields].sort((a, b) => Number(a.type === 'reference') - Number(b.type === 'reference'))) {
    await SheetField.query(trx).insert(field)
  }
  if (fields.some(({ formula }) => formula !== null)) {
    // The parser is large and rarely needed, so it is loaded with the first formula.
    const { settleGathers } = await import('../commands/settleGathers.ts')
    for (const { id } of drafts) {
      await settleGathers(trx, identity.tenantId, id)
    }
  }
  for (const [at, { id, moduleId, name, key }] of tables.entries()) {
    await recordAudit(trx, {
      tenantId: identity.tenantId,
      actorId: identity.userId,
      actorKind: 'user',
      sessionId: identity.sessionId,
      action: 'table.create',
      subjectKind: 'table',
      subjectId: id,
      before: null,
      after: { module_id: moduleId, name, key, fields: drafts[at]!.fields.length, ...drafts[at]!.from },
      origin,
    })
  }
  return tables
}

async function insertTable(
  trx: Knex.Transaction,
  tenantId: string,
  { id, moduleId, name, description }: TableDraft,
): Promise<SheetTable> {
  const others = await SheetTable.query(trx).where({ module_id: moduleId })
  const taken = new Set(others.filter(({ deletedAt }) => deletedAt === null).map(({ key }) => key))
  const position = Math.max(-1, ...others.map((table) => table.position)) + 1
  return SheetTable.query(trx)
    .insert({ id, tenantId, moduleId, name, description, position, key: keyFrom(name, taken, 'table') })
    .returning('*')
}

/** The columns of a field that do not say where it stands. */
export function columnsOf(field: Field): Partial<SheetField> {
  const { ordinal, key, name, type, unit, options, required, rules, formula, role, readers, writers, released } = field
  return {
    ordinal,
    key,
    name,
    type,
    unit,
    options: [...options],
    required,
    rules: rules ?? null,
    formula,
    role,
    readers: readers === null ? null : [...readers],
    writers: writers === null ? null : [...writers],
    released: released ?? false,
    targetTableId: field.targetTableId ?? null,
    targetFieldId: field.targetFieldId ?? null,
  }
}
