import { numberIn } from '#client/features/changing/numberIn.ts'
import { type CustomFactorReply, FACTOR_BOUNDARIES, type NewCustomFactorBody } from '#shared/api/customFactors.ts'
import { GWP_SETS, type GwpSet } from '#shared/emissions/gas.ts'

/** Gases that have a box of their own; others are written in lines. */
export const USUAL_GASES = ['CO2', 'CH4-fossil', 'CH4-nonfossil', 'N2O'] as const
type UsualGas = (typeof USUAL_GASES)[number]

/** A custom factor as it stands in the form: numbers are texts. */
export interface CustomDraft {
  name: string
  unit: string
  isCo2e: boolean
  gases: Record<UsualGas, string>
  /** "SF6 0.01", one per line. */
  otherGases: string
  co2e: string
  /** Empty: the source does not say. */
  gwp: GwpSet | ''
  biogenic: string
  scope: '' | '1' | '2' | '3'
  geography: string
  dataYear: string
  validFrom: string
  validTo: string
  boundary: string
  publisher: string
  title: string
  edition: string
  reference: string
  url: string
  licence: string
  justification: string
}

const textOf = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : String(value)

/** Of a new factor: `year` is that of the cycle on screen. */
export function draftOf(custom: CustomFactorReply | null, year: number | null): CustomDraft {
  const gases = custom?.gases ?? {}
  const usual = USUAL_GASES.map((gas) => [gas, textOf(gases[gas])] as const)
  const others = Object.entries(gases).filter(([gas]) => !USUAL_GASES.some((one) => one === gas))
  return {
    name: custom?.name ?? '',
    unit: custom?.unit ?? '',
    isCo2e: custom !== null && custom.co2e_kg !== null,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys are those of the list
    gases: Object.fromEntries(usual) as CustomDraft['gases'],
    otherGases: others.map(([gas, kg]) => `${gas} ${kg}`).join('\n'),
    co2e: textOf(custom?.co2e_kg),
    gwp: custom?.co2e_gwp ?? '',
    biogenic: textOf(custom?.biogenic_co2_kg),
    scope: scopeIn(textOf(custom?.scope)),
    geography: custom?.geography ?? '',
    dataYear: textOf(custom?.data_year ?? year),
    validFrom: custom?.valid_from ?? '',
    validTo: custom?.valid_to ?? '',
    boundary: custom?.boundary ?? '',
    publisher: custom?.publisher ?? '',
    title: custom?.title ?? '',
    edition: custom?.edition ?? '',
    reference: custom?.reference ?? '',
    url: custom?.url ?? '',
    licence: custom?.licence ?? '',
    justification: custom?.justification ?? '',
  }
}

export const scopeIn = (text: string): CustomDraft['scope'] =>
  text === '1' || text === '2' || text === '3' ? text : ''

export const gwpIn = (text: string): CustomDraft['gwp'] => GWP_SETS.find((set) => set === text) ?? ''

/** Gas and kilograms of each line; NaN where the kilograms are no number. */
function otherGasesIn(text: string): [gas: string, kg: number][] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [gas = '', ...rest] = line.split(/\s+/)
      return [gas, numberIn(rest.join('')) ?? Number.NaN]
    })
}

/** Paths of the fields whose numbers are none. */
export function unreadable(draft: CustomDraft): string[] {
  const texts: [path: string, text: string][] = [
    ['data_year', draft.dataYear],
    ['biogenic_co2_kg', draft.biogenic],
    ...(draft.isCo2e
      ? [['co2e_kg', draft.co2e] satisfies [string, string]]
      : USUAL_GASES.map((gas): [string, string] => [`gases.${gas}`, draft.gases[gas]])),
  ]
  const wrong = texts.flatMap(([path, text]) => (Number.isNaN(numberIn(text)) ? [path] : []))
  const hasWrongLine = !draft.isCo2e && otherGasesIn(draft.otherGases).some(([, kg]) => Number.isNaN(kg))
  return hasWrongLine ? [...wrong, 'gases'] : wrong
}

export function bodyOf(draft: CustomDraft): NewCustomFactorBody {
  const { name, unit, geography, publisher, title, edition, reference, url, licence, justification, isCo2e } = draft
  const usual = USUAL_GASES.flatMap((gas): [string, number][] => {
    const kg = numberIn(draft.gases[gas])
    return kg === null ? [] : [[gas, kg]]
  })
  return {
    name,
    unit,
    geography,
    publisher,
    title,
    edition,
    reference,
    url,
    licence,
    justification,
    gases: isCo2e ? {} : Object.fromEntries([...usual, ...otherGasesIn(draft.otherGases)]),
    co2e_kg: isCo2e ? numberIn(draft.co2e) : null,
    co2e_gwp: isCo2e && draft.gwp !== '' ? draft.gwp : null,
    biogenic_co2_kg: numberIn(draft.biogenic),
    scope: draft.scope === '' ? null : Number(draft.scope),
    data_year: numberIn(draft.dataYear) ?? 0,
    valid_from: draft.validFrom === '' ? null : draft.validFrom,
    valid_to: draft.validTo === '' ? null : draft.validTo,
    boundary: FACTOR_BOUNDARIES.find((one) => one === draft.boundary) ?? null,
  }
}
