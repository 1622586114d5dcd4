import type { CSSVariablesResolver } from '@mantine/core'
import { chart, peers, peerText, scope, tokens } from './tokens.ts'

/** All custom properties of the product: `--c-*` colours, `--scope-n-*`, `--peer-n`. CSS and the grid theme read only these. */
export const resolver: CSSVariablesResolver = () => ({
  variables: {
    '--row-h': '30px',
    '--topbar-h': '48px',
    '--nav-w': '216px',
    '--nav-w-slim': '52px',
    '--dur-1': '80ms',
    '--dur-2': '160ms',
    '--ease': 'cubic-bezier(.2,.8,.2,1)',
  },
  light: variablesOf('light'),
  dark: variablesOf('dark'),
})

function variablesOf(mode: 'light' | 'dark'): Record<string, string> {
  const colours = tokens[mode]
  const variables: Record<string, string> = {}
  for (const [name, colour] of Object.entries(colours)) {
    variables[`--c-${name.replace(/[A-Z]/g, (letter) => '-' + letter.toLowerCase())}`] = colour
  }
  for (const number of [1, 2, 3] as const) {
    for (const [use, colour] of Object.entries(scope[mode][number])) {
      variables[`--scope-${number}-${use}`] = colour
    }
  }
  peers[mode].forEach((colour, index) => {
    variables[`--peer-${index}`] = colour
  })
  chart[mode].heat.forEach((colour, index) => {
    variables[`--heat-${index}`] = colour
  })
  return {
    ...variables,
    '--peer-text': peerText[mode],
    '--chart-last': chart[mode].last,
    '--chart-grid': chart[mode].grid,
    // Mantine's own variables, so that stock components follow without per-component styles.
    '--mantine-color-body': colours.body,
    '--mantine-color-text': colours.text,
    '--mantine-color-dimmed': colours.dim,
    '--mantine-color-placeholder': colours.dim,
    '--mantine-color-default': colours.raised,
    '--mantine-color-default-hover': colours.hover,
    '--mantine-color-default-color': colours.text,
    '--mantine-color-default-border': colours.line,
    '--mantine-color-error': colours.badText,
    '--mantine-color-anchor': colours.accentText,
    '--mantine-color-disabled': colours.sunken,
    '--mantine-color-disabled-color': colours.faint,
  }
}
