import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { TemplateReply } from '#shared/api/templates.ts'
import { isBuiltIn } from './templateQueries.ts'

/** Which template something is made of; empty: none. Ready-made ones that fit the place come first. */
export function TemplateSelect(props: {
  templates: readonly TemplateReply[]
  chosen: string
  error: string | undefined
  /** Whether a ready-made one is meant for the place. */
  fitting?: (template: TemplateReply) => boolean
  onChoose: (template: TemplateReply | null) => void
}) {
  const { templates, chosen, error, fitting = () => false, onChoose } = props
  const { t } = useTranslation('structure')
  const group = (name: string, of: readonly TemplateReply[]) => ({
    group: name,
    items: of.map((one) => ({ value: one.id, label: one.name })),
  })
  const builtIn = templates.filter(isBuiltIn)
  const groups = [
    group(
      t('ownTemplates'),
      templates.filter((one) => !isBuiltIn(one)),
    ),
    group(t('fittingTemplates'), builtIn.filter(fitting)),
    group(
      t('builtInTemplates'),
      builtIn.filter((one) => !fitting(one)),
    ),
  ]
  return (
    <NativeSelect
      label={t('beginWith')}
      value={chosen}
      error={error}
      data={[{ value: '', label: t('noTemplate') }, ...groups.filter(({ items }) => items.length > 0)]}
      onChange={(event) => onChoose(templates.find(({ id }) => id === event.currentTarget.value) ?? null)}
    />
  )
}
