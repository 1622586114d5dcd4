import { NativeSelect } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ComparisonChange, CycleComparison } from '#shared/api/cycleComparison.ts'
import { ScopeMark } from '#client/components/ScopeMark.tsx'
import { Delta } from '#client/features/emissions/Delta.tsx'
import { useCycleWords, type CycleTranslate } from '#client/features/cycles/words/useCycleWords.ts'
import { columnDigits, num, signed } from '#client/theme/format.ts'

const AXES = { module: 'byModule', scope: 'byScope', category: 'byCategory', site: 'bySite' } as const
type Axis = keyof typeof AXES

interface Line {
  key: string
  name: string
  mark: ReactNode
  change: ComparisonChange
}

/** The same change by scope, category, module or site: both amounts, the difference, and what caused it. */
export function ChangeTable({ data }: { data: CycleComparison }) {
  const t = useCycleWords()
  const { t: common } = useTranslation()
  const [axis, setAxis] = useState<Axis>('module')
  const lines = linesOf(axis, data, t, (scope) => common('scope', { scope }))
  const digits = columnDigits(
    lines.flatMap(({ change }) => [change.before_kg, change.after_kg].map((kg) => (kg === null ? null : kg / 1000))),
  )
  const amount = (kg: number | null): string => num(kg === null ? null : kg / 1000, digits)
  return (
    <>
      <div className="row change-by">
        <NativeSelect
          aria-label={t('by')}
          value={axis}
          onChange={(event) => setAxis(axisOf(event.currentTarget.value))}
          data={Object.entries(AXES).map(([value, word]) => ({ value, label: `${t('by')} ${t(word)}` }))}
        />
        <span className="cap">{t('tonnes')}</span>
      </div>
      <div className="scroll-x">
        <table className="tbl tbl-dense change-table" aria-label={`${t('compareTitle')}: ${t(AXES[axis])}`}>
          <thead>
            <tr>
              <th>{t(AXES[axis])}</th>
              <th className="r change-before">
                <bdi>{data.before.name}</bdi>
              </th>
              <th className="r">
                <bdi>{data.after.name}</bdi>
              </th>
              <th className="r">{t('change')}</th>
              <th className="r">{t('relative')}</th>
              <th className="r change-cause">{t('effectActivity')}</th>
              <th className="r change-cause">{t('effectFactor')}</th>
              <th className="r change-cause">{t('effectMethod')}</th>
              <th className="r change-cause">{t('effectGwp')}</th>
              <th className="r change-cause">{t('structure')}</th>
              <th className="r change-cause">{t('effectOther')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ key, name, mark, change }) => {
              const { before_kg: before, after_kg: after, effects } = change
              const causes = [
                effects.activity_kg,
                effects.factor_kg,
                effects.method_kg,
                effects.gwp_kg,
                effects.added_kg + effects.removed_kg + effects.boundary_kg,
                effects.other_kg,
              ]
              return (
                <tr key={key}>
                  <td>
                    <span className="row cycles-line">
                      {mark}
                      <span className="ell" dir="auto">
                        {name}
                      </span>
                    </span>
                  </td>
                  <td className="r change-before">
                    <bdi>{amount(before)}</bdi>
                  </td>
                  <td className="r">
                    <bdi>{amount(after)}</bdi>
                  </td>
                  <td className="r">
                    <bdi>{signed(((after ?? 0) - (before ?? 0)) / 1000, digits)}</bdi>
                  </td>
                  <td className="r">
                    <Delta now={after} before={before} />
                  </td>
                  {causes.map((kg, i) => (
                    <td key={i} className="r change-cause">
                      <bdi>{kg === 0 ? '' : signed(kg / 1000, digits)}</bdi>
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </>
  )
}

const axisOf = (text: string): Axis => (text === 'scope' || text === 'category' || text === 'site' ? text : 'module')

function linesOf(axis: Axis, data: CycleComparison, t: CycleTranslate, scopeName: (scope: number) => string): Line[] {
  switch (axis) {
    case 'scope':
      return data.by_scope.map(({ scope, ...change }) => ({
        key: String(scope),
        name: scopeName(scope),
        mark: <ScopeMark scope={scope} />,
        change,
      }))
    case 'category':
      return data.by_category.map(({ s3_category: category, ...change }) => ({
        key: String(category),
        name: t('category', { number: String(category) }),
        mark: null,
        change,
      }))
    case 'module':
      return data.by_module.map(({ module_id: id, name, scope, ...change }) => ({
        key: id,
        name,
        mark: <ScopeMark scope={scope} />,
        change,
      }))
    case 'site':
      return data.by_site.map(({ site, name, ...change }) => ({
        key: site ?? '',
        name: name ?? t('noSite'),
        mark: null,
        change,
      }))
  }
}
