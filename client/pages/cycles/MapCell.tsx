import { Menu, UnstyledButton } from '@mantine/core'
import { Link, useNavigate } from 'react-router'
import type { CycleCompleteness } from '#shared/api/cycleCompleteness.ts'
import { STATE_WORDS } from '#client/features/declarations/stateWords.ts'
import { useDeclarationWords } from '#client/features/declarations/words/useDeclarationWords.ts'
import { useCycleWords } from '#client/features/cycles/words/useCycleWords.ts'
import { linkToSheet } from '#client/features/emissions/rowLinks.ts'
import { num } from '#client/theme/format.ts'
import { GapItems, type GapAnswers } from './GapItems.tsx'
import type { MapCounts, MapRow, MapTable } from './mapOf.ts'

/**
 * One site in one month, as a table cell: full is quiet, below that the share is written. It opens the sheet with its rows;
 * when several tables have something to do there (or all are complete), their names to choose from.
 */
export function MapCell(props: {
  row: MapRow
  cell: MapCounts | null
  month: string | null
  /** The month in words. */
  when: string
  data: CycleCompleteness
  answers: GapAnswers
}) {
  const { row, cell, month, when, data, answers } = props
  const t = useCycleWords()
  const words = useDeclarationWords()
  const site = row.name ?? t('noSite')
  if (cell === null) {
    return <td className="map-none" aria-label={`${site}, ${when}: ${t('nothingExpected')}`} />
  }
  const { percent, rows, open, missing, estimated, declared, declaredStates } = cell
  const complete =
    percent === 100
      ? rows === 0
        ? t('cellNoRow')
        : t('cellFull', { count: rows, rows: num(rows) })
      : t('cellOpen', { percent: String(percent), open: num(open), rows: num(rows), missing: num(missing) })
  const states = declaredStates.map((one) => words(STATE_WORDS[one])).join(', ')
  const parts = [
    complete,
    ...(estimated > 0 ? [t('cellEstimated', { count: estimated })] : []),
    ...(declared > 0 ? [t('cellDeclared', { declared: num(declared), states })] : []),
  ]
  const label = `${site}, ${when}: ${parts.join(', ')}`
  const look = {
    className: 'map-cell',
    'data-level': levelOf(percent),
    ...(estimated > 0 && { 'data-estimated': '' }),
    ...(rows === 0 &&
      missing === 0 && { 'data-declared': declaredStates.length === 1 ? declaredStates[0] : 'several' }),
    'aria-label': label,
    title: label,
  }
  const content = percent === 100 ? (estimated > 0 ? '≈' : declaredStates.map((one) => SIGNS[one]).join('')) : percent
  const toDo = cell.tables.filter((table) => table.open_rows + table.missing > 0)
  const [only, ...more] = toDo.length > 0 ? toDo : cell.tables
  const filter = { ...(row.site !== null && { site: row.site }), ...(month !== null && { month }) }
  return (
    <td>
      {only !== undefined && more.length === 0 && missing + declared === 0 ? (
        <Link {...look} to={linkToSheet(only.table_id, data.cycle_id, filter)}>
          {content}
        </Link>
      ) : (
        <Menu withinPortal position="bottom">
          <Menu.Target>
            <UnstyledButton {...look}>{content}</UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t('cellTables', { site, month: when })}</Menu.Label>
            {cell.tables
              .toSorted((a, b) => b.open_rows + b.missing - a.open_rows - a.missing)
              .map((table) => (
                <TableItem key={table.table_id} table={table} data={data} filter={filter} />
              ))}
            {month !== null &&
              cell.tables.map((table) => (
                <GapItems
                  key={table.table_id}
                  gap={{ table, month, site: row.site }}
                  data={data}
                  what={`${site}, ${when}`}
                  answers={answers}
                />
              ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </td>
  )
}

function TableItem({
  table,
  data,
  filter,
}: {
  table: MapTable
  data: CycleCompleteness
  filter: { site?: string; month?: string }
}) {
  const t = useCycleWords()
  const navigate = useNavigate()
  const { table_id: id, open_rows: open, missing, missing_sources: sources } = table
  const name = data.tables.find((one) => one.table_id === id)?.name ?? ''
  const parts = [
    ...(open > 0 ? [t('tableOpen', { count: open })] : []),
    ...(missing === 0
      ? []
      : [
          sources.length > 0
            ? t('tableMissing', { sources: sources.join(', ') })
            : t('tableMissingCount', { count: missing }),
        ]),
  ]
  return (
    <Menu.Item onClick={() => void navigate(linkToSheet(id, data.cycle_id, filter))}>
      <span dir="auto">{name}</span>
      {parts.length > 0 && <span className="cap map-todo">{parts.join(' · ')}</span>}
    </Menu.Item>
  )
}

/** Of what is declared, where nothing else is to be said. */
const SIGNS = { zero: '0', not_applicable: '/', excluded: '×' } as const

const levelOf = (percent: number): string =>
  percent === 100 ? 'full' : percent < 50 ? 'low' : percent < 90 ? 'mid' : 'high'
