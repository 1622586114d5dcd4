import { Button, Skeleton, Tooltip } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { ExportReply } from '#shared/api/exports.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { whenAgo } from '#client/i18n/dates.ts'
import { num } from '#client/theme/format.ts'
import { exportsQuery } from './exportsQuery.ts'
import { useExportWords } from './words/useExportWords.ts'
import './exports.css'

/** Who took which file from a cycle, with the hash by which it is known again. */
export function ExportsPanel({ cycle }: { cycle: CycleReply }) {
  const t = useExportWords()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    exportsQuery(cycle.id),
  )
  const taken = data?.pages.flatMap((page) => page.data)
  return (
    <Panel title={t('historyTitle')} aside={<span className="cap">{t('historyOwn')}</span>}>
      {error !== null && taken === undefined && <LoadFailure error={error} onRetry={() => void refetch()} />}
      {error === null && taken === undefined && <Skeleton height={90} />}
      {taken?.length === 0 && <p className="cap">{t('historyNone')}</p>}
      {taken !== undefined && taken.length > 0 && <Taken files={taken} />}
      {hasNextPage && (
        <Button variant="subtle" size="compact-sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('historyMore')}
        </Button>
      )}
    </Panel>
  )
}

function Taken({ files }: { files: readonly ExportReply[] }) {
  const t = useExportWords()
  const { i18n } = useTranslation()
  return (
    <div className="scroll-x">
      <table className="tbl tbl-dense exports-table">
        <thead>
          <tr>
            <th>{t('file')}</th>
            <th>{t('by')}</th>
            <th>{t('at')}</th>
            <th className="num">{t('rows')}</th>
            <th className="num">{t('size')}</th>
            <th>{t('hash')}</th>
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <tr key={file.id}>
              <td>
                <bdi>{file.file_name}</bdi>
              </td>
              <td>{file.made_by?.name}</td>
              <td>{whenAgo(file.started_at, i18n.language)}</td>
              <td className="num">{num(file.rows)}</td>
              <td className="num">{sizeText(file.bytes)}</td>
              <td>
                <Mark file={file} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Mark({ file: { state, sha256 } }: { file: ExportReply }) {
  const t = useExportWords()
  if (state !== 'sent' || sha256 === null) {
    return <span className="cap">{t(state === 'sending' ? 'sending' : 'brokenOff')}</span>
  }
  return (
    <Tooltip label={sha256}>
      <bdi className="mono">{sha256.slice(0, 12)}…</bdi>
    </Tooltip>
  )
}

/** Bytes as people see sizes of files. */
function sizeText(bytes: number | null): string {
  if (bytes === null) {
    return num(null)
  }
  const isLarge = bytes >= 1_000_000
  return isLarge ? `${num(bytes / 1_000_000, 1)} MB` : `${num(bytes / 1000, 1)} kB`
}
