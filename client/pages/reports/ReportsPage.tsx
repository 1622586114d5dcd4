import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { IconFileSpreadsheet, IconFileTypePdf, IconPlus, IconPrinter, IconReportAnalytics } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CycleReply } from '#shared/api/cycles.ts'
import type { ProjectReply } from '#shared/api/projects.ts'
import { REPORT_IDS, type ReportFormat } from '#shared/api/reports.ts'
import type { ReportTemplateReply } from '#shared/api/reportTemplates.ts'
import { EmptyState } from '#client/components/EmptyState.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { useDelayed } from '#client/components/useDelayed.ts'
import { usePageTitle } from '#client/components/usePageTitle.ts'
import { useCycleChanges } from '#client/events/useCycleChanges.ts'
import { AskAway } from '#client/features/changing/AskAway.tsx'
import { useSaving } from '#client/features/exports/useExport.ts'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { useMayIn } from '#client/permissions/ability.tsx'
import { ReportBuilder } from './builder/ReportBuilder.tsx'
import { ownReportsQuery, refreshOwnReports } from './ownReports.ts'
import { ReportView } from './ReportView.tsx'
import './reports.css'
import { localeOf, reportQuery } from './reportQuery.ts'
import { useReportsWords } from './words/useReportsWords.ts'

/** The inventory of the cycle as documents ask for it, and as people put it together, to read, to print and to take out. */
export function ReportsPage() {
  const t = useReportsWords()
  usePageTitle(t('title'))
  const { project, cycle, isLoading } = usePlace()
  const [said, setSaid] = useState('')
  return (
    <div className="page report-page">
      {project !== null && cycle !== null ? (
        <Reports key={project.id} project={project} cycle={cycle} said={said} say={setSaid} />
      ) : (
        <Head />
      )}
      {cycle === null && !isLoading && (
        <EmptyState icon={<IconReportAnalytics size={30} stroke={1.3} />} title={t('emptyTitle')}>
          {t('emptyText')}
        </EmptyState>
      )}
    </div>
  )
}

function Head({ children }: { children?: ReactNode }) {
  const t = useReportsWords()
  return (
    <div className="page-head report-tools">
      <div className="row report-title">
        <h1>{t('title')}</h1>
        <span className="cap">{t('intro')}</span>
      </div>
      {children}
    </div>
  )
}

function Reports(props: { project: ProjectReply; cycle: CycleReply; said: string; say: (text: string) => void }) {
  const { project, cycle, said, say } = props
  const t = useReportsWords()
  const own = useQuery(ownReportsQuery(project.id)).data?.data ?? []
  const isManager = useMayIn(project.id, 'manage', 'Cycle')
  const [chosen, setChosen] = useState<string>('ghg-protocol')
  const [edited, setEdited] = useState<ReportTemplateReply | 'new' | null>(null)
  const [going, setGoing] = useState<ReportTemplateReply | null>(null)
  const choices = [...REPORT_IDS.map((id) => ({ value: id, label: t(id) })), ...own.map(choiceOf)]
  const choice = choices.find(({ value }) => value === chosen) ?? choices[0]
  const ownChosen = own.find(({ id }) => id === choice?.value)
  return (
    <>
      <Head>
        <div className="report-choice">
          <SegmentedControl
            size="xs"
            aria-label={t('which')}
            value={choice?.value ?? ''}
            data={choices}
            onChange={(value) => (setChosen(value), setEdited(null))}
          />
          {choice !== undefined &&
            FILES.map((file) => <SaveButton key={file.format} cycle={cycle} report={choice} file={file} say={say} />)}
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPrinter size={15} stroke={1.6} />}
            onClick={() => window.print()}
          >
            {t('print')}
          </Button>
          {isManager && (
            <>
              {ownChosen !== undefined && (
                <>
                  <Button variant="default" size="xs" onClick={() => setEdited(ownChosen)}>
                    {t('editReport')}
                  </Button>
                  <Button variant="default" size="xs" onClick={() => setGoing(ownChosen)}>
                    {t('deleteReport')}
                  </Button>
                </>
              )}
              <Button
                variant="default"
                size="xs"
                leftSection={<IconPlus size={15} stroke={1.6} />}
                onClick={() => setEdited('new')}
              >
                {t('newReport')}
              </Button>
            </>
          )}
        </div>
      </Head>
      <p className="cap report-said" role="status">
        {said}
      </p>
      {edited !== null ? (
        <ReportBuilder
          key={edited === 'new' ? 'new' : edited.id}
          projectId={project.id}
          cycleId={cycle.id}
          of={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onKept={({ id, name }) => (setChosen(id), setEdited(null), say(t('kept', { name })))}
        />
      ) : (
        choice !== undefined && <Report cycle={cycle} report={choice.value} />
      )}
      {going !== null && (
        <AskAway
          path={`report_templates/${going.id}`}
          title={`${t('deleteReport')}: ${going.name}`}
          text={t('deleteText')}
          action={t('deleteReport')}
          refresh={(queries) => refreshOwnReports(queries, project.id, cycle.id)}
          onClose={() => setGoing(null)}
          onDone={() => (setChosen('ghg-protocol'), say(t('gone', { name: going.name })))}
        />
      )}
    </>
  )
}

interface Choice {
  value: string
  label: string
}

const choiceOf = ({ id, name }: ReportTemplateReply): Choice => ({ value: id, label: name })

function Report({ cycle, report }: { cycle: CycleReply; report: string }) {
  const t = useReportsWords()
  const { i18n } = useTranslation()
  const filled = useQuery(reportQuery(cycle.id, report, i18n.language))
  useCycleChanges(cycle.id)
  const isLate = useDelayed(filled.isPending)
  if (filled.data === undefined) {
    return filled.error === null ? (
      <div className="stack" role="status" aria-busy="true" aria-label={t('loading')}>
        {isLate && [0, 1, 2].map((row) => <Skeleton key={row} height={140} />)}
      </div>
    ) : (
      <LoadFailure error={filled.error} onRetry={() => void filled.refetch()} />
    )
  }
  return <ReportView report={filled.data} />
}

const FILES = [
  { format: 'pdf', icon: IconFileTypePdf },
  { format: 'xlsx', icon: IconFileSpreadsheet },
] as const satisfies readonly { format: ReportFormat; icon: typeof IconFileTypePdf }[]

/** Saves the report in a format, in the language of the page. */
function SaveButton(props: {
  cycle: CycleReply
  report: Choice
  file: (typeof FILES)[number]
  say: (text: string) => void
}) {
  const { cycle, report, say } = props
  const { format, icon: Icon } = props.file
  const t = useReportsWords()
  const { i18n } = useTranslation()
  const save = useSaving(say)
  const { mutate, isPending } = useMutation({
    mutationFn: () =>
      save(`${report.label} ${cycle.name}.${format}`, `cycles/${cycle.id}/reports/${report.value}/file`, {
        format,
        locale: localeOf(i18n.language),
      }),
  })
  return (
    <Button
      variant="default"
      size="xs"
      loading={isPending}
      leftSection={<Icon size={15} stroke={1.6} />}
      onClick={() => mutate()}
    >
      {t(format)}
    </Button>
  )
}
