import { IconBook2, IconNote, IconPaperclip, IconTable, IconTableRow, type Icon } from '@tabler/icons-react'
import type { SearchHit, SearchKind } from '#shared/api/search.ts'
import { CycleChip } from '#client/components/Chip.tsx'
import { ScopeMark } from '#client/components/ScopeMark.tsx'
import { useSearchWords } from './words/useSearchWords.ts'

const ICONS: Readonly<Record<SearchKind, Icon>> = {
  table: IconTable,
  row: IconTableRow,
  note: IconNote,
  evidence: IconPaperclip,
  factor: IconBook2,
}

/** What it is called, what of it was found, and where it is. */
export function Hit({ hit: { kind, title, excerpt, where } }: { hit: SearchHit }) {
  const t = useSearchWords()
  const KindIcon = ICONS[kind]
  const column = kind === 'row' ? where?.field?.name : undefined
  return (
    <>
      <KindIcon size={16} stroke={1.6} aria-hidden="true" />
      <span className="palette-what">
        <b dir="auto">{title === '' ? t('unnamed') : title}</b>
        {excerpt.length > 0 && (
          <span className="palette-text" dir="auto">
            {column !== undefined && <span className="dim">{column}: </span>}
            {excerpt.map(({ text, matched }, i) => (matched ? <mark key={i}>{text}</mark> : text))}
          </span>
        )}
      </span>
      {where !== null && (
        <span className="palette-where">
          <span className="palette-table">
            <bdi>{kind === 'table' ? where.module.name : where.table.name}</bdi>
            <ScopeMark scope={where.module.scope} />
          </span>
          <span className="palette-cycle">
            <bdi>{where.cycle.name}</bdi>
            {where.cycle.status !== 'open' && <CycleChip status={where.cycle.status} isRestated={false} />}
          </span>
        </span>
      )}
    </>
  )
}
