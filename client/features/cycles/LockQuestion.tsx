import { Button, Checkbox, Modal } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CycleBlocker, CycleReply, CycleWarning, Unaccounted } from '#shared/api/cycles.ts'
import { api } from '#client/api/apiClient.ts'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import { useMe } from '#client/api/session.ts'
import { linkToSheet } from '#client/features/emissions/rowLinks.ts'
import { num } from '#client/theme/format.ts'
import { readinessQuery, refreshCycle } from './cycleQueries.ts'
import './lockQuestion.css'
import { useCycleWords } from './words/useCycleWords.ts'

/** Asks before a cycle is locked, because it is for good; or tells everything that has to be settled before. */
export function LockQuestion({ cycle, onClose }: { cycle: CycleReply; onClose: () => void }) {
  const { t: common } = useTranslation()
  const t = useCycleWords()
  const queries = useQueryClient()
  const { name } = cycle
  const readiness = useQuery(readinessQuery(cycle.id))
  const { data: blockers, warnings } = readiness.data ?? { data: [], warnings: [] }
  const unaccounted =
    readiness.data !== undefined && isSome(readiness.data.unaccounted) ? readiness.data.unaccounted : null
  const [confirmed, setConfirmed] = useState<Unaccounted | null>(null)
  const isConfirmed = unaccounted === null || confirmed === unaccounted // what was asked anew is confirmed anew
  const lock = useMutation({
    mutationFn: () =>
      // a large cycle is locked behind the dialog, by a job: the page of cycles and the header say how far it is
      api.post(`cycles/${cycle.id}/status`, {
        status: 'locked',
        ...(unaccounted !== null && { confirms: unaccounted }),
      }),
    onSuccess: onClose,
    onError: (error) => {
      if (isBeingLocked(error)) {
        onClose()
      } else if (isBlocked(error)) {
        void readiness.refetch() // somebody emptied a cell meanwhile
      }
    },
    onSettled: () => Promise.all([refreshCycle(queries, cycle), queries.invalidateQueries({ queryKey: ['jobs'] })]),
  })
  const hasFailed = readiness.isError || (lock.isError && !isBlocked(lock.error))
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={blockers.length > 0 ? t('blockedTitle', { name }) : t('lockTitle', { name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      {hasFailed && <p role="alert">{t('stepFailed')}</p>}
      {readiness.isPending && <p role="status">{t('checking')}</p>}
      {readiness.isSuccess && blockers.length === 0 && <p>{t('lockText')}</p>}
      {blockers.length > 0 && (
        <>
          <p>{t('blockedText')}</p>
          <ul className="lock-blockers">
            {blockers.map((blocker) => (
              <Blocker
                key={`${blocker.table_id} ${blocker.kind}`}
                blocker={blocker}
                cycleId={cycle.id}
                onLeave={onClose}
              />
            ))}
          </ul>
        </>
      )}
      {warnings.length > 0 && (
        <section aria-labelledby="lock-warnings">
          <h3 id="lock-warnings">{t('warnTitle')}</h3>
          <ul className="lock-warnings">
            {warnings.map((warning) => (
              <Warning key={warning.kind} warning={warning} cycleId={cycle.id} onLeave={onClose} />
            ))}
          </ul>
        </section>
      )}
      {unaccounted !== null && (
        <NotAccounted
          unaccounted={unaccounted}
          cycleId={cycle.id}
          onLeave={onClose}
          isConfirmed={isConfirmed}
          onConfirm={blockers.length > 0 ? null : (is) => setConfirmed(is ? unaccounted : null)}
        />
      )}
      <div className="row dialog-actions">
        <Button variant="default" onClick={onClose}>
          {t('leave')}
        </Button>
        {blockers.length > 0 || readiness.isError ? (
          <Button loading={readiness.isFetching} onClick={() => void readiness.refetch()}>
            {t('checkAgain')}
          </Button>
        ) : (
          <Button
            loading={lock.isPending}
            disabled={!readiness.isSuccess || !isConfirmed}
            onClick={() => lock.mutate()}
          >
            {t('lockNow', { name })}
          </Button>
        )}
      </div>
    </Modal>
  )
}

const isBeingLocked = (error: unknown): boolean =>
  error instanceof ApiProblem && error.details.some(({ code }) => code === 'being-locked')

const isBlocked = (error: unknown): boolean => error instanceof ApiProblem && error.code === 'blocked'

const isSome = ({ s3_categories: categories, missing_rows: missing }: Unaccounted): boolean =>
  categories.length > 0 || missing > 0

/** What is neither counted nor declared, by name, for whoever locks to confirm. `onConfirm` null: nothing can be locked yet. */
function NotAccounted(props: {
  unaccounted: Unaccounted
  cycleId: string
  onLeave: () => void
  isConfirmed: boolean
  onConfirm: ((is: boolean) => void) | null
}) {
  const { unaccounted, cycleId, onLeave, isConfirmed, onConfirm } = props
  const { s3_categories: categories, missing_rows: missing } = unaccounted
  const t = useCycleWords()
  const { t: structure } = useTranslation('structure')
  const { user } = useMe()
  return (
    <section aria-labelledby="lock-unaccounted" className="lock-unaccounted">
      <h3 id="lock-unaccounted">{t('unaccountedTitle')}</h3>
      <p>{t('unaccountedText')}</p>
      <ul>
        {missing > 0 && (
          <li>
            <Link className="link" to={`/cycles?cycle=${cycleId}`} onClick={onLeave}>
              {t('unaccountedMonths', { count: missing })}
            </Link>
          </li>
        )}
        {categories.map((number) => (
          <li key={number}>
            <Link className="link" to={`/boundary?cycle=${cycleId}`} onClick={onLeave}>
              {number} · {structure(`category_${number}`)}
            </Link>
          </li>
        ))}
      </ul>
      {onConfirm !== null && (
        <Checkbox
          label={t('unaccountedConfirm', { person: user.name })}
          checked={isConfirmed}
          onChange={(event) => onConfirm(event.currentTarget.checked)}
        />
      )}
    </section>
  )
}

const WARNINGS = { well_to_tank: 'warnWellToTank', waste_transport: 'warnWasteTransport' } as const

/** What may be counted twice, with the tables where it stands. */
function Warning({ warning, cycleId, onLeave }: { warning: CycleWarning; cycleId: string; onLeave: () => void }) {
  const t = useCycleWords()
  const tables = [...warning.held_in, ...warning.again_in]
  return (
    <li>
      <p>{t(WARNINGS[warning.kind], { factors: warning.factors.join(', ') })}</p>
      <p className="row">
        {tables.map(({ table_id: id, name }) => (
          <Link key={id} className="link" to={linkToSheet(id, cycleId)} onClick={onLeave}>
            <bdi>{name}</bdi>
          </Link>
        ))}
      </p>
    </li>
  )
}

const WORDS = { incomplete: 'blockIncomplete', errors: 'blockErrors', conflicts: 'blockConflicts' } as const
const FILTERS = { incomplete: { incomplete: true }, errors: { errors: true }, conflicts: {} } as const

function Blocker({ blocker, cycleId, onLeave }: { blocker: CycleBlocker; cycleId: string; onLeave: () => void }) {
  const t = useCycleWords()
  const { kind, table_id: tableId, count, name, module_name: moduleName, mwh } = blocker
  if (kind === 'instruments') {
    return (
      <li>
        <Link to="/instruments" onClick={onLeave}>
          <b dir="auto">{name}</b>
          <span className="warn">{t('blockInstruments', { mwh: num(mwh ?? 0) })}</span>
        </Link>
      </li>
    )
  }
  if (kind === 'hidden' || tableId === null) {
    return <li>{t('blockHidden')}</li>
  }
  return (
    <li>
      <Link to={linkToSheet(tableId, cycleId, FILTERS[kind])} onClick={onLeave}>
        <b dir="auto">{name}</b>
        <span className="cap" dir="auto">
          {moduleName}
        </span>
        <span className={kind === 'incomplete' ? 'warn' : 'bad'}>
          {t(WORDS[kind], { count: count ?? 0, rows: num(count) })}
        </span>
      </Link>
    </li>
  )
}
