import type { Knex } from 'knex'
import type { ProblemDetail } from '#shared/api/problem.ts'
import type { CopyNote } from '#shared/api/copies.ts'
import type { NewTemplateBody } from '#shared/api/templates.ts'
import type { Field } from '#shared/fields/field.ts'
import { templateField, type TemplateField } from '#shared/templates/tableTemplate.ts'
import { isSameText } from '../commands/fieldNames.ts'
import { recordAudit } from '../commands/recordAudit.ts'
import type { CopySource } from '../copies/CopySource.ts'
import { comingAlong, notesOf } from '../copies/draftCopies.ts'
import { NotFoundError } from '../errors/NotFoundError.ts'
import { ValidationError } from '../errors/ValidationError.ts'
import { Template } from '../models/Template.ts'
import type { Identity } from '../policies/Identity.ts'

/** Of one tenant; more are a mess that nobody finds anything in. */
const MOST_TEMPLATES = 500

export interface NewTemplate {
  source: CopySource
  body: NewTemplateBody
  origin: string
}

/**
 * Keeps a table, or one field of it, as far as its maker may read it: rights, rules, choices with their factors, formulas.
 * References stay behind, their table is elsewhere. Throws ValidationError, and NotFoundError for a field that is not there.
 */
export async function keepTemplate(
  trx: Knex.Transaction,
  identity: Identity,
  { source, body, origin }: NewTemplate,
): Promise<{ template: Template; notes: CopyNote[] }> {
  const kind = body.field_id === null ? 'table' : 'field'
  const readable = comingAlong(source, new Set())
  const asked = body.field_id === null ? readable : readable.filter(({ id }) => id === body.field_id)
  const kept = asked.filter(({ type }) => type !== 'reference')
  await expectRoom(trx, kind, body.name)
  if (kind === 'field' && kept.length === 0) {
    const isKnown = source.readable.some(({ id }) => id === body.field_id)
    throw isKnown ? new ValidationError([STAYS]) : new NotFoundError('field')
  }
  const template = await Template.query(trx)
    .insert({
      tenantId: identity.tenantId,
      kind,
      name: body.name,
      description: body.description,
      fields: kept.map(withoutPlace),
      madeBy: identity.userId,
    })
    .returning('*')
  await recordTemplate(trx, identity, template, {
    action: 'template.create',
    before: null,
    after: { kind, name: body.name, fields: kept.length, table_id: source.table.id },
    origin,
  })
  const left = asked.filter(({ type }) => type === 'reference')
  const notes = left.map(({ name }): CopyNote => ({
    table: source.table.name,
    field: name,
    code: 'reference',
    cells: null,
  }))
  return { template, notes: kind === 'table' ? [...notesOf(source, new Set()), ...notes] : [] }
}

const STAYS: ProblemDetail = {
  path: 'field_id',
  code: 'wrong-type',
  message:
    'It points at another table or computes with one, which is there once, or its formula is not yours to read. Choose another column.',
}

const withoutPlace = (field: Field): TemplateField => {
  const {
    key,
    name,
    type,
    unit,
    options,
    required,
    formula,
    role,
    readers,
    writers,
    rules = null,
    released = false,
  } = field
  return templateField({ key, name, type, unit, options, required, rules, formula, role, readers, writers, released })
}

/** A name that nothing of its kind has, and one template more. */
export async function expectRoom(
  trx: Knex.Transaction,
  kind: Template['kind'],
  name: string,
  exceptId: string | null = null,
): Promise<void> {
  await trx.raw('SELECT pg_advisory_xact_lock(hashtext(current_tenant()::text || ?))', ['templates'])
  const others = (await Template.query(trx).whereNull('deleted_at')).filter(({ id }) => id !== exceptId)
  if (others.some((other) => other.kind === kind && isSameText(other.name, name))) {
    const message = `There is a template “${name}” already. Give this one another name.`
    throw new ValidationError([{ path: 'name', code: 'taken', message }])
  }
  if (others.length >= MOST_TEMPLATES) {
    const message = `There are ${MOST_TEMPLATES} templates. Retire some of them first.`
    throw new ValidationError([{ path: '', code: 'too-many', message }])
  }
}

interface Recorded {
  action: string
  before: Readonly<Record<string, unknown>> | null
  after: Readonly<Record<string, unknown>> | null
  origin: string
}

export async function recordTemplate(
  trx: Knex.Transaction,
  { tenantId, userId, sessionId }: Identity,
  { id }: Template,
  recorded: Recorded,
): Promise<void> {
  const by = { tenantId, actorId: userId, actorKind: 'user', sessionId } as const
  await recordAudit(trx, { ...by, subjectKind: 'template', subjectId: id, ...recorded })
}
