import { useTranslation } from 'react-i18next'
import type { CycleEmissions } from '#shared/api/emissions.ts'
import { Panel } from '#client/components/Panel.tsx'
import { Unit } from '#client/components/Unit.tsx'
import { EMISSION_PARTS } from '#shared/emissions/emissionPart.ts'
import { gasFormula } from '#client/features/emissions/gasFormula.ts'
import { linkToRows } from '#client/features/emissions/rowLinks.ts'
import { ShareBars } from '#client/features/emissions/ShareBars.tsx'
import { pct, tonnes } from '#client/theme/format.ts'

/** What the total consists of, by gas, as CO2e. "Other" holds factors that are published as CO2e only. */
export function GasPanel({ emissions }: { emissions: CycleEmissions }) {
  const { t } = useTranslation('dashboard')
  const gases = emissions.by_gas.filter(({ co2e_kg }) => co2e_kg !== 0).toSorted((a, b) => b.co2e_kg - a.co2e_kg)
  const totalKg = emissions.total.co2e_kg ?? 0
  return (
    <Panel
      className="d-gas"
      title={t('byGas')}
      aside={
        <span>
          {t('gwp', { set: emissions.gwp_set })} · <Unit />
        </span>
      }
    >
      <ShareBars
        isWide
        shares={gases.map(({ gas, co2e_kg }) => {
          const part = EMISSION_PARTS.find((one) => one === gas)
          const name = gas === 'other' ? t('other') : gasFormula(gas)
          return {
            key: gas,
            label: (
              <>
                {name} <span className="cap">{totalKg > 0 && <bdi>{pct((co2e_kg / totalKg) * 100, 1)}</bdi>}</span>
              </>
            ),
            description: `${name}: ${tonnes(co2e_kg / 1000)} tCO₂e`,
            amountT: co2e_kg / 1000,
            parts: [{ amountT: co2e_kg / 1000, colour: 'var(--c-accent)' }],
            to: linkToRows(emissions, part === undefined ? {} : { part }),
          }
        })}
      />
    </Panel>
  )
}
