import type { CopiedBlock } from '../CopiedBlock.ts'
import { flavoursOf } from '../flavours.ts'

/** These texts as a copied selection puts them on the clipboard. */
export function copied(
  texts: string[][],
  { rtl = false, ids = [] }: { rtl?: boolean; ids?: CopiedBlock['ids'] } = {},
): { plain: string; html: string } {
  const blocks = function* (): Generator<CopiedBlock> {
    yield { texts, ids }
  }
  const { plain, html } = flavoursOf({ rows: texts.map((_, r) => `r${r}`), areMany: false, blocks }, rtl)
  return { plain: plain.join(''), html: html?.join('') ?? '' }
}
