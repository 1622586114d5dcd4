import type { Knex } from 'knex'
import type { Field } from '#shared/fields/field.ts'
import { recordsIn } from './recordLines.ts'
import { readableFields, rolesOn } from '../policies/field.ts'
import type { Identity } from '../policies/Identity.ts'
import { FieldRecord, ModuleRecord, TableRecord } from '../runs/packRecords.ts'

/**
 * Names of the tables in a run of which a person may not read every field now, also of fields that were retired since. Empty:
 * they may read all of it, as far as their role goes.
 */
export async function hiddenInRun(
  trx: Knex.Transaction,
  identity: Identity,
  { runId, projectId }: { runId: string; projectId: string },
): Promise<string[]> {
  const files: { name: string; content: string | null }[] = await trx('run_files')
    .where({ run_id: runId })
    .whereIn('name', ['modules.ndjson', 'tables.ndjson', 'fields.ndjson'])
    .select('name', 'content')
  const modules = new Map(recordsIn(files, 'modules.ndjson', ModuleRecord).map(({ id, name }) => [id, name]))
  const frozen = recordsIn(files, 'fields.ndjson', FieldRecord)
  const now: Pick<Field, 'id' | 'readers' | 'gathers' | 'released'>[] = await trx('fields')
    .whereIn(
      'id',
      frozen.map(({ id }) => id),
    )
    .select('id', 'readers', 'gathers', 'released')
  const current = new Map(now.map((field) => [field.id, field]))
  const byTable = Map.groupBy(frozen, (field) => field.table_id)
  return recordsIn(files, 'tables.ndjson', TableRecord).flatMap((table) => {
    const fields = (byTable.get(table.id) ?? []).map((field) => ({ ...field, ...current.get(field.id) }))
    const roles = rolesOn(identity.grants, { projectId, moduleId: table.module_id })
    const readable = readableFields(fields, roles, identity.grants)
    const isWhole =
      readable.length === fields.length && readable.every((field, index) => field.formula === fields[index]!.formula)
    return isWhole ? [] : [`${modules.get(table.module_id) ?? ''}, ${table.name}`]
  })
}
