import { Button, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { OwnReportBlock, OwnReportSection } from '#shared/api/reportTemplates.ts'
import type { Change } from '#client/features/changing/useChange.ts'
import { useReportsWords } from '../words/useReportsWords.ts'
import { BlockFields } from './BlockFields.tsx'
import { PlaceButtons } from './PlaceButtons.tsx'
import { BLOCK_KINDS, moved, newBlock } from './reportDraft.ts'

/** A section of a report with its parts, below each other as they are printed. */
export function SectionFields(props: {
  section: OwnReportSection
  /** Its place in what is sent. */
  path: string
  wrong: Change['wrong']
  /** Moves the section, or takes it away. */
  place: ReactNode
  onChange: (section: OwnReportSection) => void
}) {
  const { section, path, wrong, place, onChange } = props
  const { title, blocks } = section
  const t = useReportsWords()
  const put = (next: OwnReportBlock[]): void => onChange({ title, blocks: next })
  return (
    <fieldset className="builder-section">
      <div className="builder-head">
        <TextInput
          label={t('sectionTitle')}
          dir="auto"
          maxLength={200}
          value={title}
          error={wrong(`${path}.title`)}
          onChange={(event) => onChange({ title: event.currentTarget.value, blocks })}
        />
        {place}
      </div>
      {blocks.map((block, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- parts have no names; what is in them is not kept by React
        <div key={index} className="builder-block">
          <div className="builder-head">
            <span className="builder-kind">{t(block.kind)}</span>
            <PlaceButtons
              name={t(block.kind)}
              at={index}
              of={blocks.length}
              onMove={(by) => put(moved(blocks, index, by))}
              onRemove={() => put(blocks.toSpliced(index, 1))}
            />
          </div>
          <BlockFields
            block={block}
            error={wrong(`${path}.blocks[${index}]`)}
            onChange={(next) => put(blocks.with(index, next))}
          />
        </div>
      ))}
      <div className="row builder-add">
        {BLOCK_KINDS.map((kind) => (
          <Button
            key={kind}
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} stroke={1.6} />}
            onClick={() => put([...blocks, newBlock(kind)])}
          >
            {t(kind)}
          </Button>
        ))}
      </div>
    </fieldset>
  )
}
