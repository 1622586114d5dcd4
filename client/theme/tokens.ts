// Every colour of the product, once. theme.ts turns these into Mantine colours and CSS variables; nothing else holds a hex value.

/** Neutral and semantic colours per scheme. `*Text` is for words, the plain name for marks and fills, `*Tint` for quiet backgrounds. */
export const tokens = {
  light: {
    body: '#ffffff',
    chrome: '#f5f7f8',
    sunken: '#eceff1',
    raised: '#ffffff',
    hover: '#eef2f3',
    line: '#e1e6e9',
    lineStrong: '#84919a',
    gridLine: '#e6eaed',
    text: '#172126',
    dim: '#56636b',
    faint: '#84919a',
    accent: '#0c6478',
    accentHover: '#09525f',
    onAccent: '#ffffff',
    accentText: '#0b5c6e',
    accentTint: '#e2f0f3',
    selTint: '#e6f1f4',
    computed: '#f4f6fa',
    focus: '#0c6478',
    ok: '#2a8557',
    okText: '#1d6b44',
    okTint: '#e3f3ea',
    warn: '#b07408',
    warnText: '#7d5200',
    warnTint: '#fbf0d9',
    bad: '#cb2d4b',
    badText: '#aa1d3a',
    badTint: '#fce8eb',
    onBad: '#ffffff',
    info: '#4a6a86',
    infoText: '#3f5b74',
    infoTint: '#e8eef4',
    hatch: '#e4e9ec',
  },
  dark: {
    body: '#12181b',
    chrome: '#171e22',
    sunken: '#0d1214',
    raised: '#1c2429',
    hover: '#212b30',
    line: '#273238',
    lineStrong: '#6b7a83',
    gridLine: '#222c31',
    text: '#e4eaec',
    dim: '#9babb3',
    faint: '#6b7a83',
    accent: '#3aa6bd',
    accentHover: '#55b8cd',
    onAccent: '#06181d',
    accentText: '#6cc5d7',
    accentTint: '#12323a',
    selTint: '#15303a',
    computed: '#161e26',
    focus: '#55b8cd',
    ok: '#46b37c',
    okText: '#6fcf9d',
    okTint: '#13301f',
    warn: '#dda02f',
    warnText: '#ebbb5c',
    warnTint: '#33270f',
    bad: '#f0627c',
    badText: '#ff8fa3',
    badTint: '#3a1820',
    onBad: '#25060d',
    info: '#7f9db8',
    infoText: '#a3bdd4',
    infoTint: '#1b2833',
    hatch: '#2b363c',
  },
} as const

/** Scope 1 ember, scope 2 volt, scope 3 plum: apart in hue and in lightness, so they survive every kind of colour blindness. Never used for status. */
export const scope = {
  light: {
    1: { fill: '#d0561b', text: '#a53f0d', tint: '#fcebe1' },
    2: { fill: '#3d8fe0', text: '#1b62ad', tint: '#e5f0fb' },
    3: { fill: '#6b3580', text: '#6b3580', tint: '#f2e8f5' },
  },
  dark: {
    1: { fill: '#e2703a', text: '#f59668', tint: '#3a2015' },
    2: { fill: '#7cbcf5', text: '#8cc4f7', tint: '#142b40' },
    3: { fill: '#9a62b8', text: '#cb9fe0', tint: '#2e1f38' },
  },
} as const

/** Remote people, in order of arrival. Red and the accent are left out: red means error, the accent means me. */
export const peers = {
  light: ['#7a4bc4', '#b0461b', '#2f6f2f', '#b3268c', '#8a6100', '#2a62c9', '#5b6670', '#9a3b5f'],
  dark: ['#b596f0', '#ef9a6c', '#86c97f', '#ee86cf', '#d9b24a', '#86b1fa', '#b1bdc6', '#e397b2'],
} as const

/** Words on a person's colour. */
export const peerText = { light: '#ffffff', dark: '#0f1416' } as const

/** Lines of the charts and the steps of the heat map. */
export const chart = {
  light: { last: '#84919a', grid: '#e9edef', heat: ['#ffffff', '#d3e8ed', '#9ccad5', '#5ba3b4', '#1f7c90'] },
  dark: { last: '#7d8c95', grid: '#222c31', heat: ['#12181b', '#16323a', '#1b5361', '#24798d', '#3aa6bd'] },
} as const
