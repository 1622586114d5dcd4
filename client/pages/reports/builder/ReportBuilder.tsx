import { Button, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { ReportTemplateBody, ReportTemplateReply } from '#shared/api/reportTemplates.ts'
import { api } from '#client/api/apiClient.ts'
import { DialogFoot } from '#client/features/changing/DialogFoot.tsx'
import { useDraft } from '#client/features/changing/useDraft.ts'
import { refreshOwnReports } from '../ownReports.ts'
import { useReportsWords } from '../words/useReportsWords.ts'
import { PlaceButtons } from './PlaceButtons.tsx'
import { moved, newBlock, newReport } from './reportDraft.ts'
import { SectionFields } from './SectionFields.tsx'
import './builder.css'

/** Puts a report together, or changes one. */
export function ReportBuilder(props: {
  projectId: string
  cycleId: string
  /** Null: a new one. */
  of: ReportTemplateReply | null
  onClose: () => void
  onKept: (report: ReportTemplateReply) => void
}) {
  const { projectId, cycleId, of, onClose, onKept } = props
  const t = useReportsWords()
  const { draft, set, wrong, change, form, submit } = useDraft<ReportTemplateBody, ReportTemplateReply>(
    () => (of === null ? newReport(t('sectionFirst')) : { name: of.name, sections: of.sections }),
    {
      unreadable: () => [],
      told: () => '',
      sending: (now) => ({
        send: () =>
          of === null
            ? api.post(`projects/${projectId}/report_templates`, now)
            : api.patch(`report_templates/${of.id}`, now),
        refresh: (queries) => refreshOwnReports(queries, projectId, cycleId),
        onDone: onKept,
      }),
    },
  )
  const { name, sections } = draft
  const put = (next: ReportTemplateBody['sections']): void => set({ sections: next })
  const fields = sections.flatMap(({ blocks }, section) => [
    `sections[${section}].title`,
    ...blocks.map((_, block) => `sections[${section}].blocks[${block}]`),
  ])
  return (
    <form
      className="builder"
      aria-label={t(of === null ? 'newReport' : 'editReport')}
      ref={form}
      onSubmit={submit}
      noValidate
    >
      <TextInput
        label={t('name')}
        dir="auto"
        maxLength={100}
        data-autofocus
        value={name}
        error={wrong('name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      {sections.map((section, index) => (
        <SectionFields
          // oxlint-disable-next-line react/no-array-index-key -- sections have no names; what is in them is not kept by React
          key={index}
          section={section}
          path={`sections[${index}]`}
          wrong={wrong}
          place={
            <PlaceButtons
              name={section.title}
              at={index}
              of={sections.length}
              onMove={(by) => put(moved(sections, index, by))}
              onRemove={() => put(sections.toSpliced(index, 1))}
            />
          }
          onChange={(next) => put(sections.with(index, next))}
        />
      ))}
      <Button
        variant="default"
        size="xs"
        className="builder-more"
        leftSection={<IconPlus size={14} stroke={1.6} />}
        onClick={() => put([...sections, { title: '', blocks: [newBlock('text')] }])}
      >
        {t('addSection')}
      </Button>
      <DialogFoot change={change} shown={['name', ...fields]} action={t('save')} onClose={onClose} />
    </form>
  )
}
