import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CycleUncertainty, UncertaintyFigures } from '#shared/api/uncertainty.ts'
import { Panel } from '#client/components/Panel.tsx'
import { ScopeMark } from '#client/components/ScopeMark.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { IntervalBar } from '#client/features/uncertainty/IntervalBar.tsx'
import { intervalText, rangeText } from '#client/features/uncertainty/rangeText.ts'
import {
  type UncertaintyTranslate,
  useUncertaintyWords,
} from '#client/features/uncertainty/words/useUncertaintyWords.ts'
import { columnDigits, num, pct } from '#client/theme/format.ts'
import { GradeChip } from './GradeChip.tsx'

interface Part {
  key: string
  name: ReactNode
  mark?: ReactNode
  figures: UncertaintyFigures
  colour?: string
}

/** Scopes, modules, categories and sites with their intervals, on one scale. */
export function PartsPanel({ uncertainty }: { uncertainty: CycleUncertainty }) {
  const t = useUncertaintyWords()
  const groups = useGroups(uncertainty, t)
  const parts = groups.flat()
  const mostKg = Math.max(0, ...parts.map(({ figures }) => figures.interval?.high_kg ?? figures.co2e_kg ?? 0))
  const digits = columnDigits(parts.map(({ figures }) => (figures.co2e_kg ?? 0) / 1000))
  return (
    <Panel title={t('byPart')} pad={false}>
      <div className="unc-scroll" role="region" aria-label={t('byPart')} tabIndex={0}>
        <table className="tbl tbl-dense unc-parts">
          <thead>
            <tr>
              <th>{t('part')}</th>
              <th className="r">
                {t('amount')} <Unit />
              </th>
              <th className="r">{t('range')}</th>
              <th className="hide-s">{t('interval')}</th>
              <th>{t('grade')}</th>
              <th className="r">{t('share')}</th>
            </tr>
          </thead>
          {groups.map((group) => (
            <tbody key={group[0]?.key ?? ''}>
              {group.map((part) => (
                <PartRow key={part.key} part={part} mostKg={mostKg} digits={digits} />
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </Panel>
  )
}

function PartRow({ part, mostKg, digits }: { part: Part; mostKg: number; digits: number }) {
  const { name, mark, figures, colour } = part
  const { interval, co2e_kg: kg, assessed_kg: assessed, assessed_percent: percent } = figures
  return (
    <tr>
      <td>
        <span className="row">
          {mark}
          <span className="ell" dir="auto">
            {name}
          </span>
        </span>
      </td>
      <td className="r">
        <bdi>{num(kg === null ? null : kg / 1000, digits)}</bdi>
      </td>
      <td className="r">
        <bdi>{interval === null ? '–' : rangeText(interval, assessed)}</bdi>
      </td>
      <td className="unc-cell hide-s" title={interval === null ? undefined : `${intervalText(interval)} tCO₂e`}>
        <IntervalBar figures={figures} mostKg={mostKg} {...(colour === undefined ? {} : { colour })} />
      </td>
      <td>
        <GradeChip interval={interval} />
      </td>
      <td className="r">
        <bdi>{pct(percent, 0)}</bdi>
      </td>
    </tr>
  )
}

function useGroups(uncertainty: CycleUncertainty, t: UncertaintyTranslate): Part[][] {
  const { t: common } = useTranslation()
  const hasRows = ({ co2e_kg: kg }: UncertaintyFigures): boolean => kg !== null
  const scopeFill = (scope: number): string => `var(--scope-${scope}-fill)`
  const scopes = uncertainty.by_scope.filter(hasRows).map((figures) => ({
    key: `scope ${figures.scope}`,
    name: common('scope', { scope: figures.scope }),
    mark: <ScopeMark scope={figures.scope} size={14} />,
    colour: scopeFill(figures.scope),
    figures,
  }))
  const { by_scope, scope12, market_based: market } = uncertainty
  const has2 = by_scope.some((figures) => figures.scope === 2 && hasRows(figures))
  const both: Part[] =
    market === null || !has2
      ? []
      : [
          {
            key: 'scope2 market',
            name: t('scope2Market'),
            mark: <ScopeMark scope={2} size={14} />,
            figures: market.scope2,
            colour: scopeFill(2),
          },
          { key: 'scope12 location', name: t('scope12Location'), figures: scope12 },
          { key: 'scope12 market', name: t('scope12Market'), figures: market.scope12 },
          { key: 'total market', name: t('totalMarket'), figures: market.total },
        ]
  const modules = uncertainty.by_module.filter(hasRows).map((figures) => ({
    key: figures.module_id,
    name: <Link to={`/modules/${figures.module_id}`}>{figures.name}</Link>,
    mark: <ScopeMark scope={figures.scope} size={14} />,
    colour: scopeFill(figures.scope),
    figures,
  }))
  const categories = uncertainty.by_category.map((figures) => ({
    key: `category ${figures.s3_category}`,
    name: t('category', { category: figures.s3_category }),
    mark: <ScopeMark scope={3} size={14} />,
    colour: scopeFill(3),
    figures,
  }))
  const sites = uncertainty.by_site.map((figures) => ({
    key: `site ${figures.site}`,
    name: figures.name ?? t('noSite'),
    figures,
  }))
  return [scopes, both, modules, categories, sites].filter((group) => group.length > 0)
}
