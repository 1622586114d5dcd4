import { ActionIcon } from '@mantine/core'
import { IconPencil, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { late } from '#client/components/late.tsx'
import type { ReductionTargetReply } from '#shared/api/reductionTargets.ts'
import { NumLink } from '#client/components/NumLink.tsx'
import { pct, signed } from '#client/theme/format.ts'
import { amountText } from './amounts.ts'
import { useTargetWords } from './words/useTargetWords.ts'

// Drawing comes after the numbers have been painted: the chart library is larger than the page.
const TargetChart = late(
  () => import('./TargetChart.tsx').then((file) => file.TargetChart),
  <div className="target-chart" />,
)

/** One target: what it promises, its path and the years so far, and what near-term criteria would say. */
export function TargetCard(props: {
  target: ReductionTargetReply
  isManager: boolean
  onEdit: () => void
  onDelete: () => void
}) {
  const { target, isManager, onEdit, onDelete } = props
  const t = useTargetWords()
  const { t: common } = useTranslation()
  const { name, kind, denominator, progress, base_emissions: base } = target
  const unit = denominator === null ? t('tonnes') : t('perUnit', { unit: denominator.unit })
  const shown = (amount: number | null): string =>
    amountText(amount === null || denominator !== null ? amount : amount / 1000)
  return (
    <section className="target" aria-label={name}>
      <div className="row target-head">
        <h3 dir="auto">{name}</h3>
        <span className="cap">
          {t(kind)} · {target.scopes.map((scope) => common('scope', { scope })).join(', ')} · {t('basis')}{' '}
          {t(target.basis)}
        </span>
        {isManager && (
          <>
            <ActionIcon variant="subtle" color="gray" aria-label={t('editTarget', { name })} onClick={onEdit}>
              <IconPencil size={16} stroke={1.6} />
            </ActionIcon>
            <ActionIcon variant="subtle" color="gray" aria-label={t('deleteTarget', { name })} onClick={onDelete}>
              <IconTrash size={16} stroke={1.6} />
            </ActionIcon>
          </>
        )}
      </div>
      <p>
        {t('promise', {
          percent: pct(target.reduction_percent),
          year: String(target.target_year),
          base: target.base_cycle.name,
          annual: pct(target.annual_percent),
        })}
      </p>
      {target.description !== '' && (
        <p className="cap" dir="auto">
          {target.description}
        </p>
      )}
      {base.is_hidden ? (
        <p className="cap">{t('hidden')}</p>
      ) : (
        <div className="target-body">
          <TargetChart target={target} />
          <div className="scroll-x">
            <table className="tbl tbl-dense" aria-label={name}>
              <thead>
                <tr>
                  <th>{t('cycle')}</th>
                  <th className="r">{t('actual')}</th>
                  <th className="r">{t('path')}</th>
                  <th className="r">{t('gap')}</th>
                </tr>
              </thead>
              <tbody>
                {progress.map(({ id, name: cycle, actual, path, gap_percent: gap }) => (
                  <tr key={id}>
                    <td>
                      <bdi>{cycle}</bdi>
                    </td>
                    <td className="r">
                      <NumLink to={`/dashboard?cycle=${id}`} label={`${cycle}: ${shown(actual)} ${unit}`}>
                        {shown(actual)}
                      </NumLink>
                    </td>
                    <td className="r">
                      <bdi>{shown(path)}</bdi>
                    </td>
                    <td className={`r ${gap !== null && gap > 0 ? 'warn' : ''}`}>
                      <bdi>{gap === null ? '–' : `${signed(gap, 1)}\u00A0%`}</bdi>
                    </td>
                  </tr>
                ))}
                <tr>
                  <td>
                    <bdi>{target.target_year}</bdi>
                  </td>
                  <td className="r">–</td>
                  <td className="r">
                    <bdi>{shown(target.target)}</bdi>
                  </td>
                  <td />
                </tr>
              </tbody>
            </table>
            <p className="cap">{unit}</p>
          </div>
        </div>
      )}
      <p className="cap">
        {t('advice')}:{' '}
        {target.advice.length === 0
          ? t('adviceNone')
          : target.advice.map((code) => t(code === 'intensity' ? 'intensityAdvice' : code)).join(' ')}
      </p>
    </section>
  )
}
