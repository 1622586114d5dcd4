import { IconListCheck } from '@tabler/icons-react'
import { formatCell, formatNumber } from '#shared/cells/formatCell.ts'
import type { ColumnWords } from '#client/grid/columns.ts'
import type { MarkedCell, SheetModel } from '#client/grid/model/SheetModel.ts'
import type { CellRef } from '#client/grid/Selection.ts'
import { straddlingRows } from '../periods/straddling.ts'
import { straddlingText, type CycleOfSheet } from '../periods/straddlingText.ts'
import { SideHead } from '../SideHead.tsx'
import type { SheetTranslate } from '../words/useSheetWords.ts'
import { MOST_BILLS } from './useHealth.ts'
import './problems.css'

/** So many cells are listed: nobody reads on, and what is put right makes room. */
const MOST = 200

/** Every cell that does not fit or is missing, row by row, and bills that go beyond the cycle; a click leads to it. */
export function ProblemsPanel(props: {
  model: SheetModel
  cycle: CycleOfSheet
  words: ColumnWords
  rowName: (row: string) => string
  t: SheetTranslate
  onGo: (cell: CellRef) => void
  onClose: () => void
}) {
  const { model, cycle, t } = props
  const marked = model.marked(MOST)
  const byRow = [...Map.groupBy(marked, ({ row }) => row)]
  const { errors, missing } = model.health()
  const bills = straddlingRows(model, { startsOn: cycle.starts_on, endsOn: cycle.ends_on }, MOST_BILLS)
  return (
    <aside className="side" aria-label={t('problemsTitle')} data-testid="problems">
      <SideHead
        icon={<IconListCheck size={18} stroke={1.7} />}
        title={t('problemsTitle')}
        t={t}
        onClose={props.onClose}
      />
      <div className="side-scroll">
        <p className="cap">{byRow.length + bills.length === 0 ? t('problemsNone') : t('problemsText')}</p>
        {byRow.map(([row, cells]) => (
          <section key={row} className="problem-row">
            <h3 className="ell" dir="auto">
              <bdi>{props.rowName(row) || t('problemsNoName')}</bdi>
            </h3>
            <ul>
              {cells.map((cell) => (
                <Problem key={cell.field.key} {...props} cell={cell} />
              ))}
            </ul>
          </section>
        ))}
        {errors + missing > marked.length && (
          <p className="cap">{t('problemsMore', { count: marked.length, shown: formatNumber(marked.length) })}</p>
        )}
        {bills.length > 0 && (
          <section className="problem-row" aria-label={t('straddlingTitle', { cycle: cycle.name })}>
            <h3 className="ell">{t('straddlingTitle', { cycle: cycle.name })}</h3>
            <ul>
              {bills.map((bill) => (
                <li key={bill.row}>
                  <button
                    type="button"
                    className="problem"
                    onClick={() => props.onGo({ row: bill.row, key: bill.field.key })}
                  >
                    <span className="problem-field">
                      <bdi>{props.rowName(bill.row) || t('problemsNoName')}</bdi>
                    </span>
                    <span className="cap">{straddlingText(bill, cycle, props.words, t)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </aside>
  )
}

function Problem({
  cell: { row, field, problem, missing },
  model,
  words,
  t,
  onGo,
}: Parameters<typeof ProblemsPanel>[0] & { cell: MarkedCell }) {
  const value = model.value(row, field.key)
  return (
    <li>
      <button type="button" className="problem" onClick={() => onGo({ row, key: field.key })}>
        <span className="problem-field">
          <bdi>{field.name}</bdi>
          {problem !== null && (
            <span className="dim ell">
              <bdi>{formatCell(field, value, words)}</bdi>
            </span>
          )}
        </span>
        <span className={problem === null ? 'cap warn' : 'cap bad'}>
          {problem === null ? missing && t('problemMissing') : words.problem(problem, field, value)}
        </span>
      </button>
    </li>
  )
}
