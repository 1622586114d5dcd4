import { Button } from '@mantine/core'
import { IconArchive, IconRuler2, IconTemplate } from '@tabler/icons-react'
import { useState } from 'react'
import type { SheetReply } from '#shared/api/sheets.ts'
import { KeepTemplateDialog } from '#client/features/structure/KeepTemplateDialog.tsx'
import { fieldOf } from '#client/grid/model/fieldOf.ts'
import { RetireDialog } from '../retire/RetireDialog.tsx'
import { RulesDialog } from '../rules/RulesDialog.tsx'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import type { DesignedField } from './designedFields.ts'
import { FieldHistory } from './FieldHistory.tsx'
import { MeaningEditor } from './MeaningEditor.tsx'
import { RightsEditor } from './RightsEditor.tsx'

const ICON = { size: 15, stroke: 1.6 } as const

/** Everything about one field that may be changed, and what became of it. */
export function FieldEditor(props: {
  ground: SheetReply
  field: DesignedField
  t: SheetTranslate
  onChanged: (said: string) => void
}) {
  const { ground, field, t, onChanged } = props
  const { table_id: tableId } = ground
  const [dialog, setDialog] = useState<'rules' | 'keep' | 'retire' | null>(null)
  const { known } = field
  return (
    <section className="designer-editor" aria-labelledby="designed-field">
      <div className="spread">
        <h1 id="designed-field">
          <bdi>{field.name}</bdi>
        </h1>
        {known !== null && (
          <div className="row">
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconRuler2 {...ICON} />}
              onClick={() => setDialog('rules')}
            >
              {t('designerRules')}
            </Button>
            {known.type !== 'reference' && (
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconTemplate {...ICON} />}
                onClick={() => setDialog('keep')}
              >
                {t('designerKeep')}
              </Button>
            )}
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconArchive {...ICON} />}
              onClick={() => setDialog('retire')}
            >
              {t('retireOpen')}
            </Button>
          </div>
        )}
      </div>
      <p className="cap">
        <code dir="ltr">{field.key}</code>
        {known !== null && known.role !== null && <> · {t(`role_${known.role}`)}</>}
      </p>
      {known === null ? (
        <p className="note note-info">{t('designerHidden')}</p>
      ) : (
        <MeaningEditor
          // begins anew when somebody else has changed it
          key={JSON.stringify([known.type, known.unit, known.formula])}
          ground={ground}
          field={known}
          t={t}
          onChanged={() => onChanged(t('meaningChanged', { column: field.name }))}
        />
      )}
      <RightsEditor
        key={JSON.stringify([field.readers, field.writers, field.released])}
        tableId={tableId}
        field={field}
        t={t}
        onChanged={() => onChanged(t('rightsChanged', { column: field.name }))}
      />
      <FieldHistory tableId={tableId} fieldId={field.id} t={t} />
      {dialog === 'rules' && known !== null && (
        <RulesDialog
          description={ground}
          field={fieldOf(known)}
          t={t}
          onClose={() => {
            setDialog(null)
            onChanged('')
          }}
        />
      )}
      {dialog === 'keep' && known !== null && (
        <KeepTemplateDialog
          tableId={tableId}
          fieldId={known.id}
          name={known.name}
          description=""
          onKept={({ template }) => onChanged(t('designerKept', { name: template.name }))}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'retire' && known !== null && (
        <RetireDialog
          tableId={tableId}
          field={fieldOf(known)}
          t={t}
          onRetired={() => onChanged(t('retired', { column: field.name }))}
          onClose={() => setDialog(null)}
        />
      )}
    </section>
  )
}
