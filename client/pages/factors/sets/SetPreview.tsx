import { Button, Checkbox, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FactorSetDetailReply, FactorSetPreviewReply } from '#shared/api/factorSets.ts'
import { api } from '#client/api/apiClient.ts'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import { reasonsOf } from '#client/api/reasonsOf.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { useChange } from '#client/features/changing/useChange.ts'
import { num } from '#client/theme/format.ts'
import { ChangedFactors, RejectedRows } from './PreviewLists.tsx'
import { previewQuery, refreshSets } from './setQueries.ts'
import { useSetWords } from './words/useSetWords.ts'

/** What taking a set in would do: new, changed, gone, and every row that gives no factor. Nothing is real before the button. */
export function SetPreview({ set }: { set: FactorSetDetailReply }) {
  const t = useSetWords()
  const preview = useQuery(previewQuery(set.id))
  const { data, error } = preview
  return (
    <Panel title={t('preview')} aside={<span className="cap">{t('basis')}</span>}>
      {error instanceof ApiProblem && error.details.length > 0 ? (
        <div className="note note-bad" role="alert">
          <div>
            {reasonsOf(error).map((reason) => (
              <p key={reason}>{reason}</p>
            ))}
          </div>
        </div>
      ) : (
        error !== null && <LoadFailure error={error} onRetry={() => void preview.refetch()} />
      )}
      {error === null && data === undefined && <Skeleton height={160} />}
      {error === null && data !== undefined && <Previewed set={set} preview={data} />}
    </Panel>
  )
}

const COUNTED = ['added', 'changed', 'unchanged', 'missing', 'rejected'] as const

function Previewed({ set, preview }: { set: FactorSetDetailReply; preview: FactorSetPreviewReply }) {
  const t = useSetWords()
  const { counts, against } = preview
  const [seen, setSeen] = useState<number | null>(null)
  const change = useChange({
    send: () => api.post(`factor_sets/${set.id}/import`, { rejected: counts.rejected }),
    refresh: refreshSets,
    onDone: () => undefined,
  })
  const good = counts.added + counts.changed + counts.unchanged
  const isSeen = counts.rejected === 0 || seen === counts.rejected
  return (
    <div className="sets-preview">
      <p className="dim">
        {against === null
          ? t('againstNothing')
          : t('against', { publisher: against.publisher, edition: against.edition })}
      </p>
      <dl className="sets-counts">
        {COUNTED.map((kind) => (
          <div key={kind}>
            <dt className="cap">{t(kind)}</dt>
            <dd>
              <bdi>{num(counts[kind])}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {counts.unusable > 0 && <p className="cap">{t('unusable', { n: num(counts.unusable) })}</p>}
      <RejectedRows rows={preview.rejected} all={counts.rejected} />
      <ChangedFactors title={t('changed')} factors={preview.changed} all={counts.changed} />
      <ChangedFactors title={t('added')} factors={preview.added} all={counts.added} />
      {preview.missing.length > 0 && (
        <details>
          <summary>
            {t('missing')} ({num(counts.missing)})
          </summary>
          <ul className="sets-missing">
            {preview.missing.map(({ id, name, unit }) => (
              <li key={id}>
                <bdi>{name}</bdi> <bdi className="dim">{unit}</bdi>
              </li>
            ))}
          </ul>
        </details>
      )}
      {counts.rejected > 0 && (
        <Checkbox
          label={t('takeInLess', { n: num(counts.rejected) })}
          checked={isSeen}
          onChange={(event) => setSeen(event.currentTarget.checked ? counts.rejected : null)}
        />
      )}
      {change.others([]).map((reason) => (
        <p key={reason} className="bad" role="alert">
          {reason}
        </p>
      ))}
      <div className="row sets-take">
        <Button disabled={!isSeen || good === 0} loading={change.isPending} onClick={change.send}>
          {t('takeIn', { n: num(good) })}
        </Button>
        <span className="cap">{t('takeInText')}</span>
      </div>
    </div>
  )
}
