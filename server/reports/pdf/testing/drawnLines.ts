import { inflateSync } from 'node:zlib'

/** What is drawn at one height of a page: its letters in the order in which they stand, from left to right. */
export interface DrawnLine {
  /** In points from the foot of the page. */
  y: number
  letters: string
}

/** The lines of each page of a PDF of ours, from what its fonts say their glyphs are. A ligature is all of its letters, as read. */
export function drawnLines(pdf: Buffer): DrawnLine[][] {
  const objects = objectsOf(pdf)
  return [...objects.values()].filter((body) => /\/Type \/Page\n/.test(body)).map((page) => linesOf(page, objects))
}

/** How many glyphs stand for a letter, over all fonts. */
export const glyphsOf = (pdf: Buffer, letter: string): number =>
  [...objectsOf(pdf).values()]
    .flatMap((body) => /\/ToUnicode (\d+) 0 R/.exec(body)?.[1] ?? [])
    .flatMap((id) => lettersOf(contentOf(objectsOf(pdf).get(id)!)))
    .filter((one) => one === letter).length

const objectsOf = (pdf: Buffer): Map<string, string> =>
  new Map(
    [...pdf.toString('latin1').matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id, body]) => [
      id!,
      body!,
    ]),
  )

function linesOf(page: string, objects: ReadonlyMap<string, string>): DrawnLine[] {
  const fontList = objects.get(/\/Resources (\d+) 0 R/.exec(page)![1]!)!
  const fonts = new Map(
    [...fontList.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => [
      name!,
      lettersOf(contentOf(objects.get(/\/ToUnicode (\d+) 0 R/.exec(objects.get(id!)!)![1]!)!)),
    ]),
  )
  const pieces: { x: number; y: number; letters: string }[] = []
  let font: readonly string[] = []
  const content = contentOf(objects.get(/\/Contents (\d+) 0 R/.exec(page)![1]!)!)
  for (const [, x, y, name, glyphs] of content.matchAll(
    /1 0 0 1 ([\d.-]+) ([\d.-]+) Tm|\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g,
  )) {
    if (x !== undefined) {
      pieces.push({ x: Number(x), y: Number(y), letters: '' })
    } else if (name !== undefined) {
      font = fonts.get(name)!
    } else {
      const codes = [...glyphs!.matchAll(/<([\da-f]+)>/g)].flatMap(([, hex]) => hex!.match(/.{4}/g)!)
      pieces.at(-1)!.letters += codes.map((code) => font[Number.parseInt(code, 16)]).join('')
    }
  }
  const byHeight = Map.groupBy(pieces, ({ y }) => Math.round(y))
  return [...byHeight].map(([y, at]) => ({
    y,
    letters: at
      .toSorted((a, b) => a.x - b.x)
      .map(({ letters }) => letters)
      .join(''),
  }))
}

function contentOf(body: string): string {
  const packed = body.slice(body.indexOf('stream\n') + 7, body.lastIndexOf('\nendstream'))
  return inflateSync(Buffer.from(packed, 'latin1')).toString('latin1')
}

/** By number of the glyph. */
const lettersOf = (map: string): string[] =>
  [...map.matchAll(/<[\da-f]{4}> <[\da-f]{4}> \[([^\]]*)\]/g)].flatMap(([, list]) =>
    [...list!.matchAll(/<([\da-f ]+)>/g)].map(([, hex]) =>
      Buffer.from(hex!.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'),
    ),
  )
