/** كلمات لما يتغير أثناء القراءة وللسحب. */
export const following = {
  "live.news_zero": "لا حوادث جديدة أو متغيرة",
  "live.news_one": "حادث واحد جديد أو متغير",
  "live.news_two": "حادثان جديدان أو متغيران",
  "live.news_few": "{{count}} حوادث جديدة أو متغيرة",
  "live.news_many": "{{count}} حادثًا جديدًا أو متغيرًا",
  "live.news_other": "{{count}} حادث جديد أو متغير",
  "live.many": "تغيّر الكثير منذ فتحت هذا",
  "live.show": "أظهر",
  "live.incident": "تغيّر هذا الحادث منذ فتحته.",
  "live.gone": "لم يعد هذا الحادث كما كان: جُمعت ملاحظاته بطريقة أخرى أو سُحبت.",
  "failure.preparing": "يُعدّ الخادم السجل. تتابع هذه الصفحة من تلقاء نفسها.",
  "undo.button": "سحب القيد {{index}}",
  "undo.words": "يزول أثره ويبقى القيد وهذا السحب في السجل.",
  "undo.reason": "لماذا يُسحب؟",
  "undo.done": "سُحب بالقيد {{index}}.",
  "undo.withdrawn": "مسحوب",
} as const;
