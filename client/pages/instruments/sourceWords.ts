import type { AllocationReply } from '#shared/api/instruments.ts'
import type { Scope2Line } from '#shared/api/scope2.ts'
import { monthName } from '#client/i18n/dates.ts'
import { num } from '#client/theme/format.ts'
import type { InstrumentTranslate } from './words/useInstrumentWords.ts'

export const SOURCE_WORDS = {
  certificate: 'sourceCertificate',
  contract: 'sourceContract',
  supplier_rate: 'sourceSupplierRate',
  residual_mix: 'sourceResidualMix',
  grid_average: 'sourceGridAverage',
  unknown: 'sourceUnknown',
} as const

export const CARRIER_WORDS = {
  electricity: 'carrierElectricity',
  heat: 'carrierHeat',
  cooling: 'carrierCooling',
} as const

const GASES = { CO2: 'CO₂', CH4: 'CH₄', N2O: 'N₂O' } as const

/** Megawatt-hours to the watt-hour, without zeros at the end. */
export function mwhText(mwh: number): string {
  const rounded = Math.round(mwh * 1e6) / 1e6
  const digits = (String(rounded).split('.')[1] ?? '').length
  return num(rounded, Math.min(digits, 6))
}

/** Why a line has the rate that it has, where that is not the instrument alone. */
export function reasonsOfLine(t: InstrumentTranslate, line: Scope2Line): string[] {
  const reasons = [...Map.groupBy(line.fallbacks, ({ from }) => from)].map(([from, gases]) => {
    const names = gases.map(({ gas }) => GASES[gas]).join(', ')
    return from === 'missing'
      ? t('missing', { gases: names })
      : t('fallback', { gases: names, from: t(SOURCE_WORDS[from]) })
  })
  const gwp = line.other_gwp === null ? [] : [t('otherGwp', { set: line.other_gwp })]
  const rest = { grid_average: ['whyGrid'], unknown: ['whyUnknown'] } as const
  const why = line.source === 'grid_average' || line.source === 'unknown' ? rest[line.source] : []
  return [...why.map((key) => t(key)), ...reasons, ...gwp]
}

/** "Stoke-on-Trent, FY2025: 900 MWh", with its months where they are not all of the year. */
export function allocationText(t: InstrumentTranslate, allocation: AllocationReply, language: string): string {
  const { site_name: site, from_month: from, to_month: to, mwh, cycle_name: cycle } = allocation
  const months =
    from.slice(5) === '01' && to.slice(5) === '12' ? '' : ` ${monthName(from, language)}–${monthName(to, language)}`
  return t('allocation', {
    place: site ?? t('allSites'),
    cycle: `${cycle}${months}`,
    amount: mwh === null ? t('allThereIs') : `${mwhText(mwh)}\u00a0MWh`,
  })
}
