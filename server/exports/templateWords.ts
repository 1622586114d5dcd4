import type { FieldType } from '#shared/fields/field.ts'
import type { FieldRules } from '#shared/fields/fieldRules.ts'

/** What stands beside the columns of an import template, in the languages of the page. */
export interface TemplateWords {
  /** Of the file, with the name of the table in front. */
  template: string
  notes: string
  choices: string
  columns: readonly string[]
  required: string
  types: Readonly<Record<Exclude<FieldType, 'formula' | 'evidence'>, string>>
  /** How a value is written. */
  writing: Readonly<Record<Exclude<FieldType, 'formula' | 'evidence'>, string>>
  rules: Readonly<Record<Exclude<keyof FieldRules, 'message'>, (limit: string) => string>>
  /** Below the columns, one line each. */
  remarks: readonly string[]
}

const ENGLISH: TemplateWords = {
  template: 'template',
  notes: 'Notes',
  choices: 'Choices',
  columns: ['Column', 'Must be filled', 'Holds', 'Unit', 'Allowed', 'How to write it'],
  required: 'yes',
  types: {
    text: 'Text',
    long_text: 'Text of several lines',
    number: 'Numbers',
    date: 'Dates',
    month: 'Months',
    boolean: 'Yes or no',
    option: 'One of a list',
    options: 'Several of a list',
    person: 'People',
    reference: 'Rows of another table',
    factor: 'Emission factors',
  },
  writing: {
    text: '',
    long_text: '',
    number: 'A number, or a number with its unit where it is another one: 1.2 MWh',
    date: '2025-03-31',
    month: '2025-03',
    boolean: 'TRUE or FALSE',
    option: 'A name from the sheet “Choices”',
    options: 'Names from the sheet “Choices”, with commas between them',
    person: 'The name of a member',
    reference: 'The name of the row',
    factor: 'The name of the factor',
  },
  rules: {
    min: (limit) => `not below ${limit}`,
    max: (limit) => `not above ${limit}`,
    mask: (limit) => `looks like ${limit}`,
    unique: () => 'different in every row',
    formula: (limit) => limit,
  },
  remarks: [
    'Fill in the first sheet, one line for each row. Leave the titles as they are: columns are found by them, in any order.',
    'Leave empty what is not known. An empty cell is not counted as zero.',
    'Columns that are computed, and those that you may not write, are not in this file.',
  ],
}

const ARABIC: TemplateWords = {
  template: 'قالب',
  notes: 'ملاحظات',
  choices: 'الخيارات',
  columns: ['العمود', 'يجب ملؤه', 'يحتوي على', 'الوحدة', 'المسموح', 'كيف يُكتب'],
  required: 'نعم',
  types: {
    text: 'نص',
    long_text: 'نص من عدة أسطر',
    number: 'أرقام',
    date: 'تواريخ',
    month: 'أشهر',
    boolean: 'نعم أو لا',
    option: 'خيار من قائمة',
    options: 'عدة خيارات من قائمة',
    person: 'أشخاص',
    reference: 'صفوف جدول آخر',
    factor: 'معاملات انبعاث',
  },
  writing: {
    text: '',
    long_text: '',
    number: 'رقم، أو رقم مع وحدته إن كانت غير وحدة العمود: 1.2 MWh',
    date: '2025-03-31',
    month: '2025-03',
    boolean: 'TRUE أو FALSE',
    option: 'اسم من ورقة «الخيارات»',
    options: 'أسماء من ورقة «الخيارات» تفصل بينها فواصل',
    person: 'اسم عضو',
    reference: 'اسم الصف',
    factor: 'اسم المعامل',
  },
  rules: {
    min: (limit) => `لا يقل عن ${limit}`,
    max: (limit) => `لا يزيد على ${limit}`,
    mask: (limit) => `على شكل ${limit}`,
    unique: () => 'مختلف في كل صف',
    formula: (limit) => limit,
  },
  remarks: [
    'املأ الورقة الأولى، سطرًا لكل صف. اترك العناوين كما هي: تُعرف الأعمدة بها بأي ترتيب كان.',
    'اترك ما لا يُعرف فارغًا. لا تُحسب الخلية الفارغة صفرًا.',
    'الأعمدة المحسوبة والأعمدة التي لا يحق لك كتابتها ليست في هذا الملف.',
  ],
}

/** In English unless the language tag begins with `ar`. */
export const templateWords = (locale: string | undefined): TemplateWords =>
  locale !== undefined && /^ar\b/i.test(locale) ? ARABIC : ENGLISH
