import { unitText } from '#client/grid/unitText.ts'
import { TYPE_WORDS } from '../newColumn/typeWords.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import type { DesignedField } from './designedFields.ts'
import { rolesText } from './rolesText.ts'

/** What a field is, to read. */
export function FieldFacts({ field, t }: { field: DesignedField; t: SheetTranslate }) {
  const { known, type, readers, writers } = field
  const facts: [label: string, value: string | null][] = [
    [t('newColumnType'), t(TYPE_WORDS[type])],
    [t(type === 'factor' ? 'newColumnPer' : 'newColumnUnit'), unitText(known?.unit ?? null) || null],
    [t('designerKey'), field.key],
    [t('designerRole'), known?.role === null || known === null ? null : t(`role_${known.role}`)],
    [t('newColumnFormula'), known?.formula ?? null],
    [
      t('newColumnOptions'),
      known === null || known.options.length === 0 ? null : known.options.map(({ label }) => label).join(', '),
    ],
    [t('rulesRequired'), known?.required === true ? t('designerYes') : null],
    [t('rightsRead'), rolesText(readers, t) ?? t('rightsEverybodyReads')],
    [
      t('rightsWrite'),
      type === 'formula' ? t('rightsComputed') : (rolesText(writers, t) ?? t('rightsEverybodyWrites')),
    ],
  ]
  return (
    <section className="designer-editor" aria-labelledby="designed-field">
      <h1 id="designed-field">
        <bdi>{field.name}</bdi>
      </h1>
      <dl className="designer-facts">
        {facts.map(([label, value]) =>
          value === null ? null : (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ),
        )}
      </dl>
      <p className="cap">{t('designerReadOnly')}</p>
    </section>
  )
}
