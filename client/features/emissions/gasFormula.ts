const FORMULAS: Readonly<Record<string, string>> = {
  CO2: 'CO₂',
  CH4: 'CH₄',
  CH4_fossil: 'CH₄',
  CH4_biogenic: 'CH₄',
  CH4_nonfossil: 'CH₄',
  N2O: 'N₂O',
  SF6: 'SF₆',
  NF3: 'NF₃',
}

/** A gas as people write it; other species keep their name. */
export function gasFormula(species: string): string {
  return FORMULAS[species] ?? species
}
