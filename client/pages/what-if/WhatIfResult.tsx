import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { PreviewedAmounts } from '#shared/api/cycles.ts'
import type { WhatIfReply } from '#shared/api/whatIf.ts'
import { Panel } from '#client/components/Panel.tsx'
import { ScopeMark, type ScopeNumber } from '#client/components/ScopeMark.tsx'
import { Delta } from '#client/features/emissions/Delta.tsx'
import { detailText } from '#client/i18n/problemWords.ts'
import { columnDigits, num, signed } from '#client/theme/format.ts'
import { useWhatIfWords } from './words/useWhatIfWords.ts'

const SCOPES: readonly ScopeNumber[] = [1, 2, 3]

interface Line {
  key: string
  name: string
  scope: ScopeNumber | null
  amounts: PreviewedAmounts
}

/** The totals as they are and as they would be, by scope and by the tables that change. */
export function WhatIfResult({ data, isOld }: { data: WhatIfReply; isOld: boolean }) {
  const t = useWhatIfWords()
  const { t: common } = useTranslation()
  const scopes = data.by_scope.flatMap(({ scope, ...amounts }): Line[] => {
    const known = SCOPES.find((one) => one === scope) ?? null
    return [{ key: String(scope), name: common('scope', { scope }), scope: known, amounts }]
  })
  const tables = data.tables.map(({ table_id: id, name, module_name: module, scope, ...amounts }): Line => ({
    key: id,
    name: `${name} · ${module}`,
    scope: SCOPES.find((one) => one === scope) ?? null,
    amounts,
  }))
  const total: Line = { key: 'total', name: t('total'), scope: null, amounts: data.total }
  return (
    <Panel title={t('result')} pad={false} className={isOld ? 'whatif-old' : ''}>
      <div aria-live="polite" aria-busy={isOld}>
        {data.warnings.map((warning) => (
          <div key={warning.message} className="note note-warn">
            <IconAlertTriangle size={16} stroke={1.6} aria-hidden="true" />
            <span>{detailText(warning)}</span>
          </div>
        ))}
        <Amounts label={t('result')} head={t('total')} lines={[...scopes, total]} />
        <p className="cap whatif-note">{t('locationBased')}</p>
        <h3 className="whatif-tables">{t('tablesTitle')}</h3>
        {tables.length === 0 ? (
          <p className="cap whatif-note">{t('noneChanges')}</p>
        ) : (
          <Amounts label={t('tablesTitle')} head={t('table')} lines={tables} />
        )}
      </div>
    </Panel>
  )
}

/** A change that would be written as 0.0 % is told by its numbers alone. */
const isVisible = (before: number | null, after: number | null): boolean =>
  before !== null && after !== null && Math.abs(after - before) >= Math.abs(before) * 0.0005

function Amounts({ label, head, lines }: { label: string; head: string; lines: readonly Line[] }) {
  const t = useWhatIfWords()
  const inT = (kg: number | null): number | null => (kg === null ? null : kg / 1000)
  const digits = columnDigits(lines.flatMap(({ amounts }) => [inT(amounts.before_kg), inT(amounts.after_kg)]))
  return (
    <div className="scroll-x">
      <table className="tbl tbl-dense whatif-amounts" aria-label={label}>
        <thead>
          <tr>
            <th>
              {head} <span className="cap">{t('tonnes')}</span>
            </th>
            <th className="r">{t('now')}</th>
            <th className="r">{t('thought')}</th>
            <th className="r">{t('difference')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ key, name, scope, amounts }) => {
            const { before_kg: before, after_kg: after, rows_before: had, rows_after: have } = amounts
            return (
              <tr key={key} className={key === 'total' ? 'whatif-total' : undefined}>
                <td>
                  <span className="row whatif-name">
                    {scope !== null && <ScopeMark scope={scope} />}
                    <span dir="auto">{name}</span>
                  </span>
                  {have < had && <span className="cap bad">{t('lost', { count: had - have })}</span>}
                </td>
                <td className="r">
                  <bdi>{num(inT(before), digits)}</bdi>
                </td>
                <td className="r">
                  <bdi>{num(inT(after), digits)}</bdi>
                </td>
                <td className="r">
                  <bdi>{signed(((after ?? 0) - (before ?? 0)) / 1000, digits)}</bdi>{' '}
                  {isVisible(before, after) && <Delta now={after} before={before} />}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
