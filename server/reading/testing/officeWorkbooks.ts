/**
 * Workbooks as Excel and LibreOffice write them, part by part and by hand: what our own writer never does, and people's files do.
 */
import { ZipFile } from 'yazl'

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships'
const TYPES = 'http://schemas.openxmlformats.org/package/2006/content-types'
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const typesOf = (sheets: number): string =>
  `${XML}<Types xmlns="${TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/>${Array.from(
    { length: sheets },
    (_, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${SHEET_TYPE}.worksheet+xml"/>`,
  ).join(
    '',
  )}<Override PartName="/xl/styles.xml" ContentType="${SHEET_TYPE}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${SHEET_TYPE}.sharedStrings+xml"/></Types>`

const ROOT_RELATIONS = `${XML}<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`

/** Formats 0: general, 1: a day of Excel's own (14), 2: a day of one's own, 3: two decimals, 4: a text. */
const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy;@"/></numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" xfId="0"/><xf numFmtId="14" xfId="0" applyNumberFormat="1"/><xf numFmtId="164" xfId="0" applyNumberFormat="1"/><xf numFmtId="4" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`

/**
 * Excel for Windows: shared strings, rich ones and ones with spaces that are kept, days by two formats, formulas with saved
 * texts, errors and truths, a hidden sheet, merged heads, empty rows that are left out, a dimension that is wrong, spans.
 */
export const excelWorkbook = (): Promise<Buffer<ArrayBuffer>> =>
  zipped({
    '[Content_Types].xml': typesOf(2),
    '_rels/.rels': ROOT_RELATIONS,
    'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr defaultThemeVersion="166925"/><bookViews><workbookView activeTab="1"/></bookViews><sheets><sheet name="Notes &amp; sources" sheetId="7" state="hidden" r:id="rId9"/><sheet name="Factors 2025" sheetId="3" r:id="rId2"/></sheets><definedNames><definedName name="_xlnm.Print_Area" localSheetId="1">'Factors 2025'!$A$1:$D$3</definedName></definedNames></workbook>`,
    // the sheet that comes second is the first part, and relations stand in an order of their own
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}"><Relationship Id="rId5" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId2" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId9" Type="${OFFICE}/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId4" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': STYLES,
    'xl/sharedStrings.xml': `${XML}<sst xmlns="${MAIN}" count="7" uniqueCount="6"><si><t>Name</t></si><si><t xml:space="preserve">  Diesel </t></si><si><r><t>CO</t></r><r><rPr><vertAlign val="subscript"/></rPr><t>2</t></r><r><t xml:space="preserve"> per litre</t></r></si><si><t>Day</t></si><si><t xml:space="preserve">   </t></si><si><t>Heating oil &lt;S&gt;</t><phoneticPr fontId="1"/></si></sst>`,
    'xl/worksheets/sheet1.xml': `${XML}<worksheet xmlns="${MAIN}" xmlns:r="${OFFICE}"><dimension ref="A1"/><sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="1" width="20"/></cols><sheetData><row r="1" spans="1:4"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>2</v></c><c r="C1" t="s"><v>3</v></c></row><row r="4" spans="1:6"><c r="A4" t="s"><v>1</v></c><c r="B4" s="3"><v>2.6800000000000002</v></c><c r="C4" s="1"><v>45717</v></c><c r="F4" t="b"><v>1</v></c></row><row r="5"><c r="A5" t="s"><v>5</v></c><c r="B5"><f>B4*2</f><v>5.36</v></c><c r="C5" s="2"><v>45718.75</v></c><c r="D5" t="str"><f>A4&amp;"!"</f><v>Diesel!</v></c><c r="E5" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="F5" t="b"><f>B5&gt;1</f><v>0</v></c></row><row r="6" spans="1:1"><c r="A6" t="s"><v>4</v></c><c r="B6" s="3"/></row></sheetData><mergeCells count="1"><mergeCell ref="C1:D1"/></mergeCells></worksheet>`,
    'xl/worksheets/sheet2.xml': `${XML}<worksheet xmlns="${MAIN}"><sheetData><row r="2"><c r="B2" t="s"><v>0</v></c></row></sheetData></worksheet>`,
  })

/**
 * LibreOffice, and libraries of other languages: days from 1904, inline strings, paths from the root of the archive, cells
 * without addresses, texts of numbers, a dimension far too large, no shared strings that are used.
 */
export const libreOfficeWorkbook = (): Promise<Buffer<ArrayBuffer>> =>
  zipped({
    '_rels/.rels': ROOT_RELATIONS.replace('Target="xl/', 'Target="/xl/'),
    'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr date1904="true"/><sheets><sheet name="وقود" sheetId="1" state="visible" r:id="rId3"/></sheets><calcPr iterateCount="100"/></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" Type="${OFFICE}/styles" Target="/xl/styles.xml"/><Relationship Id="rId3" Type="${OFFICE}/worksheet" Target="/xl/worksheets/sheet1.xml"/><Relationship Id="rId4" Type="${OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`,
    'xl/styles.xml': STYLES,
    'xl/sharedStrings.xml': `${XML}<sst xmlns="${MAIN}"/>`,
    'xl/worksheets/sheet1.xml': `${XML}<worksheet xmlns="${MAIN}"><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>الاسم</t></is></c><c r="B1" t="inlineStr"><is><r><t>Val</t></r><r><t>ue</t></r></is></c><c r="C1" t="inlineStr"><is><t>Day</t></is></c></row><row r="2" customFormat="false"><c r="A2" t="inlineStr"><is><t xml:space="preserve"> ديزل </t></is></c><c r="B2" t="n"><v>1E-3</v></c><c r="C2" s="2" t="n"><v>44255</v></c></row><row r="3"><c r="A3" s="4" t="inlineStr"><is><t>0123</t></is></c><c r="B3" t="str"><f aca="false">CONCATENATE("a","b")</f><v>ab</v></c><c r="C3" s="0" t="n"><f aca="false">B2*2</f><v>0.002</v></c></row><row r="7"><c r="A7" t="n"><v>-4.5</v></c></row></sheetData></worksheet>`,
    '[Content_Types].xml': typesOf(1),
  })

function zipped(parts: Readonly<Record<string, string>>): Promise<Buffer<ArrayBuffer>> {
  const archive = new ZipFile()
  for (const [name, content] of Object.entries(parts)) {
    archive.addBuffer(Buffer.from(content), name)
  }
  archive.end()
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    archive.outputStream.on('data', (piece: Buffer) => pieces.push(piece))
    archive.outputStream.on('error', reject)
    archive.outputStream.on('end', () => resolve(Buffer.concat(pieces)))
  })
}
