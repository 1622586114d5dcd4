/** Arabic of the factor library. */
export const factors = {
  title: 'معاملات الانبعاث',
  search: 'ابحث في المعاملات',
  placeholder: 'وقود، بلد، ناشر، جدول …',
  factor: 'المعامل',
  place: 'المكان',
  publisher: 'الناشر',
  amount: 'كغ',
  per: 'لكل',
  gwp: 'GWP',
  table: 'الجدول والصف',
  unusable: 'ليس للصيغ: {{reason}}',
  more: 'اعرض المزيد',
  shown: 'المعروض {{count}}',
  nothingTitle: 'لا معامل لـ “{{search}}”',
  nothingText: 'جرّب كلمات أقل، أو كلمة الناشر.',
  clear: 'امسح البحث',
} as const
