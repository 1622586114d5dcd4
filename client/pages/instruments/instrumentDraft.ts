import { numberIn } from '#client/features/changing/numberIn.ts'
import type { InstrumentReply, NewInstrumentBody } from '#shared/api/instruments.ts'
import type { GwpSet } from '#shared/emissions/gas.ts'
import { type Carrier, type InstrumentType, isAmount, RATE_GASES, type RateUnit } from '#shared/scope2/instrument.ts'

/** An instrument as it stands in the form: numbers are texts. */
export interface InstrumentDraft {
  type: InstrumentType
  name: string
  carrier: Carrier
  market: string
  source: string
  registry: string
  /** One per line. */
  serials: string
  mwh: string
  isCo2e: boolean
  rates: Record<'CO2' | 'CH4' | 'N2O' | 'CO2e', string>
  unit: RateUnit
  gwp: GwpSet
  from: string
  to: string
  retiredOn: string
  beneficiary: string
  evidence: string
  evidenceUrl: string
}

/** `cycle`: the one on screen, whose period a new one has. */
export function draftOf(
  instrument: InstrumentReply | null,
  cycle: { starts_on: string; ends_on: string } | null,
): InstrumentDraft {
  const text = (value: number | null | undefined): string =>
    value === null || value === undefined ? '' : String(value)
  const rates = instrument?.rates ?? {}
  return {
    type: instrument?.type ?? 'certificate',
    name: instrument?.name ?? '',
    carrier: instrument?.carrier ?? 'electricity',
    market: instrument?.market ?? '',
    source: instrument?.source ?? '',
    registry: instrument?.registry ?? '',
    serials: instrument?.serials.join('\n') ?? '',
    mwh: text(instrument?.mwh),
    isCo2e: rates.CO2e !== undefined,
    rates: { CO2: text(rates.CO2), CH4: text(rates.CH4), N2O: text(rates.N2O), CO2e: text(rates.CO2e) },
    unit: instrument?.rate_unit ?? 'kg/MWh',
    gwp: instrument?.rate_gwp ?? 'AR5',
    from: instrument?.vintage_from ?? cycle?.starts_on ?? '',
    to: instrument?.vintage_to ?? cycle?.ends_on ?? '',
    retiredOn: instrument?.retired_on ?? '',
    beneficiary: instrument?.beneficiary ?? '',
    evidence: instrument?.evidence ?? '',
    evidenceUrl: instrument?.evidence_url ?? '',
  }
}

/** Which of the form's fields a type has. */
export const hasAmount = (type: InstrumentType): boolean => type !== 'residual_mix'
export const hasSerials = isAmount

/** Paths of numbers that are none. */
export function unreadable(draft: InstrumentDraft): string[] {
  const texts = [
    ['mwh', hasAmount(draft.type) ? draft.mwh : ''],
    ...rateKeys(draft).map((key) => [`rates.${key}`, draft.rates[key]] as const),
  ] as const
  return texts.flatMap(([path, text]) => (Number.isNaN(numberIn(text)) ? [path] : []))
}

export function bodyOf(draft: InstrumentDraft): NewInstrumentBody {
  const { type, name, carrier, market, source, beneficiary, evidence, isCo2e } = draft
  const rates = rateKeys(draft).flatMap((key) => {
    const amount = numberIn(draft.rates[key])
    return amount === null ? [] : [[key, amount]]
  })
  return {
    type,
    name,
    carrier,
    market,
    source,
    beneficiary,
    evidence,
    registry: hasSerials(type) ? draft.registry : '',
    serials: hasSerials(type) ? draft.serials.split('\n').flatMap((line) => line.trim() || []) : [],
    mwh: hasAmount(type) ? numberIn(draft.mwh) : null,
    rates: Object.fromEntries(rates),
    rate_unit: draft.unit,
    rate_gwp: isCo2e ? draft.gwp : null,
    vintage_from: draft.from,
    vintage_to: draft.to,
    retired_on: hasSerials(type) && draft.retiredOn !== '' ? draft.retiredOn : null,
    evidence_url: draft.evidenceUrl,
  }
}

const rateKeys = ({ isCo2e }: InstrumentDraft) => (isCo2e ? (['CO2e'] as const) : RATE_GASES)
