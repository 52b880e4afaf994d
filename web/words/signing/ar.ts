import type { Translated } from "../words.ts";
import type { signing as english } from "./en.ts";

/** The same words in Arabic. */
export const signing: Translated<typeof english> = {
  "signIn.setTitle": "عيّن كلمة المرور",
  "signIn.setWords": "هذا الرابط لمرة واحدة ولك وحدك، ويبطل بعد تعيين كلمة المرور.",
  "signIn.words": "يمكن قراءة الأمثلة من دون تسجيل الدخول. ما يمكنك فعله في بعثة يتبع دورك فيها.",
  "signIn.failed": "لم يتم الدخول",
  "signIn.wrong":
    "اسم الدخول وكلمة المرور لا يتطابقان، أو أن الحساب مغلق. تحقق منهما. يعطي رابطًا جديدًا من يدير الحسابات.",
  "signIn.linkSpent": "استُعمل هذا الرابط أو مضت عليه 24 ساعة. اطلب رابطًا جديدًا: npx trucekeeper user link LOGIN",
  "signIn.slow": "محاولات فاشلة كثيرة من هنا. انتظر ربع ساعة ثم حاول من جديد.",
  "signIn.short": "كلمة المرور قصيرة: 12 حرفًا على الأقل. الجملة خيار جيد.",
  "signIn.differ": "كلمتا المرور مختلفتان. اكتب الكلمة نفسها مرتين.",
  "signIn.login": "اسم الدخول",
  "signIn.password": "كلمة المرور",
  "signIn.again": "كلمة المرور مرة أخرى",
  "signIn.show": "إظهار كلمة المرور أو إخفاؤها",
  "signIn.long": "12 حرفًا على الأقل؛ الجملة خيار جيد.",
  "signIn.set": "تعيين كلمة المرور والدخول",
  "signIn.forgotten": "نسيت كلمة المرور؟ يعطيك رابطًا جديدًا من يدير الحسابات.",
};
