/** Arabic of the page of reports. Not yet read by a native speaker. */
export const ar = {
  title: 'التقارير',
  intro: 'جرد واحد، كما تطلبه كل وثيقة.',
  which: 'التقرير',
  'ghg-protocol': 'بروتوكول غازات الدفيئة',
  'esrs-e1': 'معيار ESRS E1-6',
  'gri-305': 'GRI 305',
  cdp: 'CDP',
  secr: 'SECR البريطاني',
  print: 'اطبع',
  xlsx: 'ملف Excel (.xlsx)',
  loading: 'يُعَدّ التقرير',
  emptyTitle: 'لا دورة بعد',
  emptyText: 'التقرير عن دورة. ابدأ دورة أولًا.',
  draft: 'مسودة غير مختومة',
  sealed: 'مختوم',
  sealed_in_part: 'مختوم، ولك أن تقرأ بعضه',
}
