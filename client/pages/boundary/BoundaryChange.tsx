import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { BoundaryPreviewBody } from '#shared/api/boundary.ts'
import type { CycleReply } from '#shared/api/cycles.ts'
import { Delta } from '#client/features/emissions/Delta.tsx'
import { pct, tonnes } from '#client/theme/format.ts'
import { boundaryPreviewQuery } from './boundaryQueries.ts'
import { useBoundaryWords } from './words/useBoundaryWords.ts'

const TYPING_PAUSE_MS = 300
const MOST_SITES = 6

/** What a change does to the totals of a cycle. `body`: null when there is none, or it cannot be read. */
export function BoundaryChange({ cycle, body }: { cycle: CycleReply; body: BoundaryPreviewBody | null }) {
  const t = useBoundaryWords()
  const [settled] = useDebouncedValue(JSON.stringify(body), TYPING_PAUSE_MS)
  const asked: BoundaryPreviewBody | null = JSON.parse(settled)
  const { data } = useQuery(boundaryPreviewQuery(cycle.id, asked))
  const shown = body === null || asked === null ? undefined : data
  return (
    <section className="boundary-change" aria-live="polite" aria-label={t('changeTitle', { cycle: cycle.name })}>
      {shown !== undefined && (
        <>
          <h3>{t('changeTitle', { cycle: cycle.name })}</h3>
          {shown.sites.length === 0 ? (
            <p className="cap">{t('changeNone')}</p>
          ) : (
            <ul>
              <li className="boundary-change-total">
                <span>{t('total')}</span>
                <Amounts before={shown.before_kg} after={shown.after_kg} />
              </li>
              {shown.sites.slice(0, MOST_SITES).map((site) => (
                <li key={site.site}>
                  <span className="ell" dir="auto">
                    {site.name}{' '}
                    <span className="cap">
                      <bdi>
                        {pct(site.before_share * 100, 1)} → {pct(site.after_share * 100, 1)}
                      </bdi>
                    </span>
                  </span>
                  <Amounts before={site.before_kg} after={site.after_kg} />
                </li>
              ))}
              {shown.sites.length > MOST_SITES && (
                <li className="cap">{t('changeMore', { count: shown.sites.length - MOST_SITES })}</li>
              )}
            </ul>
          )}
        </>
      )}
    </section>
  )
}

function Amounts({ before, after }: { before: number | null; after: number | null }) {
  const t = useBoundaryWords()
  const inTonnes = (kg: number | null): string => tonnes(kg === null ? null : kg / 1000)
  return (
    <span>
      {t('changeAmounts', { before: inTonnes(before), after: inTonnes(after) })}{' '}
      {before !== null && after !== null && before !== after && <Delta now={after} before={before} />}
    </span>
  )
}
