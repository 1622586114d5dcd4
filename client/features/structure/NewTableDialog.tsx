import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { ModuleReply } from '#shared/api/modules.ts'
import type { TemplateReply } from '#shared/api/templates.ts'
import { api } from '#client/api/apiClient.ts'
import { NamesForm } from './NamesForm.tsx'
import { StructureDialog } from './StructureDialog.tsx'
import { TemplateFields } from './TemplateFields.tsx'
import { templateLanguage, templatesQuery } from './templateQueries.ts'
import { TemplateSelect } from './TemplateSelect.tsx'
import './structure.css'

/** A table of a template, which opens as a sheet; or one without fields, whose designer opens. */
export function NewTableDialog(props: { module: ModuleReply; cycleId: string; onClose: () => void }) {
  const { module, cycleId, onClose } = props
  const { t, i18n } = useTranslation('structure')
  const go = useNavigate()
  const { data } = useQuery(templatesQuery(i18n.language, 'table'))
  const [names, setNames] = useState({ name: '', description: '' })
  const [template, setTemplate] = useState<TemplateReply | null>(null)
  const tables = `modules/${module.id}/tables` as const
  const choose = (one: TemplateReply | null): void => {
    // what was typed stays; what came with another template goes with it
    const isTyped = names.name !== (template?.name ?? '') || names.description !== (template?.description ?? '')
    setTemplate(one)
    if (!isTyped) {
      setNames({ name: one?.name ?? '', description: one?.description ?? '' })
    }
  }
  return (
    <StructureDialog
      title={t('newTableTitle')}
      action={t('newTableAdd')}
      places={['name', 'description']}
      isReady={names.name.trim() !== ''}
      size="lg"
      testId="new-table"
      send={() =>
        template === null
          ? api.post(tables, names)
          : api.post(`${tables}/from_template`, {
              ...names,
              template_id: template.id,
              language: templateLanguage(i18n.language),
            })
      }
      onDone={({ id }) => void go(`/sheets/${id}/${cycleId}${template === null ? '/fields' : ''}`)}
      onClose={onClose}
    >
      {(said) => (
        <>
          <TemplateSelect
            templates={data?.data ?? []}
            fitting={(one) => fits(one, module)}
            chosen={template?.id ?? ''}
            error={said('template_id')}
            onChoose={choose}
          />
          <NamesForm names={names} said={said} onChange={setNames} />
          {template !== null && <TemplateFields template={template} />}
        </>
      )}
    </StructureDialog>
  )
}

/** A ready-made table of the module's scope, and of its category where it has one. */
const fits = ({ categories }: TemplateReply, { scope, s3_category: category }: ModuleReply): boolean =>
  scope === 3 ? category !== null && categories.includes(category) : categories.length === 0
