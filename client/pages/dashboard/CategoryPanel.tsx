import { useTranslation } from 'react-i18next'
import type { CycleEmissions } from '#shared/api/emissions.ts'
import { Panel } from '#client/components/Panel.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { linkToRows } from '#client/features/emissions/rowLinks.ts'
import { ShareBars } from '#client/features/emissions/ShareBars.tsx'
import { SCOPE_3_CATEGORIES } from '#shared/boundary/scope3Categories.ts'
import { pct, tonnes } from '#client/theme/format.ts'

/** Scope 3 by category, and which part of each rests on data of suppliers and other partners. Nothing without scope 3. */
export function CategoryPanel({ emissions }: { emissions: CycleEmissions }) {
  const { t } = useTranslation('dashboard')
  const { t: structure } = useTranslation('structure')
  const categories = SCOPE_3_CATEGORIES.flatMap((category) => {
    const found = emissions.by_category.find((one) => one.s3_category === category)
    return found === undefined ? [] : [{ ...found, category }]
  })
  if (categories.length === 0) {
    return null
  }
  return (
    <Panel
      className="d-category"
      title={t('byCategory')}
      aside={
        <span>
          {t('primaryAside')} · <Unit />
        </span>
      }
    >
      <ShareBars
        isWide
        shares={categories.map(({ category, co2e_t: amountT, primary_share: share, ...figures }) => {
          const name = `${category} · ${structure(`category_${category}`)}`
          const primary = share === null ? t('primaryUnknown') : t('primary', { share: pct(share * 100, 0) })
          const [only, ...others] = emissions.by_module.filter((module) => module.s3_category === category)
          return {
            key: String(category),
            label: (
              <>
                {name}{' '}
                <span className="cap">
                  {primary}
                  {figures.partial_rows > 0 && (figures.co2e_kg ?? 0) > 0 && (
                    <> · {t('partialShort', { share: pct((figures.partial_kg / (figures.co2e_kg ?? 1)) * 100, 0) })}</>
                  )}
                </span>
              </>
            ),
            description: `${name}: ${tonnes(amountT)} tCO₂e`,
            amountT,
            parts: [
              { amountT: (amountT ?? 0) * (share ?? 0), colour: 'var(--scope-3-fill)' },
              { amountT: (amountT ?? 0) * (1 - (share ?? 0)), colour: 'var(--c-line-strong)' },
            ],
            to: only === undefined || others.length > 0 ? null : linkToRows(emissions, { module_id: only.module_id }),
          }
        })}
      />
    </Panel>
  )
}
