import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { AmountState, DeviceMonthsReply, DeviceReply } from '#shared/api/devices.ts'
import { api } from '#client/api/apiClient.ts'
import { Chip } from '#client/components/Chip.tsx'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useChange } from '#client/features/changing/useChange.ts'
import { monthName } from '#client/i18n/dates.ts'
import { pct } from '#client/theme/format.ts'
import { amountText, MeterAmount } from './MeterAmount.tsx'
import { refreshMeters } from './meterQueries.ts'
import { useMeterWords } from './words/useMeterWords.ts'

type MeterMonth = DeviceMonthsReply['data'][number]
type Amount = MeterMonth['amounts'][number]

const STATES = {
  written: ['ok', 'isWritten', null],
  incomplete: ['warn', 'waits', 'stateIncomplete'],
  differs: ['warn', 'waits', 'stateDiffers'],
  locked: ['lock', 'isLocked', 'stateLocked'],
  'no-cycle': ['warn', 'waits', 'stateNoCycle'],
  'several-cycles': ['warn', 'waits', 'stateSeveralCycles'],
  'several-rows': ['warn', 'waits', 'stateSeveralRows'],
  refused: ['bad', 'isRefused', 'stateRefused'],
} as const satisfies Readonly<Record<AmountState, readonly [string, string, string | null]>>

interface OfMonth {
  of: DeviceReply
  month: MeterMonth
  amount: Amount
  onSaid: (said: string) => void
}

/** What a rule made of a month: that it is in the sheet, or why it waits, and the way to have it written all the same. */
export function WrittenAmount({ of, month, amount, onSaid }: OfMonth) {
  const t = useMeterWords()
  const [isAsking, setAsking] = useState(false)
  const rule = of.rules.find(({ id }) => id === amount.rule_id)
  const [tone, word, reason] = STATES[amount.state]
  const isElse = amount.state === 'differs' && amount.cell_value === null
  const why = isElse ? 'stateDiffersElse' : reason
  const shown = <MeterAmount value={amount.value} unit={rule?.unit ?? null} />
  const mayAccept = amount.value !== null && (amount.state === 'incomplete' || amount.state === 'differs')
  return (
    <div className="meter-written">
      {amount.cycle_id === null || rule === undefined ? (
        shown
      ) : (
        <Link className="num-link" to={`/sheets/${rule.table_id}/${amount.cycle_id}`}>
          {shown}
        </Link>
      )}
      <Chip tone={tone}>{t(word)}</Chip>
      {mayAccept && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAsking(true)}>
          {t('accept')}
        </Button>
      )}
      {why !== null && <span className="cap">{t(why, { value: amountText(amount.cell_value) })}</span>}
      {isAsking && amount.value !== null && (
        <AcceptAmount
          of={of}
          month={month}
          amount={{ ...amount, value: amount.value }}
          unit={rule?.unit ?? ''}
          onClose={() => setAsking(false)}
          onSaid={onSaid}
        />
      )}
    </div>
  )
}

function AcceptAmount(
  props: Omit<OfMonth, 'amount'> & { amount: Amount & { value: number }; unit: string; onClose: () => void },
) {
  const { of, month, amount, unit, onClose, onSaid } = props
  const t = useMeterWords()
  const { t: common, i18n } = useTranslation()
  const { rule_id: rule, value, state } = amount
  const change = useChange({
    send: () => api.post(`devices/${of.id}/rules/${rule}/accept`, { month: month.month, value }),
    refresh: refreshMeters,
    onDone: () => (onSaid(t('saidAccepted')), onClose()),
  })
  const title = t('acceptTitle', {
    amount: `${amountText(value)} ${unit}`.trim(),
    month: monthName(month.month, i18n.language, true),
  })
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': common('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          change.send()
        }}
      >
        {month.share < 1 && <p>{t('acceptIncomplete', { share: pct(Math.floor(month.share * 1000) / 10) })}</p>}
        {state === 'differs' && <p>{t('acceptDiffers')}</p>}
        <DialogFoot change={change} shown={[]} action={t('acceptNow')} onClose={onClose} />
      </form>
    </Modal>
  )
}
