import { expect, test } from 'vitest'
import { STRONGEST } from '#client/grid/marks/paintScale.ts'
import { contrast, distance, mixed, VISIONS } from './testing/colourMath.ts'
import { peers, peerText, scope, tokens } from './tokens.ts'

const MODES = ['light', 'dark'] as const
type Token = keyof (typeof tokens)['light']

const WORDS: Readonly<Partial<Record<Token, readonly Token[]>>> = {
  text: ['body', 'chrome', 'raised', 'hover', 'computed', 'selTint', 'okTint', 'warnTint', 'badTint', 'infoTint'],
  dim: ['body', 'chrome', 'raised', 'computed', 'selTint', 'okTint', 'warnTint', 'badTint', 'infoTint'],
  accentText: ['body', 'chrome', 'accentTint'],
  okText: ['body', 'okTint'],
  warnText: ['body', 'warnTint'],
  badText: ['body', 'badTint'],
  infoText: ['body', 'infoTint'],
  onAccent: ['accent', 'accentHover'],
  onBad: ['bad', 'badText'],
}
const MARKS: readonly (readonly [Token, Token])[] = [
  ['accent', 'body'],
  ['ok', 'body'],
  ['warn', 'body'],
  ['bad', 'body'],
  ['focus', 'body'],
  ['focus', 'chrome'],
  ['lineStrong', 'body'],
]

test.each(MODES)('every word stands out from its background by 4.5:1 in %s colours', (mode) => {
  const colours = tokens[mode]
  const pairs: [string, number][] = Object.entries(WORDS).flatMap(([word, grounds]) =>
    grounds.map((ground): [string, number] => [
      `${word} on ${ground}`,
      contrast(colours[word as Token], colours[ground]),
    ]),
  )
  for (const number of [1, 2, 3] as const) {
    const { text, tint } = scope[mode][number]
    pairs.push(
      [`scope ${number} on tint`, contrast(text, tint)],
      [`scope ${number} on body`, contrast(text, colours.body)],
    )
  }
  peers[mode].forEach((colour, index) => pairs.push([`person ${index}`, contrast(colour, peerText[mode])]))
  expect(pairs.filter(([, ratio]) => ratio < 4.5)).toEqual([])
})

test.each(MODES)('numbers stand out by 4.5:1 from the strongest colour of a scale in %s colours', (mode) => {
  const { text, body, computed, accent, ok, bad } = tokens[mode]
  const grounds = [accent, ok, bad].flatMap((colour) =>
    [body, computed].map((ground) => mixed(colour, ground, STRONGEST / 100)),
  )
  expect(grounds.map((ground) => contrast(text, ground)).filter((ratio) => ratio < 4.5)).toEqual([])
})

test.each(MODES)('every mark and edge stands out by 3:1 in %s colours', (mode) => {
  const colours = tokens[mode]
  const pairs: [string, number][] = MARKS.map(([mark, ground]) => [
    `${mark} on ${ground}`,
    contrast(colours[mark], colours[ground]),
  ])
  for (const number of [1, 2, 3] as const) {
    pairs.push([`scope ${number}`, contrast(scope[mode][number].fill, colours.body)])
  }
  peers[mode].forEach((colour, index) => pairs.push([`person ${index}`, contrast(colour, colours.body)]))
  expect(pairs.filter(([, ratio]) => ratio < 3)).toEqual([])
})

test.each(MODES)('the three scopes stay apart for every kind of colour vision in %s colours', (mode) => {
  const fills = [scope[mode][1].fill, scope[mode][2].fill, scope[mode][3].fill] as const
  const blurred = Object.entries(VISIONS).filter(([, vision]) =>
    [
      distance(fills[0], fills[1], vision),
      distance(fills[0], fills[2], vision),
      distance(fills[1], fills[2], vision),
    ].some((apart) => apart < 12),
  )
  expect(blurred.map(([name]) => name)).toEqual([])
})
