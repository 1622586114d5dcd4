import { Button, FileButton, Skeleton } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type DragEvent } from 'react'
import { Link, useSearchParams } from 'react-router'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import { reasonsOf } from '#client/api/reasonsOf.ts'
import { saveFile } from '#client/api/saveFile.ts'
import { sendFile } from '#client/api/sendFile.ts'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { usePageTitle } from '#client/components/usePageTitle.ts'
import { useMayInTenant } from '#client/permissions/ability.tsx'
import { SetDetail } from './SetDetail.tsx'
import { refreshSets, setsQuery } from './setQueries.ts'
import '../factors.css'
import './sets.css'
import { SetTable } from './SetTable.tsx'
import { useSetWords } from './words/useSetWords.ts'

const TAKEN = '.xlsx,.xlsm,.csv,.tsv,.txt'

/** Sets of factors that the company brings in files. The one that is open stands in the address. */
export function SetsPage() {
  const t = useSetWords()
  usePageTitle(t('title'))
  const queries = useQueryClient()
  const mayBring = useMayInTenant('create', 'CustomFactor')
  const [params, setParams] = useSearchParams()
  const open = params.get('set')
  const show = (id: string | null): void => setParams(id === null ? {} : { set: id }, { replace: true })
  const sets = useInfiniteQuery(setsQuery())
  const all = sets.data?.pages.flatMap((page) => page.data) ?? []
  const bring = useMutation({
    mutationFn: (file: File) => sendFile('factor_sets', file),
    async onSuccess({ id }) {
      await refreshSets(queries)
      show(id)
    },
  })
  const template = useMutation({
    mutationFn: (format: 'csv' | 'xlsx') => saveFile('factor_set_template', { format }, `factors.${format}`),
  })
  return (
    <div className="page sets">
      <div className="page-head">
        <div className="row sets-title">
          <Link to="/factors" className="cap">
            {t('back')}
          </Link>
          <h1>{t('title')}</h1>
        </div>
        <div className="actions">
          {(['xlsx', 'csv'] as const).map((format) => (
            <Button key={format} variant="default" onClick={() => template.mutate(format)}>
              {t('template', { format })}
            </Button>
          ))}
        </div>
      </div>
      {mayBring && <DropPlace isReading={bring.isPending} onFile={bring.mutate} />}
      {bring.error !== null && (
        <div className="note note-bad" role="alert">
          <div>
            {(bring.error instanceof ApiProblem ? reasonsOf(bring.error) : [t('notSent')]).map((reason) => (
              <p key={reason}>{reason}</p>
            ))}
          </div>
        </div>
      )}
      {sets.error !== null && <LoadFailure error={sets.error} onRetry={() => void sets.refetch()} />}
      {sets.isPending && <Skeleton height={120} />}
      {sets.data !== undefined && all.length === 0 && <p className="cap">{t('emptyTitle')}</p>}
      {all.length > 0 && <SetTable sets={all} open={open} onOpen={show} />}
      {sets.hasNextPage && (
        <Button variant="default" loading={sets.isFetchingNextPage} onClick={() => void sets.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
      {open !== null && <SetDetail key={open} id={open} onGone={() => show(null)} />}
    </div>
  )
}

/** A file is dropped or chosen. */
function DropPlace({ isReading, onFile }: { isReading: boolean; onFile: (file: File) => void }) {
  const t = useSetWords()
  const [isOver, setOver] = useState(false)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file !== undefined && !isReading) {
      onFile(file)
    }
  }
  return (
    <div
      className="sets-drop"
      data-over={isOver || undefined}
      onDragOver={(event) => (event.preventDefault(), setOver(true))}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <IconFileImport size={26} stroke={1.4} />
      <div>
        <p className="fw5">{t('drop')}</p>
        <p className="cap">{t('dropText')}</p>
      </div>
      <FileButton accept={TAKEN} onChange={(file) => file !== null && onFile(file)}>
        {(props) => (
          <Button {...props} loading={isReading}>
            {t('bring')}
          </Button>
        )}
      </FileButton>
      <span className="cap sets-reading" role="status">
        {isReading && t('reading')}
      </span>
    </div>
  )
}
