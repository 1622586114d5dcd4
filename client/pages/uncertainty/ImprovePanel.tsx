import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { To } from 'react-router'
import { SCOPE_BASES, type ScopeBasis } from '#shared/api/scopeFigure.ts'
import type { CycleUncertainty, UncertaintyContribution } from '#shared/api/uncertainty.ts'
import { NumLink } from '#client/components/NumLink.tsx'
import { Panel } from '#client/components/Panel.tsx'
import {
  type UncertaintyTranslate,
  useUncertaintyWords,
} from '#client/features/uncertainty/words/useUncertaintyWords.ts'
import { num, pct } from '#client/theme/format.ts'

/** What the variance of the total comes from, by the grid or as it was bought, largest first; each opens its cell or its factor. */
export function ImprovePanel({ uncertainty }: { uncertainty: CycleUncertainty }) {
  const t = useUncertaintyWords()
  const { cycle_id: cycleId, market_based: market } = uncertainty
  const [basis, setBasis] = useState<ScopeBasis>('location')
  const isMarket = basis === 'market' && market !== null
  const list = isMarket ? market.improve_first : uncertainty.improve_first
  const largest = list[0]?.share ?? 1
  return (
    <Panel
      title={t('improve')}
      aside={
        market !== null && (
          <SegmentedControl
            size="xs"
            aria-label={t('improveBasis')}
            value={basis}
            data={SCOPE_BASES.map((one) => ({ value: one, label: t(`basis_${one}`) }))}
            onChange={(chosen) => setBasis(SCOPE_BASES.find((one) => one === chosen) ?? 'location')}
          />
        )
      }
    >
      <p className="cap unc-why">{t(list.length === 0 ? 'improveNone' : 'improveWhy')}</p>
      <ol className="unc-improve" aria-label={t('improve')}>
        {list.map((one) => {
          const { key, name, about, to, label } = lineOf(one, cycleId, t)
          return (
            <li key={key}>
              <span className="unc-what">
                <span className="ell" dir="auto">
                  {name}
                </span>
                <span className="cap ell" dir="auto">
                  {about}
                </span>
              </span>
              <span className="m-bar" aria-hidden="true">
                <i style={{ width: `${(one.share / largest) * 100}%`, background: 'var(--c-accent)' }} />
              </span>
              <NumLink className="r" to={to} label={label}>
                {pct(one.share * 100, 1)}
              </NumLink>
            </li>
          )
        })}
      </ol>
    </Panel>
  )
}

interface Line {
  key: string
  name: string
  about: string
  to: To
  label: string
}

function lineOf(one: UncertaintyContribution, cycleId: string, t: UncertaintyTranslate): Line {
  const share = pct(one.share * 100, 1)
  if (one.kind === 'factor') {
    return {
      key: one.factor_id,
      name: one.name,
      about: t('factorRows', { count: one.rows, rows: num(one.rows) }),
      to: `/factors?${new URLSearchParams({ factor: one.factor_id }).toString()}`,
      label: t('openFactor', { name: one.name, share }),
    }
  }
  if (one.kind === 'rate') {
    return {
      key: one.instrument_id,
      name: one.name,
      about: t('rateOfInstrument'),
      to: '/instruments',
      label: t('openRate', { name: one.name, share }),
    }
  }
  const name = one.texts.join(' · ') || one.table_name || t('rowWithoutName')
  const search = new URLSearchParams({ row: one.row_id, ...(one.field_key !== null && { field: one.field_key }) })
  return {
    key: one.row_id,
    name,
    about: [one.table_name, one.site_name, one.month].filter((part) => part !== null).join(' · '),
    to: `/sheets/${one.table_id}/${cycleId}?${search.toString()}`,
    label: t('openCell', { row: name, share }),
  }
}
