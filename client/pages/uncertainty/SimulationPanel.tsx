import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { SimulationReply } from '#shared/api/simulations.ts'
import { api } from '#client/api/apiClient.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { neededNumber, numberIn } from '#client/features/changing/numberIn.ts'
import { useChange } from '#client/features/changing/useChange.ts'
import { simulationsQuery } from '#client/features/uncertainty/uncertaintyQueries.ts'
import { useUncertaintyWords } from '#client/features/uncertainty/words/useUncertaintyWords.ts'
import { whenAgo } from '#client/i18n/dates.ts'
import { num } from '#client/theme/format.ts'
import { Histogram } from './Histogram.tsx'

const SHOWN = ['seed', 'draws']
const DRAWN = [
  { part: 'total', basis: 'location', label: 'totalLocation' },
  { part: 'total', basis: 'market', label: 'totalMarket' },
  { part: 'scope12', basis: 'location', label: 'scope12Location' },
  { part: 'scope12', basis: 'market', label: 'scope12Market' },
] as const

const labelOf = ({ part, basis }: Pick<SimulationReply, 'part' | 'basis'>) =>
  (DRAWN.find((one) => one.part === part && one.basis === basis) ?? DRAWN[0]).label

/** Draws the total many times, and shows what came out, now and before. */
export function SimulationPanel({ cycleId }: { cycleId: string }) {
  const t = useUncertaintyWords()
  const kept = useQuery(simulationsQuery(cycleId))
  const [chosen, setChosen] = useState<string | null>(null)
  const data = kept.data?.data ?? []
  const shown = data.find(({ id }) => id === chosen) ?? data[0]
  return (
    <Panel title={t('simulation')}>
      <p className="cap unc-why">{t('simulationWhy')}</p>
      {kept.error !== null && <LoadFailure error={kept.error} onRetry={() => void kept.refetch()} />}
      {kept.data?.is_hidden === true && <p className="cap">{t('simulationHidden')}</p>}
      {kept.data?.is_hidden === false && <Form cycleId={cycleId} onDrawn={setChosen} />}
      {kept.data?.is_hidden === false && shown === undefined && <p className="cap">{t('simulationNone')}</p>}
      {shown !== undefined && <Result simulation={shown} />}
      {data.length > 1 && <Earlier data={data} shown={shown?.id} onChoose={setChosen} />}
    </Panel>
  )
}

function Form({ cycleId, onDrawn }: { cycleId: string; onDrawn: (id: string) => void }) {
  const t = useUncertaintyWords()
  const [seed, setSeed] = useState('1')
  const [draws, setDraws] = useState('10000')
  const [label, setLabel] = useState<string>(DRAWN[0].label)
  const [said, say] = useState('')
  const { part, basis } = DRAWN.find((one) => one.label === label) ?? DRAWN[0]
  const numbers = { seed: neededNumber(numberIn(seed)), draws: neededNumber(numberIn(draws)) }
  const isWhole = (number: number): boolean => Number.isInteger(number)
  const change = useChange({
    send: () => api.post(`cycles/${cycleId}/simulations`, { ...numbers, part, basis }),
    refresh: (queries) => queries.invalidateQueries({ queryKey: simulationsQuery(cycleId).queryKey }),
    onDone: ({ id }) => (say(t('said')), onDrawn(id)),
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (isWhole(numbers.seed) && isWhole(numbers.draws)) {
      change.send()
    }
  }
  const edit = (set: (text: string) => void) => (text: string) => (change.reset(), say(''), set(text))
  return (
    <form className="unc-draw" onSubmit={submit} noValidate aria-label={t('simulation')}>
      <NativeSelect
        className="unc-drawn"
        label={t('drawn')}
        value={label}
        data={DRAWN.map((one) => ({ value: one.label, label: t(one.label) }))}
        onChange={(event) => edit(setLabel)(event.currentTarget.value)}
      />
      <Whole label={t('seed')} value={seed} wrong={change.wrong('seed')} onChange={edit(setSeed)} />
      <Whole label={t('draws')} value={draws} wrong={change.wrong('draws')} onChange={edit(setDraws)} />
      <Button type="submit" loading={change.isPending}>
        {t('run', { draws: num(numbers.draws) })}
      </Button>
      {change.others(SHOWN).map((reason) => (
        <p key={reason} className="bad" role="alert">
          {reason}
        </p>
      ))}
      <span className="cap" role="status">
        {said}
      </span>
    </form>
  )
}

function Whole(props: { label: string; value: string; wrong: string | undefined; onChange: (text: string) => void }) {
  const { label, value, wrong, onChange } = props
  const t = useUncertaintyWords()
  return (
    <TextInput
      label={label}
      inputMode="numeric"
      value={value}
      error={Number.isInteger(numberIn(value)) ? wrong : t('wholeNumber')}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

function Result({ simulation }: { simulation: SimulationReply }) {
  const t = useUncertaintyWords()
  return (
    <>
      <p className="unc-of">{t(labelOf(simulation))}</p>
      <Histogram simulation={simulation} />
      <p className="cap unc-facts">
        <Facts simulation={simulation} /> · {t(simulation.is_current ? 'simulationNow' : 'simulationOld')}
      </p>
    </>
  )
}

function Facts({ simulation }: { simulation: SimulationReply }) {
  const t = useUncertaintyWords()
  const { i18n } = useTranslation()
  const { draws, quantities, seed, made_by: person, made_at: at } = simulation
  return t('simulationFacts', {
    draws: num(draws),
    quantities: num(quantities),
    seed: String(seed),
    person: person ?? t('somebody'),
    when: whenAgo(at, i18n.language),
  })
}

function Earlier(props: {
  data: readonly SimulationReply[]
  shown: string | undefined
  onChoose: (id: string) => void
}) {
  const { data, shown, onChoose } = props
  const t = useUncertaintyWords()
  return (
    <details className="unc-earlier">
      <summary className="cap">{t('earlier')}</summary>
      <ul>
        {data.map((simulation) => (
          <li key={simulation.id} className="spread cap">
            <span>
              {t(labelOf(simulation))}: <Facts simulation={simulation} />
            </span>
            <Button
              variant="subtle"
              size="compact-xs"
              disabled={simulation.id === shown}
              onClick={() => onChoose(simulation.id)}
            >
              {t('show')}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  )
}
