import { Menu } from '@mantine/core'
import { IconArrowsSplit2, IconChartHistogram, IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { MENU_ICON, MoreMenu } from '#client/components/MoreMenu.tsx'
import type { InstrumentReply } from '#shared/api/instruments.ts'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { AllocateForm } from './AllocateForm.tsx'
import { AskAway } from '#client/features/changing/AskAway.tsx'
import { refreshInstruments } from './instrumentQueries.ts'
import { RateQuality } from './RateQuality.tsx'
import { useInstrumentWords } from './words/useInstrumentWords.ts'

/** What may be done with an instrument now. */
export function InstrumentActions(props: {
  instrument: InstrumentReply
  language: string
  onEdit: () => void
  onSaid: (said: string) => void
}) {
  const { instrument, language, onEdit, onSaid } = props
  const t = useInstrumentWords()
  const { cycle, cycles } = usePlace()
  const [asking, setAsking] = useState<'allocate' | 'assess' | 'delete' | null>(null)
  const { name, is_frozen: isFrozen } = instrument
  const open = cycles.filter(({ status }) => status !== 'locked')
  const current = open.find(({ id }) => id === cycle?.id) ?? open[0]
  const close = (): void => setAsking(null)
  return (
    <>
      <MoreMenu label={t('actionsOf', { name })}>
        <Menu.Item
          leftSection={<IconArrowsSplit2 {...MENU_ICON} />}
          disabled={current === undefined}
          onClick={() => setAsking('allocate')}
        >
          {t('allocate')}
        </Menu.Item>
        {current === undefined && <Menu.Label>{t('noCycle')}</Menu.Label>}
        <Menu.Item leftSection={<IconChartHistogram {...MENU_ICON} />} onClick={() => setAsking('assess')}>
          {t('assess')}
        </Menu.Item>
        {isFrozen ? (
          <Menu.Label>{t('frozen')}</Menu.Label>
        ) : (
          <Menu.Item leftSection={<IconPencil {...MENU_ICON} />} onClick={onEdit}>
            {t('edit')}
          </Menu.Item>
        )}
        {instrument.allocated_mwh === 0 && instrument.allocations.length === 0 && (
          <Menu.Item leftSection={<IconTrash {...MENU_ICON} />} onClick={() => setAsking('delete')}>
            {t('remove')}
          </Menu.Item>
        )}
      </MoreMenu>
      {asking === 'allocate' && current !== undefined && (
        <AllocateForm
          instrument={instrument}
          cycles={open}
          cycle={current}
          language={language}
          onClose={close}
          onSaid={onSaid}
        />
      )}
      {asking === 'assess' && <RateQuality instrument={instrument} onClose={close} />}
      {asking === 'delete' && (
        <AskAway
          path={`instruments/${instrument.id}`}
          refresh={refreshInstruments}
          title={t('deleteTitle', { name })}
          text={t('deleteText')}
          action={t('deleteNow')}
          onClose={close}
          onDone={() => onSaid(t('saidDeleted', { name }))}
        />
      )}
    </>
  )
}
