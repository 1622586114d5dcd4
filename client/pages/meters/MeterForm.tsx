import { Modal, NativeSelect, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { DeviceReply, NewDeviceReply } from '#shared/api/devices.ts'
import { DEVICE_KINDS } from '#shared/readings/MonthMeter.ts'
import { api } from '#client/api/apiClient.ts'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useDraft } from '#client/features/changing/useDraft.ts'
import { INTERVALS, meterBody, meterChange, meterDraftOf, newMeterDraft, unreadable } from './meterDraft.ts'
import { refreshMeters } from './meterQueries.ts'
import { type MeterTranslate, useMeterWords } from './words/useMeterWords.ts'

const SHOWN = ['name', 'serial', 'site', 'kind', 'unit', 'rolls_over_at', 'interval_minutes', 'time_zone']
const HOUR = 60
const DAY = 24 * HOUR

/** Adds a meter, or changes one; what its readings are stays as it is. */
export function MeterForm(props: {
  /** Null: a new one. */
  of: DeviceReply | null
  onClose: () => void
  /** With its credential when it is new. */
  onKept: (meter: DeviceReply | NewDeviceReply) => void
}) {
  const { of, onClose, onKept } = props
  const t = useMeterWords()
  const { t: common } = useTranslation()
  const { draft, set, wrong, change, form, submit } = useDraft(
    () => (of === null ? newMeterDraft(Intl.DateTimeFormat().resolvedOptions().timeZone) : meterDraftOf(of)),
    {
      unreadable,
      told: () => t('notANumber'),
      sending: (now) => ({
        send: (): Promise<DeviceReply | NewDeviceReply> =>
          of === null ? api.post('devices', meterBody(now)) : api.patch(`devices/${of.id}`, meterChange(now)),
        refresh: refreshMeters,
        onDone: onKept,
      }),
    },
  )
  const intervals = [...new Set([...INTERVALS, draft.intervalMinutes])].toSorted((a, b) => a - b)
  const text = (key: 'name' | 'serial' | 'site' | 'unit', more: object = {}) => (
    <TextInput
      label={t(key)}
      dir="auto"
      value={draft[key]}
      error={wrong(key)}
      onChange={(event) => set({ [key]: event.currentTarget.value })}
      {...more}
    />
  )
  return (
    <Modal
      opened
      onClose={onClose}
      title={of === null ? t('newTitle') : t('changeTitle', { name: of.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form ref={form} className="dialog-form" onSubmit={submit} noValidate>
        {text('name', { placeholder: t('nameHint'), 'data-autofocus': true })}
        <div className="dialog-pair">
          {text('serial')}
          {text('site')}
        </div>
        {of === null && (
          <>
            <NativeSelect
              label={t('kind')}
              value={draft.kind}
              error={wrong('kind')}
              onChange={(event) =>
                set({ kind: DEVICE_KINDS.find((one) => one === event.currentTarget.value) ?? 'counter' })
              }
              data={DEVICE_KINDS.map((kind) => ({ value: kind, label: t(kind) }))}
            />
            {text('unit', { placeholder: t('unitHint'), dir: 'ltr' })}
          </>
        )}
        {draft.kind === 'counter' && (
          <TextInput
            label={t('rollsOver')}
            description={t('rollsOverHelp')}
            inputMode="decimal"
            dir="ltr"
            value={draft.rollsOverAt}
            error={wrong('rolls_over_at')}
            onChange={(event) => set({ rollsOverAt: event.currentTarget.value })}
          />
        )}
        <div className="dialog-pair">
          <NativeSelect
            label={t('every')}
            value={String(draft.intervalMinutes)}
            error={wrong('interval_minutes')}
            onChange={(event) => set({ intervalMinutes: Number(event.currentTarget.value) })}
            data={intervals.map((minutes) => ({ value: String(minutes), label: lengthText(t, minutes) }))}
          />
          <TextInput
            label={t('timeZone')}
            dir="ltr"
            value={draft.timeZone}
            error={wrong('time_zone')}
            onChange={(event) => set({ timeZone: event.currentTarget.value })}
          />
        </div>
        <p className="cap">{t('timeZoneHelp')}</p>
        <DialogFoot change={change} shown={SHOWN} action={t('keep')} onClose={onClose} />
      </form>
    </Modal>
  )
}

function lengthText(t: MeterTranslate, minutes: number): string {
  if (minutes % DAY === 0) {
    return t('days', { count: minutes / DAY })
  }
  return minutes % HOUR === 0 ? t('hours', { count: minutes / HOUR }) : t('minutes', { count: minutes })
}
