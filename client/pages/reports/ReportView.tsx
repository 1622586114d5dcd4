import type { ReportReply } from '#shared/api/reports.ts'
import { Chip } from '#client/components/Chip.tsx'
import { ReportCellText } from './ReportCellText.tsx'
import { ReportChartView } from './ReportChartView.tsx'
import { ReportTableView } from './ReportTableView.tsx'
import { useReportsWords } from './words/useReportsWords.ts'

type Block = ReportReply['sections'][number]['blocks'][number]

const TONES = { draft: 'warn', sealed: 'lock', sealed_in_part: 'lock' } as const

/** A filled report from its head to its foot, as it is printed. */
export function ReportView({ report }: { report: ReportReply }) {
  const t = useReportsWords()
  const { cycle } = report
  return (
    <article className="report" aria-label={report.title}>
      <header className="report-head">
        <h2 dir="auto">{report.title}</h2>
        <p>
          <bdi>
            {report.organisation}, {report.project}
          </bdi>{' '}
          · <bdi>{cycle.name}</bdi> ·{' '}
          <bdi className="report-period">
            {cycle.starts_on} – {cycle.ends_on}
          </bdi>
        </p>
        <p className="report-state" data-testid="report-state">
          <Chip tone={TONES[report.state]}>{t(report.state)}</Chip>
          <span className="cap">{report.state_text}</span>
        </p>
      </header>
      {report.sections.map(({ title, reference, blocks }) => (
        <section key={title} className="report-section">
          <h3>
            {title}
            {reference !== '' && (
              <span className="cap report-reference" dir="ltr">
                {reference}
              </span>
            )}
          </h3>
          {blocks.map((block, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- blocks have no names and never change places
            <BlockView key={index} block={block} />
          ))}
        </section>
      ))}
      <footer className="report-foot cap">
        {[...report.foot, report.made_text].map((line) => (
          <p key={line} dir="auto">
            {line}
          </p>
        ))}
      </footer>
    </article>
  )
}

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case 'facts':
      return (
        <dl className="report-facts">
          {block.items.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                <ReportCellText cell={value} />
              </dd>
            </div>
          ))}
        </dl>
      )
    case 'table':
      return <ReportTableView table={block} />
    case 'chart':
      return <ReportChartView chart={block} />
    case 'notes':
      return (
        <ul className="report-notes">
          {block.items.map((item) => (
            <li key={item} dir="auto">
              {item}
            </li>
          ))}
        </ul>
      )
  }
}
