import { Button, Skeleton, Tooltip } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ImportReply } from '#shared/api/imports.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import { useMe } from '#client/api/session.ts'
import { Chip } from '#client/components/Chip.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { importsPath } from '#client/features/imports/useBringFile.ts'
import { whenAgo } from '#client/i18n/dates.ts'
import { num } from '#client/theme/format.ts'
import { STATE_LOOKS } from './importLooks.ts'
import { importsQuery } from './importQueries.ts'
import { useImportWords } from './words/useImportWords.ts'

/** What was brought to a sheet: which file, by whom, when, and what became of its rows. */
export function ImportHistory({ sheet }: { sheet: SheetReply }) {
  const t = useImportWords()
  const found = useInfiniteQuery(importsQuery(sheet.table_id, sheet.cycle_id))
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = found
  const all = data?.pages.flatMap((page) => page.data)
  return (
    <Panel title={t('historyTitle')} aside={<span className="cap">{t('historyOwn')}</span>}>
      {error !== null && all === undefined && <LoadFailure error={error} onRetry={() => void refetch()} />}
      {error === null && all === undefined && <Skeleton height={90} />}
      {all?.length === 0 && <p className="cap">{t('historyNone')}</p>}
      {all !== undefined && all.length > 0 && <Brought imports={all} sheet={sheet} />}
      {hasNextPage && (
        <Button variant="subtle" size="compact-sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </Panel>
  )
}

const COUNTED = ['added', 'changed', 'rejected'] as const

function Brought({ imports, sheet }: { imports: readonly ImportReply[]; sheet: SheetReply }) {
  const t = useImportWords()
  const { i18n } = useTranslation()
  const { user } = useMe()
  return (
    <div className="scroll-x">
      <table className="tbl tbl-dense" aria-label={t('historyTitle')}>
        <thead>
          <tr>
            <th>{t('file')}</th>
            <th>{t('state')}</th>
            {COUNTED.map((count) => (
              <th key={count} className="r">
                {t(count)}
              </th>
            ))}
            <th>{t('by')}</th>
            <th>{t('at')}</th>
            <th>{t('hash')}</th>
          </tr>
        </thead>
        <tbody>
          {imports.map(({ id, file, state, counts, made_by: by, created_at: at }) => (
            <tr key={id}>
              <td>
                {by?.id === user.id ? (
                  <Link className="link" to={`${importsPath(sheet)}/${id}`}>
                    <bdi>{file.name}</bdi>
                  </Link>
                ) : (
                  <bdi>{file.name}</bdi>
                )}
              </td>
              <td>
                <Chip tone={STATE_LOOKS[state].tone}>{t(STATE_LOOKS[state].word)}</Chip>
              </td>
              {COUNTED.map((count) => (
                <td key={count} className="r">
                  <bdi>{num(counts?.[count])}</bdi>
                </td>
              ))}
              <td dir="auto">{by?.name}</td>
              <td>{whenAgo(at, i18n.language)}</td>
              <td>
                <Tooltip label={file.sha256}>
                  <bdi className="mono">{file.sha256.slice(0, 12)}…</bdi>
                </Tooltip>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
