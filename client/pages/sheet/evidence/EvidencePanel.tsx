import { ActionIcon, Button, FileButton, Progress } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { IconDownload, IconFile, IconPaperclip, IconRefresh, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { EvidenceReply } from '#shared/api/evidence.ts'
import { MAX_LIST_LENGTH } from '#shared/cells/cellValue.ts'
import { api } from '#client/api/apiClient.ts'
import { ApiProblem } from '#client/api/ApiProblem.ts'
import type { SheetModel } from '#client/grid/model/SheetModel.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import { whenAgo } from '#client/i18n/dates.ts'
import type { SheetAddress } from '../history/historyQueries.ts'
import { SideHead } from '../SideHead.tsx'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { saveFile } from '#client/api/saveFile.ts'
import { sizeText } from './sizeText.ts'
import { CellFull } from './CellFiles.ts'
import { isUnreachable, type Upload } from './Uploads.ts'
import type { Evidence } from './useEvidence.ts'
import './evidence.css'

interface PanelProps {
  sheet: SheetAddress
  model: SheetModel
  cell: CellRef | null
  writable: ReadonlySet<number>
  evidence: Evidence
  rowName: (row: string) => string
  t: SheetTranslate
  say: (text: string) => void
  onClose: () => void
}

/** The files of the active cell, those on their way to it, and a place to choose more. */
export function EvidencePanel(props: PanelProps) {
  const { model, cell, rowName, t } = props
  const field = cell === null ? undefined : model.field(cell.key)
  const isForFiles = cell !== null && field?.type === 'evidence'
  return (
    <aside className="side" aria-label={t('evidenceTitle')} data-testid="evidence">
      <SideHead
        icon={<IconPaperclip size={18} stroke={1.7} />}
        title={t('evidenceTitle')}
        t={t}
        onClose={props.onClose}
      />
      <div className="side-scroll">
        {isForFiles ? (
          <>
            <p className="dim ell">
              <bdi>{[rowName(cell.row), field.name].filter((part) => part !== '').join(' · ')}</bdi>
            </p>
            <FilesOfCell {...props} cell={cell} canWrite={props.writable.has(field.ordinal)} />
          </>
        ) : (
          <p className="dim">{t('evidenceOtherCell')}</p>
        )}
      </div>
    </aside>
  )
}

function FilesOfCell(props: PanelProps & { cell: CellRef; canWrite: boolean }) {
  const { sheet, model, cell, canWrite, evidence, t, say } = props
  const value = model.value(cell.row, cell.key)
  const ids = Array.isArray(value) ? value : []
  const path = `tables/${sheet.tableId}/rows/${cell.row}/evidence` as const
  const query = { cycle_id: sheet.cycleId }
  const { data, isFetching } = useQuery({
    queryKey: ['evidence', sheet, cell.row, ids],
    queryFn: ({ signal }) => api.get(path, { query, signal }),
    placeholderData: keepPreviousData,
  })
  const known = new Map(data?.data.map((file) => [file.id, file]))
  const uploads = evidence.uploads.filter((upload) => upload.cell.row === cell.row && upload.cell.key === cell.key)
  const save = (id: string, name: string): void => {
    saveFile(`${path}/${id}`, query, name).catch(() => say(t('evidenceNotSaved', { file: name })))
  }
  return (
    <>
      {ids.length + uploads.length === 0 && <p>{canWrite ? t('evidenceNone') : t('evidenceNoneReadOnly')}</p>}
      <ul className="evidence-list">
        {ids.map((id) => (
          <AttachedFile
            key={id}
            file={evidence.sent.get(id) ?? known.get(id)}
            isLoading={isFetching}
            canWrite={canWrite}
            t={t}
            onSave={(name) => save(id, name)}
            onRemove={() => evidence.remove(cell, id)}
          />
        ))}
        {uploads.map((upload) => (
          <FileOnItsWay key={upload.id} upload={upload} evidence={evidence} t={t} />
        ))}
      </ul>
      {canWrite && (
        <FileButton multiple onChange={(files) => evidence.attach(cell, files)}>
          {(button) => (
            <Button {...button} variant="default" leftSection={<IconPaperclip size={15} stroke={1.7} />}>
              {t('evidenceChoose')}
            </Button>
          )}
        </FileButton>
      )}
      {canWrite && data !== undefined && <p className="cap">{t('evidenceHint', { size: sizeText(data.max_bytes) })}</p>}
    </>
  )
}

function AttachedFile(props: {
  /** Undefined: not known yet, or of another column. */
  file: EvidenceReply | undefined
  isLoading: boolean
  canWrite: boolean
  t: SheetTranslate
  onSave: (name: string) => void
  onRemove: () => void
}) {
  const { file, t } = props
  const { i18n } = useTranslation()
  const name = file?.name ?? (props.isLoading ? '…' : t('evidenceUnknown'))
  return (
    <li aria-label={name}>
      <IconFile size={17} stroke={1.6} className="dim" />
      <div className="evidence-text">
        <span className="ell">
          <bdi>{name}</bdi>
        </span>
        {file !== undefined && (
          <span className="cap">
            <bdi>{sizeText(file.size_bytes)}</bdi> · <bdi>{file.uploaded_by.name}</bdi> ·{' '}
            {whenAgo(file.uploaded_at, i18n.language)}
          </span>
        )}
      </div>
      {file !== undefined && (
        <ActionIcon aria-label={t('evidenceSave', { file: name })} onClick={() => props.onSave(name)}>
          <IconDownload size={16} stroke={1.6} />
        </ActionIcon>
      )}
      {props.canWrite && (
        <ActionIcon aria-label={t('evidenceRemove', { file: name })} onClick={props.onRemove}>
          <IconX size={16} stroke={1.6} />
        </ActionIcon>
      )}
    </li>
  )
}

function whyNot(problem: Error | null, t: SheetTranslate): string {
  if (problem instanceof CellFull) {
    return t('evidenceFull', { most: MAX_LIST_LENGTH })
  }
  return isUnreachable(problem)
    ? t('evidenceOffline')
    : problem instanceof ApiProblem
      ? problem.message
      : t('evidenceUnsent')
}

function FileOnItsWay({ upload, evidence, t }: { upload: Upload; evidence: Evidence; t: SheetTranslate }) {
  const { id, file, state, progress, problem } = upload
  return (
    <li aria-label={file.name}>
      <IconFile size={17} stroke={1.6} className="dim" />
      <div className="evidence-text">
        <span className="ell">
          <bdi>{file.name}</bdi>
        </span>
        {state === 'failed' ? (
          <span className="bad" role="alert">
            {whyNot(problem, t)}
          </span>
        ) : (
          <Progress value={progress * 100} size="sm" aria-label={t('evidenceSending', { file: file.name })} />
        )}
      </div>
      {state === 'failed' && (
        <ActionIcon aria-label={t('evidenceRetry', { file: file.name })} onClick={() => evidence.retry(id)}>
          <IconRefresh size={16} stroke={1.6} />
        </ActionIcon>
      )}
      <ActionIcon aria-label={t('evidenceCancel', { file: file.name })} onClick={() => evidence.cancel(id)}>
        <IconX size={16} stroke={1.6} />
      </ActionIcon>
    </li>
  )
}
