import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { num } from '#client/theme/format.ts'

/**
 * One month of a small works, to show what the product is: quantities, and results by DESNZ 2025 factors (natural gas
 * 0.18296 kgCO2e/kWh gross CV, gas oil 2.75541 and LPG 1.55713 kgCO2e/L).
 */
const ROWS = [
  { meter: 'STK-K1', quantity: 1_027_450, unit: 'kWh (gross)', kgPerUnit: 0.18296 },
  { meter: 'STK-K2', quantity: 952_510, unit: 'kWh (gross)', kgPerUnit: 0.18296 },
  { meter: 'STK-SD', quantity: 526_600, unit: 'kWh (gross)', kgPerUnit: 0.18296 },
  { meter: 'CDF-K1', quantity: 920_110, unit: 'kWh (gross)', kgPerUnit: 0.18296 },
  { meter: 'CDF-GEN', quantity: 2_600, unit: 'L', kgPerUnit: 2.75541 },
  { meter: 'LDS-BLR', quantity: 5_050, unit: 'L', kgPerUnit: 1.55713 },
] as const
const EXPLAINED = 2

/** The claim with a picture of a sheet, one cell explained in place. Decoration: hidden from screen readers. */
export function SheetPreview() {
  const { t } = useTranslation('login')
  return (
    <aside className="si-side" aria-hidden="true">
      <div className="si-claim">
        {t('claimFirst')}
        <br />
        {t('claimSecond')}
      </div>
      <div className="si-sheet" dir="ltr">
        <div className="si-row si-h">
          <span>Meter</span>
          <span className="r">Quantity</span>
          <span>Unit</span>
          <span className="r">tCO₂e</span>
        </div>
        {ROWS.map((row, index) => (
          <Fragment key={row.meter}>
            <div className={index === EXPLAINED ? 'si-row si-on' : 'si-row'}>
              <span>{row.meter}</span>
              <span className="r">{num(row.quantity)}</span>
              <span className="dim">{row.unit}</span>
              <span className="r fx">{num((row.quantity * row.kgPerUnit) / 1000, 2)}</span>
            </div>
            {index === EXPLAINED && (
              <div className="si-pop">
                <span>
                  {num(row.quantity)} kWh<i>×</i>0.182{'\u00a0'}96 kg/kWh<i>=</i>
                  <b>{num((row.quantity * row.kgPerUnit) / 1000, 2)} tCO₂e</b>
                </span>
                <em>DESNZ 2025, Fuels, Natural gas</em>
              </div>
            )}
          </Fragment>
        ))}
      </div>
    </aside>
  )
}
