import type { Knex } from 'knex'
import type { NamesBody } from '#shared/api/modules.ts'
import type { Template } from '../models/Template.ts'
import type { Identity } from '../policies/Identity.ts'
import { expectRoom, recordTemplate } from './keepTemplate.ts'

/** Another name or description. Tables that were made of it stay as they are. Throws ValidationError. */
export async function renameTemplate(
  trx: Knex.Transaction,
  identity: Identity,
  template: Template,
  { names, origin }: { names: NamesBody; origin: string },
): Promise<void> {
  const { name = template.name, description = template.description } = names
  await expectRoom(trx, template.kind, name, template.id)
  if (name === template.name && description === template.description) {
    return
  }
  await trx('templates').where({ id: template.id }).update({ name, description, updated_at: trx.fn.now() })
  await recordTemplate(trx, identity, template, {
    action: 'template.rename',
    before: { name: template.name, description: template.description },
    after: { name, description },
    origin,
  })
}

/** It is offered no more. Tables that were made of it stay as they are. */
export async function retireTemplate(
  trx: Knex.Transaction,
  identity: Identity,
  template: Template,
  origin: string,
): Promise<void> {
  await trx('templates').where({ id: template.id }).update({ deleted_at: trx.fn.now() })
  await recordTemplate(trx, identity, template, {
    action: 'template.retire',
    before: { retired: false },
    after: { retired: true },
    origin,
  })
}
