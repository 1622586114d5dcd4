const FORMULAS: Readonly<Record<string, string>> = {
  CO2: 'CO₂',
  CH4: 'CH₄',
  N2O: 'N₂O',
  SF6: 'SF₆',
  NF3: 'NF₃',
}

/** "CH4-fossil" and "CH4-nonfossil" are one gas with two potentials. */
const ORIGIN = /[-_](?:non)?fossil$/

/** A gas as people write it; other species keep their name. */
export function gasFormula(species: string): string {
  return FORMULAS[species.replace(ORIGIN, '')] ?? species
}
