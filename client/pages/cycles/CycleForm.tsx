import { Button, Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { CyclePreview, CycleReply, NewCycleCheck } from '#shared/api/cycles.ts'
import type { ProjectReply } from '#shared/api/projects.ts'
import { lengthOf, PERIOD_LENGTHS, type PeriodLength } from '#shared/cycles/period.ts'
import { GWP_SETS, type GwpSet } from '#shared/emissions/gas.ts'
import { api } from '#client/api/apiClient.ts'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import { refreshCycle } from '#client/features/cycles/cycleQueries.ts'
import { useCycleWords } from '#client/features/cycles/words/useCycleWords.ts'
import {
  bodyOf,
  defaultYear,
  draftOf,
  gwpSetOf,
  hasPeriod,
  sourceOf,
  withLength,
  withStart,
  type CycleDraft,
} from './cycleDraft.ts'
import { num } from '#client/theme/format.ts'
import { PreviewNote } from './PreviewNote.tsx'

const TYPING_PAUSE_MS = 300
const LENGTHS = { year: 'lengthYear', '52-weeks': 'length52', '53-weeks': 'length53' } as const
/** The newest first. */
const GWP_WORDS = {
  AR6: 'gwpAr6',
  AR5: 'gwpAr5',
  AR5ccf: 'gwpAr5ccf',
  AR4: 'gwpAr4',
  SAR: 'gwpSar',
} as const satisfies Record<GwpSet, string>

/** Begins a cycle, or changes one: what the server would say stands below while one types. */
export function CycleForm(props: {
  project: ProjectReply
  cycles: readonly CycleReply[]
  /** Null: a new one. */
  cycle?: CycleReply
  onClose: () => void
  /** Told in a sentence. */
  onSaved: (said: string) => void
}) {
  const { project, cycles, cycle, onClose, onSaved } = props
  const { t: common } = useTranslation()
  const t = useCycleWords()
  const queries = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(cycles, cycle))
  const check = useCheck(draft, project.id, cycle)
  const source = cycle === undefined ? sourceOf(cycles, draft) : null
  const [carries, setCarries] = useState(false)
  const save = useMutation({
    mutationFn: () =>
      cycle === undefined
        ? api.post(`projects/${project.id}/cycles`, bodyOf(draft))
        : api.patch(`cycles/${cycle.id}`, bodyOf(draft)),
    async onSuccess(saved) {
      const { name } = saved
      const rows = source !== null && carries ? await carriedRows(saved.id, source.id) : null
      await refreshCycle(queries, saved)
      onSaved(
        cycle !== undefined
          ? t('saved', { name })
          : rows === null
            ? t('made', { name })
            : rows === 'failed'
              ? t('madeAlone', { name })
              : t('madeWith', { name, count: rows, rows: num(rows) }),
      )
      onClose()
    },
  })
  const problems = [save.error, check.error].flatMap((error) => (error instanceof ApiProblem ? error.details : []))
  const wrong = (path: string): string | undefined => problems.find((problem) => problem.path === path)?.message
  const isLost = save.isError && !(save.error instanceof ApiProblem && save.error.details.length > 0)
  const set = (more: Partial<CycleDraft>): void => (save.reset(), setDraft({ ...draft, ...more }))
  const submit = (event: FormEvent): void => (event.preventDefault(), save.mutate())
  const year = defaultYear(draft)
  const isVersion = cycle !== undefined && cycle.restates !== null
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={cycle === undefined ? t('newTitle', { project: project.name }) : t('editTitle', { name: cycle.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form className="cycle-form" onSubmit={submit} noValidate>
        {cycle === undefined && <p className="cap">{t('newText')}</p>}
        {isVersion && <p className="cap">{t('versionText')}</p>}
        <TextInput
          label={t('name')}
          placeholder={t('nameHint')}
          value={draft.name}
          disabled={isVersion}
          error={wrong('name')}
          maxLength={100}
          data-autofocus
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <div className="cycle-period">
          <TextInput
            type="date"
            label={t('firstDay')}
            value={draft.startsOn}
            disabled={isVersion}
            error={wrong('starts_on')}
            onChange={(event) => set(withStart(draft, event.currentTarget.value))}
          />
          <NativeSelect
            label={t('length')}
            disabled={isVersion}
            value={(hasPeriod(draft) ? lengthOf(draft) : null) ?? 'other'}
            onChange={(event) => {
              const length = PERIOD_LENGTHS.find((one) => one === event.currentTarget.value)
              set(length === undefined ? {} : withLength(draft, length))
            }}
            data={[
              ...PERIOD_LENGTHS.map((length: PeriodLength) => ({ value: length, label: t(LENGTHS[length]) })),
              { value: 'other', label: t('lengthOther') },
            ]}
          />
          <TextInput
            type="date"
            label={t('lastDay')}
            value={draft.endsOn}
            disabled={isVersion}
            error={wrong('ends_on')}
            onChange={(event) => set({ endsOn: event.currentTarget.value })}
          />
        </div>
        <NativeSelect
          label={t('gwpSet')}
          value={draft.gwpSet}
          error={wrong('gwp_set')}
          onChange={(event) => set({ gwpSet: gwpSetOf(event.currentTarget.value) })}
          data={GWP_SETS.toReversed().map((gwpSet) => ({ value: gwpSet, label: t(GWP_WORDS[gwpSet]) }))}
        />
        <TextInput
          inputMode="numeric"
          label={t('factorYear')}
          description={
            cycle === undefined && year !== null ? t('factorYearAuto', { year: String(year) }) : t('factorYearFixed')
          }
          placeholder={year === null ? '' : String(year)}
          value={draft.factorYear}
          error={wrong('factor_year')}
          onChange={(event) => set({ factorYear: event.currentTarget.value })}
        />
        {source !== null && (
          <Checkbox
            label={t('carryOver', { cycle: source.name })}
            description={t('carryOverText')}
            checked={carries}
            onChange={(event) => setCarries(event.currentTarget.checked)}
          />
        )}
        <PreviewNote warnings={check.data?.warnings ?? []} preview={check.data?.preview ?? null} />
        {isLost && <p role="alert">{t('stepFailed')}</p>}
        <div className="row dialog-actions">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {cycle !== undefined
              ? t('save')
              : draft.name.trim() === ''
                ? t('beginNow')
                : t('begin', { name: draft.name.trim() })}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

/** How many rows came over; `failed` when the server did not say so: the cycle itself has begun. */
async function carriedRows(cycleId: string, from: string): Promise<number | 'failed'> {
  try {
    const { tables } = await api.post(`cycles/${cycleId}/carry_over`, { from })
    return tables.reduce((sum, { rows }) => sum + rows, 0)
  } catch (error) {
    if (error instanceof ApiProblem) {
      return 'failed'
    }
    throw error
  }
}

interface Check {
  warnings: NewCycleCheck['warnings']
  /** Null: of a new cycle, which has no totals. */
  preview: CyclePreview | null
}

/** What the server would say, a moment after the last key. Nothing is written. */
function useCheck(draft: CycleDraft, projectId: string, cycle: CycleReply | undefined) {
  const [settled] = useDebouncedValue(draft, TYPING_PAUSE_MS)
  const { name, ...basis } = bodyOf(settled)
  return useQuery({
    // of a cycle that there is another name changes no total, and computing them takes its time
    queryKey: ['cycle-check', projectId, cycle?.id ?? null, cycle === undefined ? name : null, basis],
    async queryFn(): Promise<Check> {
      if (cycle === undefined) {
        const { warnings } = await api.post(`projects/${projectId}/cycles/check`, { name, ...basis })
        return { warnings, preview: null }
      }
      const preview = await api.post(`cycles/${cycle.id}/preview`, basis)
      return { warnings: preview.warnings, preview }
    },
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
}
