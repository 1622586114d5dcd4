import { VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CycleEmissions } from '#shared/api/emissions.ts'
import type { ModuleReply } from '#shared/api/modules.ts'
import type { TableReply } from '#shared/api/tables.ts'
import { lastEditorQuery } from '#client/api/queries.ts'
import { Bar } from '#client/components/Bar.tsx'
import { Chip } from '#client/components/Chip.tsx'
import { NumLink } from '#client/components/NumLink.tsx'
import { Panel } from '#client/components/Panel.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { linkToSheet } from '#client/features/emissions/rowLinks.ts'
import { PeopleInSheets } from '#client/features/people/PeopleInSheets.tsx'
import { type PersonInTable, usePeopleInSheets } from '#client/features/people/usePeopleInSheets.ts'
import { TableMenu } from '#client/features/structure/TableMenu.tsx'
import { useMayManage } from '#client/features/structure/useMayManage.ts'
import { whenAgo } from '#client/i18n/dates.ts'
import { columnDigits, num, pct } from '#client/theme/format.ts'

type TableFigures = CycleEmissions['by_table'][number]

/** The tables of a module, a row each: who is in it now, how much is there, what it emits, who was in it last. */
export function TableList(props: { module: ModuleReply; tables: readonly TableReply[]; figures: CycleEmissions }) {
  const { module, tables, figures } = props
  const { t } = useTranslation('module')
  const mayManage = useMayManage().tablesOf(module)
  const people = usePeopleInSheets(figures.cycle_id)
  const digits = columnDigits(figures.by_table.map((table) => table.co2e_t))
  return (
    <Panel pad={false} className="scroll-x">
      <table className="tbl module-tables">
        <thead>
          <tr>
            <th>{t('table')}</th>
            <th>{t('completeness')}</th>
            <th className="r">
              {t('emissions')} <Unit />
            </th>
            <th>{t('lastEdit')}</th>
            <th>{t('state')}</th>
            <th>
              <VisuallyHidden>{t('tools')}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {tables.map((table) => (
            <TableRow
              key={table.id}
              table={table}
              cycleId={figures.cycle_id}
              digits={digits}
              people={people.filter(({ tableId }) => tableId === table.id)}
              figures={figures.by_table.find((entry) => entry.table_id === table.id) ?? null}
              menu={mayManage && <TableMenu table={table} module={module} cycleId={figures.cycle_id} tables={tables} />}
            />
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

function TableRow(props: {
  table: TableReply
  cycleId: string
  figures: TableFigures | null
  digits: number
  people: readonly PersonInTable[]
  menu: ReactNode
}) {
  const { table, cycleId, figures, digits, people } = props
  const { t } = useTranslation('module')
  const rows = figures?.rows ?? 0
  const complete = figures === null || rows === 0 ? null : Math.floor(((rows - figures.incomplete_rows) / rows) * 100)
  const to = linkToSheet(table.id, cycleId)
  return (
    <tr>
      <td>
        <Link to={to} className="t-name">
          {table.name}
        </Link>
        <PeopleInSheets people={people} cycleId={cycleId} nameOfTable={() => table.name} />
        <div className="cap">{t('rows', { ns: 'common', count: rows, rows: num(rows) })}</div>
      </td>
      <td>
        {complete === null ? (
          <span className="dim">–</span>
        ) : (
          <span className="row">
            <Bar percent={complete} width={72} />
            <NumLink to={linkToSheet(table.id, cycleId, { incomplete: (figures?.incomplete_rows ?? 0) > 0 })}>
              {pct(complete, 0)}
            </NumLink>
          </span>
        )}
      </td>
      <td className="r">
        {figures?.counts === false ? (
          <span className="dim">{t('notCounted')}</span>
        ) : (
          <NumLink to={to} label={`${table.name}: ${num(figures?.co2e_t, digits)} tCO₂e`}>
            {num(figures?.co2e_t, digits)}
          </NumLink>
        )}
      </td>
      <td className="dim">
        <LastEdit tableId={table.id} cycleId={cycleId} at={figures?.last_edit_at ?? null} />
      </td>
      <td>
        <State figures={figures} to={to} errorsTo={linkToSheet(table.id, cycleId, { errors: true })} />
      </td>
      <td className="r">{props.menu}</td>
    </tr>
  )
}

function LastEdit({ tableId, cycleId, at }: { tableId: string; cycleId: string; at: string | null }) {
  const { t, i18n } = useTranslation('module')
  const { data: name } = useQuery({ ...lastEditorQuery(tableId, cycleId, at ?? ''), enabled: at !== null })
  if (at === null) {
    return <>–</>
  }
  const when = whenAgo(at, i18n.language)
  return <time dateTime={at}>{name === undefined || name === null ? when : t('edit', { name, when })}</time>
}

function State(props: {
  figures: TableFigures | null
  to: { pathname: string }
  errorsTo: { pathname: string; search: string }
}) {
  const { figures, to } = props
  const { t } = useTranslation('module')
  if (figures === null || figures.rows === 0) {
    return (
      <Link to={to} className="link">
        {t('openSheet')}
      </Link>
    )
  }
  if (figures.errors > 0) {
    return (
      <Link to={props.errorsTo}>
        <Chip tone="bad">{t('errors', { count: figures.errors })}</Chip>
      </Link>
    )
  }
  if (figures.incomplete_rows > 0) {
    return <Chip tone="warn">{t('incomplete', { count: figures.incomplete_rows })}</Chip>
  }
  return <Chip tone="ok">{t('complete')}</Chip>
}
