import type { NewCustomFactorBody } from '#shared/api/customFactors.ts'
import { customFactor } from '#shared/emissions/customFactor.ts'
import { gwpSpecies } from '#shared/emissions/species.ts'
import { formatUnit } from '#shared/quantities/formatUnit.ts'
import { parseUnit } from '#shared/quantities/parseUnit.ts'
import type { CustomFactor } from '../models/CustomFactor.ts'

/** Gases and unit under the one name that we have for each. Both are known to be right. */
export function canonical(body: NewCustomFactorBody): NewCustomFactorBody {
  const unit = parseUnit(body.unit)
  const gases = Object.entries(body.gases).map(([gas, kg]) => [gwpSpecies(gas) ?? gas, kg])
  return { ...body, unit: unit.ok ? formatUnit(unit.value) : body.unit, gases: Object.fromEntries(gases) }
}

/** What is stored of a body, with the form for formulas. */
export function columnsOf(id: string, body: NewCustomFactorBody) {
  const { co2e_kg, co2e_gwp, biogenic_co2_kg, data_year, valid_from, valid_to, ...same } = body
  const searched = [body.name, body.publisher, body.title, body.reference, body.geography, id]
  return {
    ...same,
    co2eKg: co2e_kg,
    co2eGwp: co2e_gwp,
    biogenicCo2Kg: biogenic_co2_kg,
    dataYear: data_year,
    validFrom: valid_from,
    validTo: valid_to,
    normalised: customFactor(id, body),
    searchText: searched.join(' ').toLowerCase(),
  }
}

/** As it is sent and shown. */
export function bodyOf(factor: CustomFactor): NewCustomFactorBody {
  const { name, unit, gases, scope, geography, boundary, publisher, title, edition, reference, url, licence } = factor
  return {
    name,
    unit,
    gases,
    co2e_kg: factor.co2eKg,
    co2e_gwp: factor.co2eGwp,
    biogenic_co2_kg: factor.biogenicCo2Kg,
    scope,
    geography,
    data_year: factor.dataYear,
    valid_from: factor.validFrom,
    valid_to: factor.validTo,
    boundary,
    publisher,
    title,
    edition,
    reference,
    url,
    licence,
    justification: factor.justification,
  }
}
