import type { TemplateReply } from '#shared/api/templates.ts'
import type { BuiltInTemplate, TemplateField } from '#shared/templates/tableTemplate.ts'
import type { Template } from '../models/Template.ts'

export function presentBuiltIn(template: BuiltInTemplate): TemplateReply {
  const { id, name, description, source, categories, method, notTwice, parameters = {}, fields } = template
  return {
    id,
    kind: 'table',
    name,
    description,
    source,
    categories: [...categories],
    method,
    not_twice: notTwice,
    parameters: Object.entries(parameters).map(([key, unit]) => ({ key, unit })),
    made_by: null,
    can_change: false,
    fields: fields.map(presentField),
  }
}

export function presentTemplate(
  { id, kind, name, description, fields }: Template,
  { madeBy, mayChange }: { madeBy: string | null; mayChange: boolean },
): TemplateReply {
  const nothing = { source: null, categories: [], method: null, not_twice: null, parameters: [] }
  const own = { made_by: madeBy, can_change: mayChange }
  return { id, kind, name, description, ...nothing, ...own, fields: fields.map(presentField) }
}

const presentField = ({ key, name, type, unit, formula, role }: TemplateField): TemplateReply['fields'][number] => ({
  key,
  name,
  type,
  unit,
  formula,
  role,
})
