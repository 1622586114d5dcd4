import PDFDocument from 'pdfkit'
import type { ReportReply } from '#shared/api/reports.ts'
import { reportWords } from '#shared/reports/words/reportWords.ts'
import { coverStrips } from './coverStrips.ts'
import { PAPER } from './paperColors.ts'
import { registerFonts } from './ReportFonts.ts'
import { reportStrips } from './reportStrips.ts'
import { type Canvas, DIM, leftOf, rule } from './Canvas.ts'
import { paginate } from './Strip.ts'
import { Typesetter } from './Typesetter.ts'

/** A4, in points. */
const PAGE = { width: 595.28, height: 841.89 }
const MARGIN = 52
const BODY_TOP = 64
const BODY_BOTTOM = PAGE.height - 62
const SMALL = { ...DIM, size: 7.5 }

/**
 * A report as PDF 1.7: tagged, so that who cannot see it hears it in order, with its charts as vectors and its own fonts. Equal
 * reports give equal bytes: it has no date but that of the seal, or of a draft that of its filling, and no number that is drawn.
 * Pages leave as they are drawn.
 */
export async function* reportPdf(report: ReportReply): AsyncGenerator<Buffer> {
  const title = `${report.title} – ${report.cycle.name}`
  const document = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: report.locale,
    info: {
      Title: title,
      Author: report.organisation,
      ...(report.edition !== '' && { Subject: report.edition }),
      Keywords: report.seal?.seal_hash ?? report.state_text,
      Creator: 'Carbonsheet',
      CreationDate: new Date(report.state === 'sealed' ? (report.seal?.sealed_at ?? report.made_at) : report.made_at),
    },
  })
  registerFonts(document)
  const direction = report.locale === 'ar' ? 'rtl' : 'ltr'
  const type = new Typesetter(document, direction)
  const canvas: Canvas = { document, type, direction, left: MARGIN, width: PAGE.width - 2 * MARGIN }
  const root = document.struct('Document', { lang: report.locale, title })
  document.addStructure(root)
  const edges = { top: BODY_TOP, bottom: BODY_BOTTOM }
  const pages = [
    ...paginate(coverStrips(canvas, root, report), edges),
    ...paginate(reportStrips(canvas, root, report), edges),
  ]
  for (const [index, placed] of pages.entries()) {
    document.addPage()
    if (index > 0) {
      drawEdges(canvas, report, { page: index + 1, pages: pages.length })
    }
    for (const { top, draw } of placed) {
      draw(top)
    }
    yield* drained(document)
  }
  document.end()
  yield* drained(document)
}

/** What is on every page but the first: what it is of, whether it is sealed, and its number. For the eye only. */
function drawEdges(canvas: Canvas, report: ReportReply, { page, pages }: { page: number; pages: number }): void {
  const { document, type, width } = canvas
  const half = width / 2
  const at = (isStart: boolean, top: number) => ({ left: leftOf(canvas, isStart ? 0 : half, half), top, width: half })
  const line = (text: string, isStart: boolean, top: number): void =>
    type.draw(type.set(text, half, { ...SMALL, align: isStart ? 'start' : 'end' }), at(isStart, top), 0, 1)
  const say = reportWords(report.locale)
  const foot = PAGE.height - 44
  document.markContent('Artifact', { type: 'Pagination' })
  line(report.organisation, true, 34)
  line(`${report.title} · ${report.cycle.name}`, false, 34)
  rule(canvas, foot - 6, PAPER.line)
  line(
    report.seal === null ? say('page_draft') : say('page_seal', { hash: report.seal.seal_hash.slice(0, 16) }),
    true,
    foot,
  )
  line(say('page_of', { page, pages }), false, foot)
  document.endMarkedContent()
}

/** What the document has written so far. */
function* drained(document: PDFKit.PDFDocument): Generator<Buffer> {
  for (let chunk: unknown = document.read(); chunk !== null; chunk = document.read()) {
    if (Buffer.isBuffer(chunk)) {
      yield chunk
    }
  }
}
