import { createHash } from 'node:crypto'
import type { SetDetails } from './SetReader.ts'

const LONGEST = 80

/** A key by what it is made of: letters, digits, points and bars. Long ones end with a hash of all. */
export function keyOf(parts: readonly string[]): string {
  const text = parts.filter(Boolean).join('|')
  const slug = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_.-]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
  return slug.length <= LONGEST && slug !== ''
    ? slug
    : `${slug.slice(0, LONGEST - 11)}-${createHash('sha256').update(text).digest('hex').slice(0, 10)}`
}

/** What the rows of a publication that is no known one have before their key, in every edition. */
export const seriesOf = ({ publisher, title }: Pick<SetDetails, 'publisher' | 'title'>): string =>
  `brought.${keyOf([publisher, title])}`
