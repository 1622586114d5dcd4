import { Button, NativeSelect } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { IMPORT_ENCODINGS, type ImportReply } from '#shared/api/imports.ts'
import { api } from '#client/api/apiClient.ts'
import { useChange } from '#client/features/changing/useChange.ts'
import { Panel } from '#client/components/Panel.tsx'
import { refreshImport, showImport } from './importQueries.ts'
import { Reasons } from './Reasons.tsx'
import { useImportEnd } from './importSteps.ts'
import { useImportWords } from './words/useImportWords.ts'

/** Why a file cannot be read; a text may be read in another way. */
export function ReadAgain({ found }: { found: ImportReply }) {
  const t = useImportWords()
  const giveUp = useImportEnd(found, 'cancel')
  return (
    <Panel title={t('unreadable')}>
      <div className="stack">
        <p role="alert" dir="auto">
          {found.problem?.detail}
        </p>
        {found.actions.includes('edit') && found.file.format !== 'xlsx' && <ReadingForm found={found} />}
        {found.actions.includes('cancel') && (
          <div className="row">
            <Button variant="subtle" loading={giveUp.isPending} onClick={giveUp.send}>
              {t('giveUp')}
            </Button>
          </div>
        )}
        <Reasons of={giveUp} />
      </div>
    </Panel>
  )
}

const DELIMITERS = [
  [',', 'delimiter_comma'],
  [';', 'delimiter_semicolon'],
  ['\t', 'delimiter_tab'],
  ['|', 'delimiter_bar'],
] as const

/** How the bytes of a text are read, and what stands between its cells. */
export function ReadingForm({ found }: { found: ImportReply }) {
  const t = useImportWords()
  const queries = useQueryClient()
  const [encoding, setEncoding] = useState(found.reading?.encoding ?? null)
  const [delimiter, setDelimiter] = useState<string | null>(found.reading?.delimiter ?? null)
  const again = useChange({
    send: () => api.patch(`imports/${found.id}`, { reading: { encoding, delimiter } }),
    refresh: (now) => refreshImport(now, found.id),
    onDone: (reply) => void showImport(queries, reply),
  })
  return (
    <>
      <div className="imports-reading">
        <NativeSelect
          label={t('encoding')}
          value={encoding ?? ''}
          onChange={({ currentTarget: { value } }) =>
            setEncoding(IMPORT_ENCODINGS.find((one) => one === value) ?? null)
          }
          data={[{ value: '', label: t('found') }, ...IMPORT_ENCODINGS]}
        />
        {found.file.format === 'csv' && (
          <NativeSelect
            label={t('delimiter')}
            value={delimiter ?? ''}
            onChange={({ currentTarget: { value } }) => setDelimiter(value === '' ? null : value)}
            data={[{ value: '', label: t('found') }, ...DELIMITERS.map(([value, word]) => ({ value, label: t(word) }))]}
          />
        )}
        <Button variant="default" loading={again.isPending} onClick={again.send}>
          {t('readAgain')}
        </Button>
      </div>
      <Reasons of={again} />
    </>
  )
}
