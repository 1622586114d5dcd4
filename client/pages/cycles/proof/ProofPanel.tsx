import { Button, Skeleton } from '@mantine/core'
import { IconDownload, IconShieldCheck } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { RunReply, RunsReply, SealReply } from '#shared/api/runs.ts'
import { api } from '#client/api/apiClient.ts'
import { saveFile } from '#client/api/saveFile.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { shortDate } from '#client/i18n/dates.ts'
import { num } from '#client/theme/format.ts'
import { Fact, HashFact } from '../Fact.tsx'
import { runsQuery } from '../runs/runQueries.ts'
import { VerificationResult } from './VerificationResult.tsx'
import { useProofWords } from './words/useProofWords.ts'
import './proof.css'

const ICON = { size: 15, stroke: 1.7 }

/** The seal of a locked cycle, its pack, and whether everything still is what was sealed. */
export function ProofPanel({ cycle }: { cycle: CycleReply }) {
  const t = useProofWords()
  const { data, error, refetch } = useQuery(runsQuery(cycle.id))
  const sealed = data?.data.find(({ seal }) => seal !== null)
  if (data === undefined || sealed?.seal === undefined || sealed.seal === null) {
    return (
      <Panel title={t('title', { name: cycle.name })}>
        {error !== null && data === undefined && <LoadFailure error={error} onRetry={() => void refetch()} />}
        {error === null && data === undefined && <Skeleton height={90} />}
        {data !== undefined && <p className="cap">{t('notYet')}</p>}
      </Panel>
    )
  }
  return <Sealed cycle={cycle} run={sealed} seal={sealed.seal} runs={data} />
}

function Sealed(props: { cycle: CycleReply; run: RunReply; seal: SealReply; runs: RunsReply }) {
  const { cycle, run, seal, runs } = props
  const t = useProofWords()
  const name = `${cycle.name.replaceAll(/[^\p{L}\p{N}_-]+/gu, '-')}.carbonsheet.tar.gz`
  const pack = useMutation({ mutationFn: () => saveFile(`cycles/${cycle.id}/pack`, {}, name) })
  const verification = useMutation({
    mutationFn: () => api.post(`cycles/${cycle.id}/verification`),
  })
  const rows = run.totals?.rows ?? 0
  return (
    <Panel
      title={t('title', { name: cycle.name })}
      aside={
        runs.may_take_pack && (
          <>
            <Button
              variant="default"
              leftSection={<IconShieldCheck {...ICON} />}
              loading={verification.isPending}
              onClick={() => verification.mutate()}
            >
              {t('verify')}
            </Button>
            <Button
              variant="default"
              leftSection={<IconDownload {...ICON} />}
              loading={pack.isPending}
              onClick={() => pack.mutate()}
            >
              {t('download')}
            </Button>
          </>
        )
      }
    >
      <p className="cap proof-intro">{t('intro')}</p>
      <Facts run={run} seal={seal} />
      <div role="status" className="proof-said">
        {verification.isPending && t('verifying', { count: rows, rows: num(rows, 0) })}
        {pack.isPending && t('downloading')}
        {verification.isError && t('notVerified')}
        {pack.isError && t('notDownloaded')}
        {verification.isSuccess && <VerificationResult result={verification.data} />}
      </div>
      <Access runs={runs} file={name} seal={seal} />
    </Panel>
  )
}

function Facts({ run, seal }: { run: RunReply; seal: SealReply }) {
  const t = useProofWords()
  const { i18n } = useTranslation()
  const date = shortDate(seal.sealed_at, i18n.language)
  const by =
    seal.sealed_by === null ? t('sealedBySystem', { date }) : t('sealedBy', { date, name: seal.sealed_by.name })
  return (
    <dl className="cycle-facts">
      <HashFact name={t('seal')} hash={seal.seal_hash} copy={t('copy')} copied={t('copied')} testId="seal" />
      <Fact name={t('sealed')}>
        {by} {seal.sealed_later && <span className="cap">{t('sealedLater')}</span>}
      </Fact>
      <Fact name={t('chain')}>
        {seal.previous_hash === null
          ? t('chainFirst')
          : t('chainNumber', { number: seal.sequence, hash: `${seal.previous_hash.slice(0, 12)}…` })}
      </Fact>
      {seal.unaccounted !== null && <Fact name={t('unaccounted')}>{unaccountedText(seal.unaccounted, t)}</Fact>}
      {run.totals !== null && (
        <Fact name={t('computed')}>
          {t('computedRows', {
            count: run.totals.rows,
            rows: num(run.totals.rows, 0),
            amount: num(run.totals.co2e_kg === null ? null : run.totals.co2e_kg / 1000, 3),
            engine: run.engine,
          })}
        </Fact>
      )}
    </dl>
  )
}

/** How to prove it elsewhere, or why the pack is not theirs to take. */
function Access({ runs, file, seal }: { runs: RunsReply; file: string; seal: SealReply }) {
  const t = useProofWords()
  if (runs.may_take_pack) {
    return (
      <div className="proof-offline">
        <span className="cap">{t('offline')}</span>
        <code className="mono" dir="ltr">
          npx carbonsheet verify {file} --seal {seal.seal_hash}
        </code>
      </div>
    )
  }
  const { hidden_tables: hidden } = runs
  return <p className="cap">{hidden.length === 0 ? t('forOthers') : t('hidden', { tables: hidden.join('; ') })}</p>
}

/** What nobody had accounted for at the lock, and whether whoever locked it said so. */
function unaccountedText(
  {
    s3_categories: categories,
    missing_rows: missing,
    is_confirmed: isConfirmed,
  }: NonNullable<SealReply['unaccounted']>,
  t: ReturnType<typeof useProofWords>,
): string {
  const parts = [
    ...(categories.length > 0 ? [t('unaccountedCategories', { numbers: categories.join(', ') })] : []),
    ...(missing > 0 ? [t('unaccountedMonths', { months: num(missing) })] : []),
  ]
  return parts.length === 0
    ? t('unaccountedNone')
    : `${parts.join('; ')} (${t(isConfirmed ? 'unaccountedConfirmed' : 'unaccountedUnconfirmed')})`
}
