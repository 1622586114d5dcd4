/** A row of each ready-made table with its right answer. */
import type { BuiltInTemplate } from '#shared/templates/tableTemplate.ts'

export type Values = Readonly<Record<string, string | number>>

/** What is filled in, and the result in tonnes of CO2e, worked out by hand: amount × published kilograms / 1000. */
export const TEMPLATE_EXAMPLES: Readonly<Record<string, [values: Values, tonnes: number]>> = {
  // DESNZ 2025, natural gas: 0.18296 kg CO2e per kWh (gross CV)
  'builtin:stationary_combustion': [{ fuel: 'natural_gas', energy: 10_000 }, 1.8296],
  // DESNZ 2025, diesel (average biofuel blend): 2.57082 kg CO2e per litre
  'builtin:mobile_combustion': [{ fuel: 'diesel', quantity: 1000 }, 2.57082],
  // DESNZ 2025, HFC-134a: 1300 kg CO2e per kg
  'builtin:refrigerants': [{ gas: 'hfc_134a', topped_up: 2.5 }, 3.25],
  // DESNZ 2025, electricity: 0.177 kg CO2e per kWh
  'builtin:purchased_electricity': [{ grid: 'uk', energy: 20_000 }, 3.54],
  'builtin:purchased_goods_supplier': [{ quantity: 2000, figure: 1.5 }, 3],
  // Scope 3 guidance, example 1.3: 3,000 + 50 + 12,000 × 5.6 kg (its running text misprints 50,000 × 5.6)
  'builtin:purchased_goods_hybrid': [
    {
      supplier_emissions: 3000,
      materials: 12_000,
      materials_figure: 5.6,
      transport: 0,
      transport_figure: 0,
      waste: 50,
      waste_figure: 1,
    },
    70.25,
  ],
  // DESNZ 2025, material use, average plastics: 3172.49932 kg CO2e per tonne
  'builtin:purchased_materials': [{ material: 'plastics', mass: 2 }, 6.34499864],
  // US EPA supply-chain factors v1.3 with margins, corrugated boxes: 0.479 kg CO2e per 2022 US dollar
  'builtin:purchased_goods': [{ product: 'boxes', spend: 1000 }, 0.479],
  // 1,210 euros with 21 % VAT; 1.08 dollars a euro, prices × 0.93
  'builtin:purchased_goods_euro': [{ product: 'boxes', spend: 1210, vat: 21 }, 1.08 * 0.93 * 0.479],
  'builtin:capital_goods_supplier': [{ pieces: 4, figure: 2500 }, 10],
  // EPA v1.3, other industrial machinery: 0.185 kg CO2e per 2022 US dollar
  'builtin:capital_goods': [{ goods: 'machinery', spend: 50_000 }, 9.25],
  // DESNZ 2025, WTT of natural gas: 0.03021 kg CO2e per kWh (gross CV)
  'builtin:fuel_upstream': [{ fuel: 'natural_gas', energy: 10_000 }, 0.3021],
  // DESNZ 2025, WTT of diesel (average biofuel blend): 0.61101 kg CO2e per litre
  'builtin:motor_fuel_upstream': [{ fuel: 'diesel', quantity: 1000 }, 0.61101],
  // DESNZ 2025, WTT of generation: 0.0459 kg CO2e per kWh
  'builtin:electricity_upstream': [{ part: 'generation', energy: 20_000 }, 0.918],
  // 10 MWh of California with a gross grid loss of 4.1 %: 10 × 0.041 / 0.959 MWh are lost
  'builtin:grid_losses': [{ grid: 'us_camx', energy: 10_000, loss: 4.1 }, 0.083_379_259_586_298_6],
  'builtin:power_sold': [{ energy: 1000, generation_figure: 0.4, upstream_figure: 0.05 }, 0.45],
  'builtin:freight_fuel': [{ fuel: 'diesel', quantity: 1000, load_share: 25 }, 0.642705],
  // DESNZ 2025, all HGVs, average laden: 0.10163 kg CO2e per tonne-kilometre
  'builtin:freight': [{ vehicle: 'hgv', mass: 12, distance: 250 }, 0.30489],
  // EPA v1.3, long-distance trucking: 0.595 kg CO2e per 2022 US dollar
  'builtin:freight_spend': [{ service: 'road_long', spend: 10_000 }, 5.95],
  // a fifth of 10,000 kWh × 0.177 + 5,000 kWh × 0.18296 + 100 kg
  'builtin:warehousing': [
    { grid: 'uk', electricity: 10_000, fuel: 'natural_gas', heat: 5000, leaks: 100, volume_share: 20 },
    0.55696,
  ],
  // Scope 3 guidance, example 5.1, its first line
  'builtin:waste_supplier': [{ mass: 2000, figure: 40 }, 80],
  // DESNZ 2025, commercial and industrial waste, landfill: 520.5327 kg CO2e per tonne
  'builtin:waste': [{ treatment: 'mixed_landfill', mass: 3 }, 1.5615981],
  // EPA 2025, table 9, mixed MSW, landfilled: 0.58 t CO2e per short ton
  'builtin:waste_us': [{ treatment: 'mixed_landfill', mass: 2 }, 1.16],
  // Scope 3 guidance, example 5.2: 40 t, of which 25 % × 300, 35 % × 0, 20 % × 10 and 20 % × 30 kg
  'builtin:waste_average': [
    {
      mass: 40,
      recycled_share: 35,
      burned_share: 20,
      composted_share: 20,
      recycled_figure: 0,
      burned_figure: 10,
      composted_figure: 30,
      landfill_figure: 300,
    },
    3.32,
  ],
  // DESNZ 2025, short-haul, economy, with RF: 0.12576 kg CO2e per passenger-kilometre; five people there and back
  'builtin:business_journeys': [{ mode: 'air_short_economy', journeys: 5, one_way: 1500, way: 'return' }, 1.8864],
  'builtin:business_travel': [{ mode: 'air_short', distance: 4000 }, 0.50304],
  // DESNZ 2025, hotels in Germany: 13.2 kg CO2e per room and night
  'builtin:hotel_nights': [{ country: 'germany', nights: 12 }, 0.1584],
  // EPA v1.3, scheduled passenger flights: 0.644 kg CO2e per 2022 US dollar
  'builtin:business_travel_spend': [{ service: 'air', spend: 5000 }, 3.22],
  // DESNZ 2025, average car, unknown fuel: 0.16725 kg CO2e per kilometre; there and back
  'builtin:commuting_by_car': [{ vehicle: 'car', vehicles: 10, days: 200, one_way: 12 }, 8.028],
  // DESNZ 2025, average local bus: 0.10385 kg CO2e per passenger-kilometre; there and back
  'builtin:commuting_by_transit': [{ mode: 'bus', people: 10, days: 200, one_way: 5 }, 2.077],
  // Scope 3 guidance, example 7.1: 10 km, 5 days, 48 weeks are 4,800 km; DESNZ 2025, national rail: 0.03546 kg
  'builtin:commuting_survey': [{ mode: 'rail', people: 1, days_per_week: 5, weeks: 48, one_way: 10 }, 0.170208],
  // DESNZ 2025, homeworking: 0.33378 kg CO2e per hour
  'builtin:teleworking': [{ use: 'all', people: 10, hours: 100 }, 0.33378],
  'builtin:leased_assets': [{ grid: 'uk', electricity: 10_000, fuel: 'natural_gas', heat: 5000, leaks: 100 }, 2.7848],
  // Scope 3 guidance, example 8.1 unrounded: 200 / (2,000 × 75 %) of 9,900 kg
  'builtin:leased_area': [{ building_emissions: 9900, area: 200, building_area: 2000, occupancy: 75 }, 1.32],
  'builtin:leased_average': [{ area: 100, figure: 50 }, 5],
  'builtin:processing_customer': [{ mass: 100, figure: 30, allocated: 50 }, 1.5],
  'builtin:processing': [{ mass: 100, energy_per_tonne: 200, grid: 'uk' }, 3.54],
  'builtin:product_use': [{ sold: 1000, uses: 11_500, energy_per_use: 1.3, grid: 'uk' }, 2646.15],
  'builtin:product_use_fuel': [{ sold: 100, fuel_of_life: 500, fuel: 'diesel' }, 128.541],
  'builtin:product_leaks': [{ gas: 'hfc_134a', sold: 1000, charge: 0.5, leaked: 20 }, 130],
  // Scope 3 guidance, example 11.1, its first line
  'builtin:product_use_figures': [{ sold: 1000, uses: 11_500, energy_per_use: 1.3, figure: 0.5, allocated: 100 }, 7475],
  // DESNZ 2025, average plastics, landfill: 8.98311 kg CO2e per tonne
  'builtin:end_of_life': [{ treatment: 'plastics_landfill', mass: 10 }, 0.0898311],
  // Scope 3 guidance, example 12.1: 10,000 kg (not tonnes, as its text says), 90 % × 0.3 and 10 % × 1 kg per kg
  'builtin:end_of_life_shares': [
    {
      mass: 10,
      recycled_share: 0,
      burned_share: 10,
      composted_share: 0,
      recycled_figure: 0,
      burned_figure: 1000,
      composted_figure: 0,
      landfill_figure: 300,
    },
    3.7,
  ],
  'builtin:franchises': [{ grid: 'uk', electricity: 10_000, fuel: 'natural_gas', heat: 5000, leaks: 100 }, 2.7848],
  // Scope 3 guidance, example 14.2: 250 franchises of 30,000 kg, here by a sample of three
  'builtin:franchises_sample': [{ sample_emissions: 90_000, sampled: 3, franchises: 250 }, 7500],
  'builtin:franchises_average': [{ area: 100, figure: 50 }, 5],
  // Scope 3 guidance, example 15.1, its first line
  'builtin:investments_equity': [{ investee_emissions: 120_000, equity_share: 40 }, 48_000],
  // Scope 3 guidance, example 15.3, its first line
  'builtin:investments_project': [{ project_emissions: 200_000, cost_share: 5 }, 10_000],
  // 5 of 20 million, because negative equity is 0
  'builtin:investments_pcaf': [
    { outstanding: 5, basis: 'equity_debt', equity: -3, debt: 20, investee_emissions: 1000 },
    250,
  ],
}

/** A row with what is required besides: texts, and the first of the choices. */
export function rowOf({ fields }: BuiltInTemplate, values: Values): Values {
  const others = fields.flatMap(({ key, type, required, role, options }): [string, string][] => {
    const isOpen = required && role === null
    return isOpen && type === 'text' ? [[key, 'A']] : isOpen && type === 'option' ? [[key, options[0]!.id]] : []
  })
  return { ...Object.fromEntries(others), site: 'Lyon', month: '2025-03', ...values }
}
