import type { Knex } from 'knex'
import type { TemplateKind } from '#shared/api/templates.ts'
import { BUILT_IN_TEMPLATES } from '#shared/templates/builtInTemplates.ts'
import { templateIn } from '#shared/templates/inLanguage.ts'
import type { TemplateField } from '#shared/templates/tableTemplate.ts'
import type { TemplateLanguage } from '#shared/templates/templateLanguage.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import { Template } from '../models/Template.ts'

/** A template whoever it is of. */
export interface FoundTemplate {
  id: string
  name: string
  description: string
  fields: readonly TemplateField[]
}

/** Throws NotFoundError for one that is not there, of another kind, or retired. A ready-made one is told in `language`. */
export async function foundTemplate(
  trx: Knex.Transaction,
  id: string,
  { kind, language = 'en' }: { kind: TemplateKind; language?: TemplateLanguage },
): Promise<FoundTemplate> {
  const builtIn = kind === 'table' ? BUILT_IN_TEMPLATES.find((one) => one.id === id) : undefined
  const told = builtIn === undefined ? undefined : templateIn(builtIn, language)
  const found = told ?? (UUID.test(id) ? await ownTemplate(trx, id) : undefined)
  if (found === undefined || (found instanceof Template && found.kind !== kind)) {
    throw new NotFoundError('template')
  }
  return found
}

/** One of the tenant that is not retired. */
export const ownTemplate = (trx: Knex.Transaction, id: string): Promise<Template | undefined> =>
  Template.query(trx).findOne({ id }).whereNull('deleted_at').execute()

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
