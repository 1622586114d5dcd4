import { Skeleton } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { FactorSetDetailReply } from '#shared/api/factorSets.ts'
import { saveFile } from '#client/api/saveFile.ts'
import { Chip } from '#client/components/Chip.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { shortDate } from '#client/i18n/dates.ts'
import { num } from '#client/theme/format.ts'
import { SetActions } from './SetActions.tsx'
import { SetForm } from './SetForm.tsx'
import { SetPreview } from './SetPreview.tsx'
import { setQuery } from './setQueries.ts'
import { LAYOUT_WORDS, STATUS_LOOKS, STEP_WORDS } from './setWords.ts'
import { useSetWords } from './words/useSetWords.ts'

/** One set: before it is taken in how its file is read and what would come of it, then where it is on its way. */
export function SetDetail({ id, onGone }: { id: string; onGone: () => void }) {
  const t = useSetWords()
  const found = useQuery(setQuery(id))
  const { data: set } = found
  if (found.error !== null) {
    return <LoadFailure error={found.error} onRetry={() => void found.refetch()} />
  }
  if (set === undefined) {
    return <Skeleton height={220} />
  }
  const { tone, word } = STATUS_LOOKS[set.status]
  const isNamed = set.publisher !== '' && set.title !== '' && set.edition !== '' && set.year !== null
  return (
    <section className="sets-detail" aria-label={set.title || set.file.name}>
      <Panel
        title={<bdi>{set.title || set.file.name}</bdi>}
        aside={
          <>
            <Chip tone={tone}>{t(word)}</Chip>
            <SetActions set={set} onGone={onGone} />
          </>
        }
      >
        <Facts set={set} />
        {set.actions.includes('edit') && <SetForm key={set.id} set={set} />}
      </Panel>
      {set.actions.includes('import') && isNamed && <SetPreview set={set} />}
    </section>
  )
}

function Facts({ set }: { set: FactorSetDetailReply }) {
  const t = useSetWords()
  const { i18n } = useTranslation()
  const save = useMutation({ mutationFn: () => saveFile(`factor_sets/${set.id}/file`, {}, set.file.name) })
  const maker = set.steps[0]?.by.name ?? ''
  return (
    <>
      <dl className="kv sets-facts">
        <dt>{t('file')}</dt>
        <dd>
          <button type="button" className="link" onClick={() => save.mutate()} title={t('saveFile')}>
            <bdi>{set.file.name}</bdi>
          </button>{' '}
          <span className="cap sets-hash" dir="ltr">
            SHA-256 {set.file.sha256}
          </span>
        </dd>
        <dt>{t('layout')}</dt>
        <dd>{t(LAYOUT_WORDS[set.reading.layout])}</dd>
        {set.status !== 'uploaded' && (
          <>
            <dt>{t('publication')}</dt>
            <dd dir="auto">
              {[set.publisher, set.title, set.edition, set.licence].filter(Boolean).join(', ')}
              {set.version > 1 && <span className="dim"> · {t('version', { version: set.version })}</span>}
            </dd>
            <dt>{t('factors')}</dt>
            <dd>
              {t('takenIn', { n: num(set.factors), rejected: num(set.rejected) })}{' '}
              <Link to={`/factors?set=set.${set.id}`}>{t('showFactors')}</Link>
            </dd>
          </>
        )}
        <dt>{t('steps')}</dt>
        <dd>
          <ul className="sets-steps">
            {set.steps.map(({ step, by, at, reason }) => (
              <li key={at}>
                {t(STEP_WORDS[step])} <bdi className="fw5">{by.name}</bdi>{' '}
                <span className="cap">{shortDate(at, i18n.language)}</span>
                {reason !== '' && (
                  <div className="dim" dir="auto">
                    {reason}
                  </div>
                )}
              </li>
            ))}
          </ul>
        </dd>
      </dl>
      {set.status === 'draft' && !set.actions.includes('approve') && (
        <p className="cap">{t('waits', { name: maker })}</p>
      )}
    </>
  )
}
