import { Button, Modal } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CycleBlocker, CycleReply, CycleWarning } from '#shared/api/cycles.ts'
import { api } from '#client/api/apiClient.ts'
import { ApiProblem } from '#client/api/ApiProblem.ts'
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
  const lock = useMutation({
    mutationFn: () => api.post<CycleReply>(`cycles/${cycle.id}/status`, { status: 'locked' }),
    onSuccess: onClose,
    onError: (error) => (isBlocked(error) ? readiness.refetch() : undefined), // somebody emptied a cell meanwhile
    onSettled: () => refreshCycle(queries, cycle),
  })
  const { data: blockers, warnings } = readiness.data ?? { data: [], warnings: [] }
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
      <div className="row dialog-actions">
        <Button variant="default" onClick={onClose}>
          {t('leave')}
        </Button>
        {blockers.length > 0 || readiness.isError ? (
          <Button loading={readiness.isFetching} onClick={() => void readiness.refetch()}>
            {t('checkAgain')}
          </Button>
        ) : (
          <Button loading={lock.isPending} disabled={!readiness.isSuccess} onClick={() => lock.mutate()}>
            {t('lockNow', { name })}
          </Button>
        )}
      </div>
    </Modal>
  )
}

const isBlocked = (error: unknown): boolean => error instanceof ApiProblem && error.code === 'blocked'

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
