import { Button, NativeSelect, Popover, TextInput } from '@mantine/core'
import { IconClockEdit } from '@tabler/icons-react'
import { useState } from 'react'
import { CHANGED_BY, CHANGED_SINCE, CHANGED_WHAT, type ChangedFilter } from '#shared/views/changedFilter.ts'
import { today } from '#client/grid/today.ts'
import type { SheetTranslate } from '../words/useSheetWords.ts'

const DATE = 'date'

/** Chooses rows by when, how and by whom they changed. */
export function ChangesPopover(props: {
  changed: ChangedFilter | null
  /** The person was here before, on this device. */
  hasVisit: boolean
  t: SheetTranslate
  onChange: (changed: ChangedFilter) => void
}) {
  const { t } = props
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-start"
      offset={4}
      width={260}
      trapFocus
      returnFocus
      shadow="md"
      withinPortal
    >
      <Popover.Target>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconClockEdit size={14} stroke={1.8} />}
          onClick={() => setOpen((is) => !is)}
        >
          {t('changesOpen')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <ChangesForm
          {...props}
          onChange={(changed) => {
            props.onChange(changed)
            setOpen(false)
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}

function ChangesForm({ changed, hasVisit, t, onChange }: Parameters<typeof ChangesPopover>[0]) {
  const [draft, setDraft] = useState<ChangedFilter>(changed ?? { what: 'changed', since: 'today', by: 'anyone' })
  const set = (change: Partial<ChangedFilter>): void => setDraft((one) => ({ ...one, ...change }))
  const words = CHANGED_SINCE.filter((word) => word !== 'visit' || hasVisit)
  const isDate = !CHANGED_SINCE.some((word) => word === draft.since)
  return (
    <form
      className="filter-form"
      onSubmit={(event) => {
        event.preventDefault()
        onChange(draft)
      }}
    >
      <b className="filter-title">{t('changesTitle')}</b>
      <NativeSelect
        size="xs"
        label={t('changesWhat')}
        value={draft.what}
        data={CHANGED_WHAT.map((what) => ({ value: what, label: t(`changed_${what}`) }))}
        onChange={({ currentTarget: { value } }) =>
          set({ what: CHANGED_WHAT.find((one) => one === value) ?? 'changed' })
        }
      />
      <NativeSelect
        size="xs"
        label={t('changesSince')}
        value={isDate ? DATE : draft.since}
        data={[
          ...words.map((word) => ({ value: word, label: t(`changedSince_${word}`) })),
          { value: DATE, label: t('changedSince_date') },
        ]}
        onChange={({ currentTarget: { value } }) => set({ since: value === DATE ? today('date') : value })}
      />
      {isDate && (
        <TextInput
          size="xs"
          type="date"
          required
          label={t('changesDate')}
          value={draft.since}
          onChange={({ currentTarget: { value } }) => set({ since: value })}
        />
      )}
      <NativeSelect
        size="xs"
        label={t('changesBy')}
        value={draft.by}
        data={CHANGED_BY.map((by) => ({ value: by, label: t(`changedBy_${by}`) }))}
        onChange={({ currentTarget: { value } }) => set({ by: CHANGED_BY.find((one) => one === value) ?? 'anyone' })}
      />
      <p className="cap">{t('changesHint')}</p>
      <Button type="submit" size="xs">
        {t('applyFilter')}
      </Button>
    </form>
  )
}
