/** Signs of a mask that stand for others. */
const DIGIT = '#'
const LETTER = '@'
const ANY = '*'

const LETTERS = /^\p{L}$/u
const DIGITS = /^\p{Nd}$/u

/**
 * Whether a text looks like a mask: `#` is one digit, `@` one letter, `*` any number of characters, everything else
 * itself, whatever the case. `INV-####` takes "INV-0042". No regular expression of a stranger is ever run: the time is
 * at most the product of both lengths.
 */
export function matchesMask(text: string, mask: string): boolean {
  const signs = Array.from(mask.toLowerCase())
  const characters = Array.from(text.toLowerCase())
  let [at, sign] = [0, 0]
  /** Where the last `*` is, and how far it reaches. */
  let [star, reach] = [-1, 0]
  while (at < characters.length) {
    if (sign < signs.length && signs[sign] === ANY) {
      star = sign++
      reach = at
    } else if (sign < signs.length && fits(characters[at]!, signs[sign]!)) {
      at++
      sign++
    } else if (star >= 0) {
      sign = star + 1
      at = ++reach
    } else {
      return false
    }
  }
  return signs.slice(sign).every((rest) => rest === ANY)
}

function fits(character: string, sign: string): boolean {
  if (sign === DIGIT) {
    return DIGITS.test(character)
  }
  return sign === LETTER ? LETTERS.test(character) : character === sign
}
