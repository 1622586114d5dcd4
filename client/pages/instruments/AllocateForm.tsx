import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { InstrumentReply, NewAllocationBody } from '#shared/api/instruments.ts'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { Scope2Site } from '#shared/api/scope2.ts'
import { isAmount } from '#shared/scope2/instrument.ts'
import { marketCovers } from '#shared/scope2/markets.ts'
import { api } from '#client/api/apiClient.ts'
import { numberIn } from '#client/features/changing/numberIn.ts'
import { scope2Query } from './instrumentQueries.ts'
import { allocationText, mwhText } from './sourceWords.ts'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useChange } from '#client/features/changing/useChange.ts'
import { refreshInstruments } from './instrumentQueries.ts'
import { useInstrumentWords } from './words/useInstrumentWords.ts'

const ALL = ''
const MICRO = 1e6

const SHOWN = ['cycle_id', 'site', 'from_month', 'to_month', 'mwh']

/** Covers consumption by an instrument: what is left of it, and what is open there, stand beside the amount. */
export function AllocateForm(props: {
  instrument: InstrumentReply
  /** Those that take changes. */
  cycles: readonly CycleReply[]
  cycle: CycleReply
  language: string
  onClose: () => void
  onSaid: (said: string) => void
}) {
  const { instrument, cycles, language, onClose, onSaid } = props
  const { t: common } = useTranslation()
  const t = useInstrumentWords()
  const [cycle, setCycle] = useState(props.cycle)
  const months = (one: CycleReply) => ({ from: one.starts_on.slice(0, 7), to: one.ends_on.slice(0, 7) })
  const [draft, setDraft] = useState({ site: ALL, mwh: '', ...months(cycle) })
  const { data } = useQuery(scope2Query(cycle.id))
  const sites = (data?.sites ?? []).filter((site) => isCovered(instrument, site))
  const mwh = numberIn(draft.mwh)
  const body: NewAllocationBody = {
    cycle_id: cycle.id,
    site: draft.site === ALL ? null : draft.site,
    from_month: draft.from,
    to_month: draft.to,
    mwh,
  }
  const change = useChange({
    send: () => api.post(`instruments/${instrument.id}/allocations`, body),
    refresh: refreshInstruments,
    onDone({ allocations }) {
      const made = allocations.findLast((one) => one.cycle_id === cycle.id && one.site === body.site)
      const what = made === undefined ? cycle.name : allocationText(t, made, language)
      onSaid(t('saidAllocated', { name: instrument.name, what }))
      onClose()
    },
  })
  const isNumber = !Number.isNaN(mwh)
  const set = (more: Partial<typeof draft>): void => (change.reset(), setDraft({ ...draft, ...more }))
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (isNumber) {
      change.send()
    }
  }
  const chosen = draft.site === ALL ? sites : sites.filter(({ site }) => site === draft.site)
  const consumed = chosen.reduce((sum, site) => sum + site.mwh, 0)
  const open = chosen.reduce((sum, site) => sum + openOf(site), 0)
  const left = instrument.remaining_mwh
  const most = Math.floor(Math.min(open, left ?? open) * MICRO + 1e-3) / MICRO
  const rest = left === null ? null : Math.round((left - (isNumber ? (mwh ?? 0) : 0)) * MICRO) / MICRO
  const takesAmount = instrument.type !== 'residual_mix'
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('allocateTitle', { name: instrument.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form className="dialog-form" onSubmit={submit} noValidate>
        <div className="dialog-pair">
          <NativeSelect
            label={t('cycle')}
            value={cycle.id}
            error={change.wrong('cycle_id')}
            onChange={(event) => {
              const next = cycles.find(({ id }) => id === event.currentTarget.value) ?? cycle
              setCycle(next)
              set({ site: ALL, ...months(next) })
            }}
            data={cycles.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <NativeSelect
            label={t('site')}
            value={draft.site}
            error={change.wrong('site')}
            onChange={(event) => set({ site: event.currentTarget.value })}
            data={[
              { value: ALL, label: t('allSites') },
              ...sites.flatMap(({ site, name }) => (site === null ? [] : [{ value: site, label: name ?? site }])),
            ]}
          />
        </div>
        <div className="dialog-pair">
          <TextInput
            type="month"
            label={t('fromMonth')}
            value={draft.from}
            error={change.wrong('from_month')}
            onChange={(event) => set({ from: event.currentTarget.value })}
          />
          <TextInput
            type="month"
            label={t('toMonth')}
            value={draft.to}
            error={change.wrong('to_month')}
            onChange={(event) => set({ to: event.currentTarget.value })}
          />
        </div>
        {takesAmount && (
          <TextInput
            label={t('allocateMwh')}
            description={isAmount(instrument.type) ? undefined : t('allocateRest')}
            inputMode="decimal"
            value={draft.mwh}
            error={isNumber ? change.wrong('mwh') : t('notANumber')}
            data-autofocus
            onChange={(event) => set({ mwh: event.currentTarget.value })}
          />
        )}
        <p className="cap" role="status">
          {rest !== null && <span className={rest < 0 ? 'bad' : ''}>{t('leftOf', { mwh: mwhText(rest) })}</span>}{' '}
          {data !== undefined && t('consumedThere', { mwh: mwhText(consumed), open: mwhText(open) })}
        </p>
        {takesAmount && isAmount(instrument.type) && most > 0 && (
          <div>
            <Button variant="default" size="xs" onClick={() => set({ mwh: String(most) })}>
              {t('takeAll', { mwh: mwhText(most) })}
            </Button>
          </div>
        )}
        <DialogFoot change={change} shown={SHOWN} action={t('allocateNow')} onClose={onClose} />
      </form>
    </Modal>
  )
}

const isCovered = ({ carrier, market }: InstrumentReply, site: Scope2Site): boolean =>
  site.carrier === carrier && site.markets.some((grid) => marketCovers(market, grid))

/** What no certificate, contract or amount at a supplier's rate covers. */
function openOf({ lines }: Scope2Site): number {
  return lines.filter(({ source }) => !isCertain(source)).reduce((sum, { mwh }) => sum + mwh, 0)
}

const isCertain = (source: Scope2Site['lines'][number]['source']): boolean =>
  source === 'certificate' || source === 'contract'
