import { Modal, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { type Sending, useChange } from '#client/features/changing/useChange.ts'

/** For how many hours an old secret may go on beside its successor. */
const HOURS = [0, 1, 24, 168] as const
type OverlapWord = `overlap${(typeof HOURS)[number]}`

/** Gives something another secret, with a time in which the old one counts as well. */
export function RotateSecret<Reply>(props: {
  /** Makes the new secret; the old one goes on for so many hours. */
  send: (overlapHours: number) => Promise<Reply>
  title: string
  /** `rotateText`, `overlap` and `rotateNow`, and each time as `overlap24`. */
  t: (key: 'rotateText' | 'overlap' | 'rotateNow' | OverlapWord) => string
  refresh: Sending<Reply>['refresh']
  onClose: () => void
  onDone: (reply: Reply) => void
}) {
  const { send, title, t, refresh, onClose, onDone } = props
  const { t: common } = useTranslation()
  const [hours, setHours] = useState<(typeof HOURS)[number]>(24)
  const change = useChange({ send: () => send(hours), refresh, onDone })
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': common('close') }}>
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault()
          change.send()
        }}
      >
        <p>{t('rotateText')}</p>
        <NativeSelect
          label={t('overlap')}
          value={String(hours)}
          onChange={(event) => setHours(HOURS.find((one) => String(one) === event.currentTarget.value) ?? 24)}
          data={HOURS.map((one) => ({ value: String(one), label: t(`overlap${one}`) }))}
        />
        <DialogFoot change={change} shown={[]} action={t('rotateNow')} onClose={onClose} />
      </form>
    </Modal>
  )
}
