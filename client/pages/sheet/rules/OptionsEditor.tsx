import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useRef } from 'react'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import type { OptionDraft } from './rulesDraft.ts'

/** The choices of a column, in order. Enter in one goes on with a new one behind it. */
export function OptionsEditor(props: {
  options: readonly OptionDraft[]
  error: string | undefined
  t: SheetTranslate
  onChange: (options: readonly OptionDraft[]) => void
}) {
  const { options, t, onChange } = props
  const list = useRef<HTMLUListElement>(null)
  const last = options.reduce((highest, { at }) => Math.max(highest, at), 0)
  const addBehind = (index: number): void => {
    onChange([...options.slice(0, index + 1), { at: last + 1, label: '' }, ...options.slice(index + 1)])
    requestAnimationFrame(() => list.current?.querySelectorAll('input')[index + 1]?.focus())
  }
  return (
    <fieldset className="options-editor">
      <legend>{t('newColumnOptions')}</legend>
      <ul ref={list}>
        {options.map((option, index) => (
          <li key={option.at}>
            <TextInput
              size="xs"
              aria-label={t('rulesOption', { n: index + 1 })}
              value={option.label}
              maxLength={100}
              onChange={(event) => onChange(options.with(index, { ...option, label: event.currentTarget.value }))}
              onKeyDown={(event) => {
                if (event.key === 'Enter') {
                  event.preventDefault()
                  addBehind(index)
                }
              }}
            />
            <ActionIcon
              aria-label={t('rulesOptionRemove', { option: option.label })}
              onClick={() => onChange(options.toSpliced(index, 1))}
            >
              <IconX size={14} stroke={1.6} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {props.error !== undefined && <p className="cap bad">{props.error}</p>}
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconPlus size={13} stroke={1.8} />}
        onClick={() => addBehind(options.length - 1)}
      >
        {t('rulesOptionAdd')}
      </Button>
    </fieldset>
  )
}
