/** What the sheets beside the data say, in the languages of the page. */
export interface ExportWords {
  fields: string
  factors: string
  sources: string
  about: string
  fieldColumns: readonly string[]
  factorColumns: readonly string[]
  sourceColumns: readonly string[]
  aboutColumns: readonly string[]
  aboutRows: Readonly<
    Record<
      'project' | 'cycle' | 'period' | 'status' | 'version' | 'gwpSet' | 'factorYear' | 'table' | 'exported' | 'by',
      string
    >
  >
  /** That nothing in the file is a live formula, and how errors look. */
  note: string
}

const ENGLISH: ExportWords = {
  fields: 'Fields',
  factors: 'Factors',
  sources: 'Sources',
  about: 'About',
  fieldColumns: ['Table', 'Key', 'Name', 'Type', 'Unit', 'Formula', 'Choices'],
  factorColumns: [
    'Id',
    'Name',
    'Per unit',
    'kg CO2e, published only as such',
    'GWP set of that',
    'kg by gas',
    'kg biogenic CO2',
    'kg CO2e outside the scopes (memo)',
    'Year',
    'Region',
    'Publisher',
    'Edition',
    'Table and row',
  ],
  sourceColumns: ['Publisher', 'Title', 'Edition', 'Licence', 'Address'],
  aboutColumns: ['What', 'Value'],
  aboutRows: {
    project: 'Project',
    cycle: 'Cycle',
    period: 'Period',
    status: 'Status',
    version: 'Version',
    gwpSet: 'GWP set',
    factorYear: 'Year of the factors',
    table: 'Table',
    exported: 'Exported',
    by: 'By',
  },
  note: 'Results are values as Carbonsheet computed them, in full precision. A result that begins with # is an error, never zero. The sheet “Fields” holds the formulas.',
}

const ARABIC: ExportWords = {
  fields: 'الحقول',
  factors: 'المعاملات',
  sources: 'المصادر',
  about: 'حول الملف',
  fieldColumns: ['الجدول', 'المفتاح', 'الاسم', 'النوع', 'الوحدة', 'الصيغة', 'الخيارات'],
  factorColumns: [
    'المعرّف',
    'الاسم',
    'لكل وحدة',
    'كغ CO2e المنشور بهذه الصورة فقط',
    'مجموعة GWP لذلك',
    'كغ حسب الغاز',
    'كغ CO2 حيوي المنشأ',
    'كغ CO2e خارج النطاقات (ملحق)',
    'السنة',
    'المنطقة',
    'الناشر',
    'الإصدار',
    'الجدول والصف',
  ],
  sourceColumns: ['الناشر', 'العنوان', 'الإصدار', 'الترخيص', 'الرابط'],
  aboutColumns: ['البند', 'القيمة'],
  aboutRows: {
    project: 'المشروع',
    cycle: 'الدورة',
    period: 'الفترة',
    status: 'الحالة',
    version: 'النسخة',
    gwpSet: 'مجموعة GWP',
    factorYear: 'سنة المعاملات',
    table: 'الجدول',
    exported: 'وقت التصدير',
    by: 'صدّره',
  },
  note: 'النتائج قيم كما حسبها Carbonsheet بدقتها الكاملة. النتيجة التي تبدأ بالرمز # خطأ وليست صفرًا. تجد الصيغ في ورقة «الحقول».',
}

/** In English unless the language tag begins with `ar`. */
export const exportWords = (locale: string | undefined): ExportWords =>
  locale !== undefined && /^ar\b/i.test(locale) ? ARABIC : ENGLISH

/** Whether sheets in this language are read from right to left. */
export const isRightToLeft = (locale: string | undefined): boolean =>
  locale !== undefined && /^(ar|fa|he|ur)\b/i.test(locale)
