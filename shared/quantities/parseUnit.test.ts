import { expect, test } from 'vitest'
import { formatUnit } from './formatUnit.ts'
import { parseUnit } from './parseUnit.ts'

const canonical = (text: string): string => {
  const unit = parseUnit(text)
  return unit.ok ? formatUnit(unit.value) : `! ${unit.error.message}`
}

test.each([
  ['kgCO2e/kWh(HHV)', 'kgCO2e/kWh(HHV)'],
  ['kg CO2e / kWh (Gross CV)', 'kgCO2e/kWh(HHV)'],
  ['TJ(NCV)', 'TJ(LHV)'],
  ['t*km', 'km*t'],
  ['kgCO2e/(t*km)', 'kgCO2e/(km*t)'],
  ['kgHFC-134a', 'kgHFC134a'],
  ['kg C/mmBtu(HHV)', 'kgC/mmBtu(HHV)'],
  ['kgCO2(biogenic)/L', 'kgCO2(biogenic)/L'],
  ['USD@2022', 'USD@2022'],
  ['km/km', ''],
  ['1/h^2', '1/h^2'],
  ['', ''],
  ['%', '%'],
])('reads %s as %s', (text, expected) => {
  expect(canonical(text)).toBe(expected)
})

test.each([
  ['gal', '! "gal" has more than one size. Write gal(US) or gal(UK).'],
  ['MBtu', '! "MBtu" has more than one size. Write Btu, or mmBtu for a million of them.'],
  ['year', '! "year" has more than one size. Write day, of which a year has 365 or 366.'],
  ['ton', '! "ton" has more than one size. Write t, short_ton or long_ton.'],
  ['furlong', '! "furlong" is not a known unit.'],
  ['kg/', '! A unit is missing here.'],
  ['()', '! A unit is missing here.'],
  ['__proto__', '! "__proto__" is not a known unit.'],
  ['constructor', '! "constructor" is not a known unit.'],
  ['kWh(constructor)', '! "kWh(constructor)" is not a known unit.'],
  ['km^99', '! A unit has powers up to 6.'],
])('refuses %s', (text, expected) => {
  expect(canonical(text)).toBe(expected)
})
