import { Button, VisuallyHidden } from '@mantine/core'
import { IconGauge } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { NewDeviceReply } from '#shared/api/devices.ts'
import { ListPage } from '#client/components/ListPage.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { MeterForm } from './MeterForm.tsx'
import { metersQuery } from './meterQueries.ts'
import { MeterRow } from './MeterRow.tsx'
import { MeterSecret } from './MeterSecret.tsx'
import './meters.css'
import { useMeterWords } from './words/useMeterWords.ts'

/** Meters of the company that send their readings; for its administrators. */
export function MetersPage() {
  const t = useMeterWords()
  const meters = useQuery(metersQuery())
  const [isAdding, setAdding] = useState(false)
  const [secret, setSecret] = useState<NewDeviceReply | null>(null)
  const [said, setSaid] = useState('')
  return (
    <ListPage
      title={t('title')}
      intro={t('intro')}
      list={meters}
      empty={{ icon: <IconGauge size={30} stroke={1.3} />, title: t('emptyTitle'), text: t('emptyText') }}
      add={<Button onClick={() => setAdding(true)}>{t('add')}</Button>}
      said={said}
      table={(items) => (
        <Panel pad={false}>
          <table className="tbl meters-table" aria-label={t('title')}>
            <thead>
              <tr>
                <th>{t('meter')}</th>
                <th className="meter-wide">{t('last')}</th>
                <th className="meter-wide">{t('writes')}</th>
                <th>{t('state')}</th>
                <th>
                  <VisuallyHidden>{t('actions')}</VisuallyHidden>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((meter) => (
                <MeterRow key={meter.id} of={meter} onSaid={setSaid} onSecret={setSecret} />
              ))}
            </tbody>
          </table>
        </Panel>
      )}
    >
      {isAdding && (
        <MeterForm
          of={null}
          onClose={() => setAdding(false)}
          onKept={(meter) => (setAdding(false), 'secret' in meter && setSecret(meter))}
        />
      )}
      {secret !== null && <MeterSecret of={secret} onClose={() => setSecret(null)} />}
    </ListPage>
  )
}
