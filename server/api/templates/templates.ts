import type { Knex } from 'knex'
import {
  NewTemplateBody,
  NewTemplateReply,
  TemplateBody,
  TemplatesQuery,
  TemplatesReply,
  type TemplateReply,
} from '#shared/api/templates.ts'
import { BUILT_IN_TEMPLATES } from '#shared/templates/builtInTemplates.ts'
import { templateIn } from '#shared/templates/inLanguage.ts'
import { loadTableSource } from '#server/copies/CopySource.ts'
import { NotFoundError } from '#server/errors/NotFoundError.ts'
import { Template } from '#server/models/Template.ts'
import { authorize, authorizeKind, may } from '#server/policies/authorize.ts'
import type { Identity } from '#server/policies/Identity.ts'
import { presentBuiltIn, presentTemplate } from '#server/presenters/presentTemplate.ts'
import { inTenant } from '#server/storage/database/inTenant.ts'
import { renameTemplate, retireTemplate } from '#server/templates/changeTemplate.ts'
import { ownTemplate } from '#server/templates/foundTemplate.ts'
import { keepTemplate } from '#server/templates/keepTemplate.ts'
import { route } from '../routing/Route.ts'

const TAG = 'Copies and templates'

const list = route({
  method: 'get',
  path: '/templates',
  tag: TAG,
  summary: 'Tables and fields to make others of; for whoever designs tables somewhere',
  query: TemplatesQuery,
  reply: TemplatesReply,
  async handle({ identity, query, services }) {
    authorizeKind(identity, 'read', 'Template')
    const kind = query['filter[kind]']
    const own = await inTenant(services.db, identity.tenantId, async (trx) => {
      const found = await Template.query(trx)
        .whereNull('deleted_at')
        .where(kind === undefined ? {} : { kind })
        .orderBy(['name', 'id'])
      return presented(trx, identity, found)
    })
    const builtIn = kind === 'field' ? [] : BUILT_IN_TEMPLATES.map((one) => templateIn(one, query.language))
    return { data: [...builtIn.map(presentBuiltIn), ...own] }
  },
})

const keep = route({
  method: 'post',
  path: '/templates',
  tag: TAG,
  summary: 'Keep a table, or one of its fields, as a template; for administrators of its module',
  body: NewTemplateBody,
  reply: NewTemplateReply,
  async handle({ identity, body, services, ip }) {
    return inTenant(services.db, identity.tenantId, async (trx) => {
      const source = await loadTableSource(trx, identity, body.table_id)
      authorize(identity, 'manage', 'Table', { tenantId: identity.tenantId, ...source.place })
      const { template, notes } = await keepTemplate(trx, identity, { source, body, origin: ip })
      return { template: (await presented(trx, identity, [template]))[0]!, notes }
    })
  },
})

const change = route({
  method: 'patch',
  path: '/templates/{id}',
  tag: TAG,
  summary: 'Give a template another name or description; for administrators of the company and for who made it',
  body: TemplateBody,
  reply: null,
  async handle({ identity, params, body, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      const template = await loadChangeable(trx, identity, params['id']!)
      await renameTemplate(trx, identity, template, { names: body, origin: ip })
    })
  },
})

const retire = route({
  method: 'delete',
  path: '/templates/{id}',
  tag: TAG,
  summary: 'Offer a template no more; what was made of it stays',
  reply: null,
  async handle({ identity, params, services, ip }) {
    await inTenant(services.db, identity.tenantId, async (trx) => {
      await retireTemplate(trx, identity, await loadChangeable(trx, identity, params['id']!), ip)
    })
  },
})

export const templateRoutes = [list, keep, change, retire]

async function loadChangeable(trx: Knex.Transaction, identity: Identity, id: string): Promise<Template> {
  const { tenantId } = identity
  const template = await ownTemplate(trx, id)
  if (template === undefined || !may(identity, 'read', 'Template', { tenantId })) {
    throw new NotFoundError('template')
  }
  authorize(identity, 'manage', 'Template', { tenantId, userId: template.madeBy })
  return template
}

async function presented(
  trx: Knex.Transaction,
  identity: Identity,
  templates: readonly Template[],
): Promise<TemplateReply[]> {
  const makers: { id: string; name: string }[] = await trx('users')
    .whereIn('id', [...new Set(templates.map(({ madeBy }) => madeBy))])
    .select('id', 'name')
  const nameOf = new Map(makers.map(({ id, name }) => [id, name]))
  return templates.map((template) => {
    const place = { tenantId: identity.tenantId, userId: template.madeBy }
    const madeBy = nameOf.get(template.madeBy) ?? null
    return presentTemplate(template, { madeBy, mayChange: may(identity, 'manage', 'Template', place) })
  })
}
