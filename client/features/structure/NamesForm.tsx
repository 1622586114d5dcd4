import { TextInput, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SaidOf } from './StructureDialog.tsx'

export interface Names {
  name: string
  description: string
}

/** What a module or a table is called, and what belongs in it. */
export function NamesForm(props: { names: Names; said: SaidOf; onChange: (names: Names) => void }) {
  const { names, said, onChange } = props
  const { t } = useTranslation('structure')
  return (
    <>
      <TextInput
        label={t('name')}
        value={names.name}
        maxLength={100}
        dir="auto"
        error={said('name')}
        onChange={(event) => onChange({ ...names, name: event.currentTarget.value })}
        data-autofocus
      />
      <Textarea
        label={t('description')}
        description={t('descriptionHint')}
        value={names.description}
        maxLength={500}
        autosize
        minRows={2}
        dir="auto"
        error={said('description')}
        onChange={(event) => onChange({ ...names, description: event.currentTarget.value })}
      />
    </>
  )
}
