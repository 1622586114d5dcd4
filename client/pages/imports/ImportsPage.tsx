import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { Link } from 'react-router'
import { CycleChip } from '#client/components/Chip.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { ScopeMark } from '#client/components/ScopeMark.tsx'
import { usePageTitle } from '#client/components/usePageTitle.ts'
import { PageSkeleton } from '#client/app/PageSkeleton.tsx'
import type { SheetReply } from '#shared/api/sheets.ts'
import { FilePlace } from './FilePlace.tsx'
import { ImportHistory } from './ImportHistory.tsx'
import { importedSheetQuery } from './importQueries.ts'
import { OneImport } from './OneImport.tsx'
import { useImportWords } from './words/useImportWords.ts'
import './imports.css'

/** Files that are brought to a sheet: a new one, one on its way when the address names it, and those so far. */
export function ImportsPage() {
  const { tableId = '', cycleId = '', importId } = useParams()
  const sheet = useQuery(importedSheetQuery(tableId, cycleId))
  if (sheet.data !== undefined) {
    return <Opened sheet={sheet.data} importId={importId ?? null} />
  }
  return sheet.error === null ? (
    <PageSkeleton />
  ) : (
    <LoadFailure error={sheet.error} onRetry={() => void sheet.refetch()} />
  )
}

function Opened({ sheet, importId }: { sheet: SheetReply; importId: string | null }) {
  const t = useImportWords()
  const { table, cycle, module } = sheet
  const title = t('title', { table: table.name })
  usePageTitle(title)
  const path = `/sheets/${sheet.table_id}/${sheet.cycle_id}`
  return (
    <div className="page imports">
      <div className="imports-head">
        <Link to={path} className="cap">
          {t('backToSheet')}
        </Link>
        <div className="row">
          <ScopeMark scope={module.scope} size={18} />
          <h1>{title}</h1>
          <bdi className="dim">{cycle.name}</bdi>
          <CycleChip status={cycle.status} />
        </div>
      </div>
      {importId === null ? (
        <>
          <FilePlace sheet={sheet} />
          <ImportHistory sheet={sheet} />
        </>
      ) : (
        <OneImport key={importId} id={importId} sheet={sheet} />
      )}
    </div>
  )
}
