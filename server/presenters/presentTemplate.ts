import type { TemplateReply } from '#shared/api/templates.ts'
import type { BuiltInTemplate, TemplateField } from '#shared/templates/tableTemplate.ts'
import type { Template } from '../models/Template.ts'

export function presentBuiltIn({ id, name, description, source, fields }: BuiltInTemplate): TemplateReply {
  const nobody = { made_by: null, can_change: false }
  return { id, kind: 'table', name, description, source, ...nobody, fields: fields.map(presentField) }
}

export function presentTemplate(
  { id, kind, name, description, fields }: Template,
  { madeBy, mayChange }: { madeBy: string | null; mayChange: boolean },
): TemplateReply {
  const own = { source: null, made_by: madeBy, can_change: mayChange }
  return { id, kind, name, description, ...own, fields: fields.map(presentField) }
}

const presentField = ({ key, name, type, unit, formula, role }: TemplateField): TemplateReply['fields'][number] => ({
  key,
  name,
  type,
  unit,
  formula,
  role,
})
