import { useQueries } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CycleEmissions } from '#shared/api/emissions.ts'
import type { ModuleReply } from '#shared/api/modules.ts'
import type { TableReply } from '#shared/api/tables.ts'
import { sheetQuery } from '#client/api/queries.ts'
import { NumLink } from '#client/components/NumLink.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { BiogenicNote } from '#client/features/emissions/BiogenicNote.tsx'
import { MemoNote } from '#client/features/emissions/MemoNote.tsx'
import { Delta } from '#client/features/emissions/Delta.tsx'
import { OtherGwpNote } from '#client/features/emissions/OtherGwpNote.tsx'
import { PartialNote } from '#client/features/emissions/PartialNote.tsx'
import { shortPublisher } from '#client/features/emissions/publication.ts'
import { linkToRows } from '#client/features/emissions/rowLinks.ts'
import { num, pct, tonnes } from '#client/theme/format.ts'

/** Four facts in a ruled line: emissions, completeness, rows, and the factors that the tables name; below, what stands beside the emissions. */
export function ModuleFacts(props: {
  module: ModuleReply
  figures: CycleEmissions
  /** Total of the cycle in tonnes; null while it is not known. */
  wholeT: number | null
  last: CycleEmissions | null
  tables: readonly TableReply[]
}) {
  const { module, figures, wholeT, last, tables } = props
  const { t } = useTranslation('module')
  const { total } = figures
  const complete = total.rows === 0 ? null : Math.floor(((total.rows - total.incomplete_rows) / total.rows) * 100)
  const publications = usePublications(tables, figures.cycle_id)
  const filter = { module_id: module.id }
  return (
    <div className="facts">
      <div>
        <div className="cap">{t('emissions')}</div>
        <div className="fact">
          <NumLink to={linkToRows(figures, filter)}>{tonnes(total.co2e_t)}</NumLink> <Unit />
        </div>
        <div className="cap fact-note">
          {last !== null && last.total.co2e_t !== null && (
            <span>
              <Delta now={total.co2e_t} before={last.total.co2e_t} /> {t('versus', { cycle: last.name })}
            </span>
          )}
          {wholeT !== null && wholeT > 0 && total.co2e_t !== null && (
            <span>
              <bdi>{pct((total.co2e_t / wholeT) * 100, 0)}</bdi> {t('ofTotal')}
            </span>
          )}
        </div>
      </div>
      <div>
        <div className="cap">{t('completeness')}</div>
        <div className="fact">
          <bdi>{pct(complete, 0)}</bdi>
        </div>
        <div className="cap fact-note">
          <NumLink to={linkToRows(figures, { ...filter, incomplete: true })}>
            {t('incomplete', { count: total.incomplete_rows })}
          </NumLink>
          {total.errors > 0 ? (
            <NumLink className="bad" to={linkToRows(figures, { ...filter, errors: true })}>
              {t('errors', { count: total.errors })}
            </NumLink>
          ) : (
            <span>{t('noErrors')}</span>
          )}
        </div>
      </div>
      <div>
        <div className="cap">{t('rows')}</div>
        <div className="fact">
          <NumLink to={linkToRows(figures, filter)}>{num(total.rows)}</NumLink>
        </div>
        <div className="cap">{figures.name}</div>
      </div>
      <div>
        <div className="cap">{t('methods')}</div>
        <div className="fact small">{publications.length === 0 ? t('noFactors') : publications.join(' · ')}</div>
        <div className="cap">{t('gwp', { set: figures.gwp_set })}</div>
      </div>
      {(figures.other_gwp.length > 0 ||
        total.partial_rows > 0 ||
        total.biogenic_co2_kg !== null ||
        figures.memo !== null) && (
        <div className="facts-notes">
          <PartialNote emissions={figures} filter={filter} />
          <OtherGwpNote emissions={figures} filter={filter} />
          <BiogenicNote emissions={figures} filter={filter} />
          <MemoNote emissions={figures} filter={filter} />
        </div>
      )}
    </div>
  )
}

/** Publisher and year of every factor that the tables' options name, each once. */
function usePublications(tables: readonly TableReply[], cycleId: string): string[] {
  const sheets = useQueries({ queries: tables.map((table) => sheetQuery(table.id, cycleId)) })
  const names = sheets.flatMap((sheet) =>
    (sheet.data?.compute.factors ?? []).map((factor) => `${shortPublisher(factor.publisher)} ${factor.year}`),
  )
  return [...new Set(names)].toSorted()
}
