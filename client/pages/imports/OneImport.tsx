import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { ImportReply } from '#shared/api/imports.ts'
import type { SheetReply } from '#shared/api/sheets.ts'
import { assertNever } from '#shared/result/assertNever.ts'
import { Chip } from '#client/components/Chip.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { importsPath } from '#client/features/imports/useBringFile.ts'
import { ImportSteps } from './ImportSteps.tsx'
import { STATE_LOOKS } from './importLooks.ts'
import { importQuery } from './importQueries.ts'
import { KeptFile } from './KeptFile.tsx'
import { MatchColumns } from './MatchColumns.tsx'
import { ReadAgain } from './ReadAgain.tsx'
import { Reverted } from './Reverted.tsx'
import { ReviewImport } from './ReviewImport.tsx'
import { useImportWords } from './words/useImportWords.ts'
import { Working } from './Working.tsx'

/** One import, wherever it is on its way. It may be left at any time: what is done, is done on the server. */
export function OneImport({ id, sheet }: { id: string; sheet: SheetReply }) {
  const t = useImportWords()
  const found = useQuery(importQuery(id))
  const { data } = found
  if (data === undefined) {
    return found.error === null ? (
      <Skeleton height={220} />
    ) : (
      <LoadFailure error={found.error} onRetry={() => void found.refetch()} />
    )
  }
  const { tone, word } = STATE_LOOKS[data.state]
  return (
    <section className="imports-one" aria-label={data.file.name}>
      <div className="imports-file">
        <b>
          <bdi>{data.file.name}</bdi>
        </b>
        <Chip tone={tone}>{t(word)}</Chip>
        <bdi className="cap mono imports-hash" title={data.file.sha256}>
          {t('hash')} {data.file.sha256.slice(0, 12)}…
        </bdi>
        <KeptFile found={data} />
        <Link className="cap link" to={importsPath(sheet)}>
          {t('all')}
        </Link>
      </div>
      <ImportSteps state={data.state} />
      {data.problem !== null && data.state !== 'unreadable' && (
        <p className="note note-bad" role="alert" dir="auto">
          {data.problem.detail}
        </p>
      )}
      <Stage found={data} sheet={sheet} />
    </section>
  )
}

function Stage({ found, sheet }: { found: ImportReply; sheet: SheetReply }) {
  const t = useImportWords()
  const [isChanging, setChanging] = useState(false)
  const { state } = found
  switch (state) {
    case 'reading':
    case 'previewing':
    case 'committing':
    case 'reverting':
      return <Working found={found} state={state} />
    case 'unreadable':
      return <ReadAgain found={found} />
    case 'draft':
      return <MatchColumns found={found} sheet={sheet} onDone={() => setChanging(false)} />
    case 'previewed':
    case 'partly_committed':
    case 'committed':
      return isChanging && found.actions.includes('edit') ? (
        <MatchColumns found={found} sheet={sheet} onDone={() => setChanging(false)} />
      ) : (
        <ReviewImport found={found} sheet={sheet} onChangeColumns={() => setChanging(true)} />
      )
    case 'reverted':
      return <Reverted found={found} sheet={sheet} />
    case 'cancelled':
      return (
        <div className="note note-info">
          <p>{t('cancelled')}</p>
          <Button variant="default" size="compact-sm" component={Link} to={importsPath(sheet)}>
            {t('choose')}
          </Button>
        </div>
      )
    default:
      return assertNever(state)
  }
}
