/**
 * Names that one place goes by and that no rule of spelling leads from one to the other: renamed places, and Ukrainian
 * and Russian names of different form. For search alone: it takes no side as to which name is right.
 * Each renaming stands under the act by which it was made, with where that was read; a renaming without one is left out.
 */
export const OTHER_NAMES: readonly (readonly string[])[] = [
  // Verkhovna Rada of Ukraine, 4 February 2016, draft 3854 (tyzhden.ua; kramatorsk.info, of that day).
  ["Бахмут", "Артемівськ", "Артемовск", "Артёмовск", "Artyomovsk", "Artemovsk"],
  ["Лиман", "Красний Лиман", "Красный Лиман"],
  ["Торецьк", "Торецк", "Дзержинськ", "Дзержинск"],
  ["Чорноморськ", "Черноморск", "Іллічівськ", "Ильичевск"],
  // The same, 12 May 2016, draft 4468 (en.interfax.com.ua/news/general/342983).
  ["Покровськ", "Покровск", "Красноармійськ", "Красноармейск"],
  ["Мирноград", "Димитров"],
  // The same, 12 May 2016, draft 4086, places that it did not control (ua.interfax.com.ua/news/political/342794; ostro.info).
  ["Хрустальний", "Хрустальный", "Красний Луч", "Красный Луч"],
  ["Сорокине", "Сорокино", "Краснодон"],
  ["Довжанськ", "Должанск", "Довжанск", "Свердловськ", "Свердловск"],
  ["Кадіївка", "Кадиевка", "Стаханов"],
  ["Голубівка", "Голубовка", "Кіровськ", "Кировск"],
  ["Бунге", "Юнокомунарівськ", "Юнокоммунаровск"],
  ["Чистякове", "Чистяково", "Торез"],
  // The same, 19 May 2016, draft 4085 (zn.ua, of that day) and a draft of its own for Dnipro (uawire.org; dialog.ua).
  ["Кам’янське", "Каменское", "Дніпродзержинськ", "Днепродзержинск"],
  ["Олешки", "Цюрупинськ", "Цюрупинск"],
  ["Дніпро", "Днепр", "Дніпропетровськ", "Днепропетровск"],
  // The same, resolution 1468-VIII of 14 July 2016 (golos.com.ua/article/272636, its text).
  ["Кропивницький", "Кропивницкий", "Кіровоград", "Кировоград"],
  // The same, 1 July 2021, draft 5081 (hromadske.radio, of that day).
  ["Нью-Йорк", "Новгородське", "Новгородское"],
  // The same, 19 September 2024, draft 12043 (portal24.org.ua; sd.ua/news/28577).
  ["Самар", "Новомосковськ", "Новомосковск"],
  ["Шахтарське", "Першотравенськ", "Першотравенск"],
  ["Берестин", "Красноград"],
  ["Сіверськодонецьк", "Сєвєродонецьк", "Северодонецк", "Severodonetsk"],
  ["Шептицький", "Червоноград"],
  // The same, 9 October 2024, draft 11236 (ru.interfax.com.ua/news/general/1019380).
  ["Південноукраїнськ", "Южноукраїнськ", "Южноукраинск"],
  // Named Stalin(o) in 1924 and Donetsk in 1961, Yuzivka before (amp.lenta.ua, on the decree of 9 November 1961).
  ["Донецьк", "Донецк", "Сталіно", "Сталино", "Юзівка", "Юзовка"],
  // Zhdanov from 1948 to 1989 (news.telegraf.com.ua, 25 December 2025).
  ["Маріуполь", "Мариуполь", "Жданов"],
  // Nothing was renamed: the Ukrainian and the Russian form of one name.
  ["Київ", "Киев"],
  ["Харків", "Харьков"],
  ["Одеса", "Одесса"],
  ["Луганськ", "Луганск"],
  ["Запоріжжя", "Запорожье"],
  ["Миколаїв", "Николаев"],
  ["Чернігів", "Чернигов"],
  ["Львів", "Львов"],
  ["Рівне", "Ровно"],
  ["Горлівка", "Горловка"],
  ["Макіївка", "Макеевка"],
  ["Авдіївка", "Авдеевка"],
  ["Мар’їнка", "Марьинка"],
  ["Вугледар", "Угледар"],
  ["Слов’янськ", "Славянск"],
  ["Костянтинівка", "Константиновка"],
  ["Дружківка", "Дружковка"],
  ["Сіверськ", "Северск"],
  ["Часів Яр", "Часов Яр"],
  ["Волноваха", "Volnovakha"],
  ["Енергодар", "Энергодар"],
  ["Оріхів", "Орехов"],
  ["Гуляйполе", "Гуляй-Поле"],
  ["Вовчанськ", "Волчанск"],
  ["Куп’янськ", "Купянск"],
  ["Світлодарськ", "Светлодарск"],
  ["Щастя", "Счастье"],
  ["Станиця Луганська", "Станица Луганская"],
];
