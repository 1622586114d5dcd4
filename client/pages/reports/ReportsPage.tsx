import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { IconFileSpreadsheet, IconFileTypePdf, IconPrinter, IconReportAnalytics } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CycleReply } from '#shared/api/cycles.ts'
import { REPORT_IDS, type ReportFormat, type ReportId } from '#shared/api/reports.ts'
import { EmptyState } from '#client/components/EmptyState.tsx'
import { LoadFailure } from '#client/components/LoadFailure.tsx'
import { useDelayed } from '#client/components/useDelayed.ts'
import { usePageTitle } from '#client/components/usePageTitle.ts'
import { useCycleChanges } from '#client/events/useCycleChanges.ts'
import { useSaving } from '#client/features/exports/useExport.ts'
import { usePlace } from '#client/features/place/PlaceContext.tsx'
import { ReportView } from './ReportView.tsx'
import './reports.css'
import { localeOf, reportQuery } from './reportQuery.ts'
import { useReportsWords } from './words/useReportsWords.ts'

/** The inventory of the cycle as documents ask for it, to read and to print. */
export function ReportsPage() {
  const t = useReportsWords()
  usePageTitle(t('title'))
  const { cycle, isLoading } = usePlace()
  const [report, setReport] = useState<ReportId>('ghg-protocol')
  const [said, setSaid] = useState('')
  return (
    <div className="page report-page">
      <div className="page-head report-tools">
        <div className="row report-title">
          <h1>{t('title')}</h1>
          <span className="cap">{t('intro')}</span>
        </div>
        <div className="report-choice">
          <SegmentedControl
            size="xs"
            aria-label={t('which')}
            value={report}
            data={REPORT_IDS.map((id) => ({ value: id, label: t(id) }))}
            onChange={(chosen) => setReport(REPORT_IDS.find((id) => id === chosen) ?? 'ghg-protocol')}
          />
          {cycle !== null &&
            FILES.map((file) => (
              <SaveButton key={file.format} cycle={cycle} report={report} file={file} say={setSaid} />
            ))}
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPrinter size={15} stroke={1.6} />}
            onClick={() => window.print()}
          >
            {t('print')}
          </Button>
        </div>
      </div>
      <p className="cap report-said" role="status">
        {said}
      </p>
      {cycle !== null && <Report cycle={cycle} report={report} />}
      {cycle === null && !isLoading && (
        <EmptyState icon={<IconReportAnalytics size={30} stroke={1.3} />} title={t('emptyTitle')}>
          {t('emptyText')}
        </EmptyState>
      )}
    </div>
  )
}

function Report({ cycle, report }: { cycle: CycleReply; report: ReportId }) {
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
  report: ReportId
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
      save(`${t(report)} ${cycle.name}.${format}`, `cycles/${cycle.id}/reports/${report}/file`, {
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
