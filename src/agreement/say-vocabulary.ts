import type { CountUnit } from "../observation/count.ts";
import type { Activity, ObjectKind } from "../observation/observation.ts";
import type { ActId, WeaponClass } from "../observation/taxonomy.ts";

/** The languages into which a clause can be said back. */
export const LANGUAGES = ["en", "uk", "ru", "fr"] as const;
export type Language = (typeof LANGUAGES)[number];

/** English, Ukrainian, Russian, French: in the nominative, as they stand in a list after a colon. */
export type Word = readonly [en: string, uk: string, ru: string, fr: string];

export const wordIn = (word: Word, language: Language): string => word[LANGUAGES.indexOf(language)] as string;

export const ACT_WORDS: Readonly<Record<ActId, Word>> = {
  fire: ["fire", "вогонь", "огонь", "tirs"],
  "fire.small-arms": [
    "small-arms fire",
    "вогонь зі стрілецької зброї",
    "огонь из стрелкового оружия",
    "tirs d’armes légères",
  ],
  "fire.sniper": ["sniper fire", "снайперський вогонь", "снайперский огонь", "tirs de tireurs embusqués"],
  "fire.heavy-machine-gun": [
    "heavy-machine-gun fire",
    "вогонь із великокаліберних кулеметів",
    "огонь из крупнокалиберных пулемётов",
    "tirs de mitrailleuses lourdes",
  ],
  "fire.cannon": [
    "cannon fire",
    "вогонь з автоматичних гармат",
    "огонь из автоматических пушек",
    "tirs de canons automatiques",
  ],
  "fire.anti-aircraft": ["anti-aircraft fire", "зенітний вогонь", "зенитный огонь", "tirs antiaériens"],
  explosion: ["explosions", "вибухи", "взрывы", "explosions"],
  "explosion.mortar": [
    "explosions of mortar rounds",
    "вибухи мінометних мін",
    "взрывы миномётных мин",
    "explosions d’obus de mortier",
  ],
  "explosion.artillery": [
    "explosions of artillery rounds",
    "вибухи артилерійських снарядів",
    "взрывы артиллерийских снарядов",
    "explosions d’obus d’artillerie",
  ],
  "explosion.tank": [
    "explosions of tank rounds",
    "вибухи танкових снарядів",
    "взрывы танковых снарядов",
    "explosions d’obus de char",
  ],
  "explosion.mlrs": [
    "explosions of rockets from multiple launchers",
    "вибухи снарядів реактивних систем залпового вогню",
    "взрывы снарядов реактивных систем залпового огня",
    "explosions de roquettes de lance-roquettes multiples",
  ],
  "explosion.missile": ["explosions of missiles", "вибухи ракет", "взрывы ракет", "explosions de missiles"],
  "explosion.air-strike": ["air strikes", "авіаційні удари", "авиационные удары", "frappes aériennes"],
  "explosion.uav-strike": ["drone strikes", "удари безпілотників", "удары беспилотников", "frappes de drones"],
  "explosion.mine": ["explosions of mines", "вибухи мін", "взрывы мин", "explosions de mines"],
  "explosion.grenade": ["explosions of grenades", "вибухи гранат", "взрывы гранат", "explosions de grenades"],
  "explosion.anti-tank": [
    "explosions of anti-tank munitions",
    "вибухи протитанкових боєприпасів",
    "взрывы противотанковых боеприпасов",
    "explosions de munitions antichars",
  ],
  "explosion.naval": [
    "explosions of naval rounds",
    "вибухи снарядів корабельної артилерії",
    "взрывы снарядов корабельной артиллерии",
    "explosions d’obus de marine",
  ],
  clash: ["clashes", "зіткнення", "столкновения", "affrontements"],
  flight: ["flights", "польоти", "полёты", "vols"],
  "flight.uav": ["flights of drones", "польоти безпілотників", "полёты беспилотников", "vols de drones"],
  "flight.crewed": [
    "flights of crewed aircraft",
    "польоти пілотованих літальних апаратів",
    "полёты пилотируемых летательных аппаратов",
    "vols d’aéronefs avec équipage",
  ],
  movement: ["movements", "переміщення", "перемещения", "mouvements"],
  "movement.convoy": ["movements of convoys", "рух колон", "движение колонн", "mouvements de convois"],
  "movement.assault": ["assaults", "штурмові дії", "штурмовые действия", "assauts"],
  "movement.crossing": ["crossings", "переходи", "переходы", "franchissements"],
  "movement.position": ["changes of positions", "зміна позицій", "смена позиций", "changements de positions"],
  presence: ["presence", "присутність", "присутствие", "présence"],
  "presence.weapon": ["presence of weapons", "присутність зброї", "присутствие оружия", "présence d’armes"],
  "presence.person": ["presence of people", "присутність людей", "присутствие людей", "présence de personnes"],
  "presence.mine": ["presence of mines", "наявність мін", "наличие мин", "présence de mines"],
  control: ["changes of control", "зміна контролю", "смена контроля", "changements de contrôle"],
  "control.gain": ["taking of control", "встановлення контролю", "установление контроля", "prise de contrôle"],
  "control.withdrawal": ["giving up of control", "відмова від контролю", "отказ от контроля", "abandon du contrôle"],
  harm: [
    "harm to people or objects",
    "шкода людям чи об’єктам",
    "вред людям или объектам",
    "atteintes aux personnes ou aux biens",
  ],
  "harm.casualty": ["casualties", "постраждалі", "пострадавшие", "victimes"],
  "harm.damage": ["damage", "пошкодження", "повреждения", "dégâts"],
  detention: ["detentions", "затримання", "задержания", "détentions"],
  jamming: ["jamming", "радіозавади", "радиопомехи", "brouillage"],
  cyber: ["cyber operations", "кібероперації", "кибероперации", "cyberopérations"],
  alert: ["alerts", "тривоги", "тревоги", "alertes"],
  thermal: ["readings of heat", "теплові аномалії", "тепловые аномалии", "anomalies thermiques"],
  undetermined: ["undetermined acts", "невизначені дії", "неопределённые действия", "actes indéterminés"],
};

export const WEAPON_WORDS: Readonly<Record<WeaponClass, Word>> = {
  "small-arms": ["small arms", "стрілецька зброя", "стрелковое оружие", "armes légères"],
  sniper: ["sniper rifles", "снайперські гвинтівки", "снайперские винтовки", "fusils de précision"],
  "heavy-machine-gun": [
    "heavy machine guns",
    "великокаліберні кулемети",
    "крупнокалиберные пулемёты",
    "mitrailleuses lourdes",
  ],
  "automatic-grenade-launcher": [
    "automatic grenade launchers",
    "автоматичні гранатомети",
    "автоматические гранатомёты",
    "lance-grenades automatiques",
  ],
  "ifv-cannon": [
    "cannons of infantry fighting vehicles",
    "гармати бойових машин піхоти",
    "пушки боевых машин пехоты",
    "canons de véhicules de combat d’infanterie",
  ],
  "anti-aircraft-gun": ["anti-aircraft guns", "зенітні гармати", "зенитные пушки", "canons antiaériens"],
  "recoilless-gun": ["recoilless guns", "безвідкатні гармати", "безоткатные орудия", "canons sans recul"],
  "anti-tank-guided": [
    "anti-tank guided missiles",
    "протитанкові керовані ракети",
    "противотанковые управляемые ракеты",
    "missiles antichars guidés",
  ],
  mortar: ["mortars", "міномети", "миномёты", "mortiers"],
  tank: ["tanks", "танки", "танки", "chars"],
  "tube-artillery": ["tube artillery", "ствольна артилерія", "ствольная артиллерия", "artillerie à tube"],
  "self-propelled-artillery": [
    "self-propelled artillery",
    "самохідна артилерія",
    "самоходная артиллерия",
    "artillerie automotrice",
  ],
  mlrs: [
    "multiple rocket launchers",
    "реактивні системи залпового вогню",
    "реактивные системы залпового огня",
    "lance-roquettes multiples",
  ],
  "tactical-missile": ["tactical missiles", "тактичні ракети", "тактические ракеты", "missiles tactiques"],
  "cruise-missile": ["cruise missiles", "крилаті ракети", "крылатые ракеты", "missiles de croisière"],
  "ballistic-missile": ["ballistic missiles", "балістичні ракети", "баллистические ракеты", "missiles balistiques"],
  "glide-bomb": ["glide bombs", "плануючі авіабомби", "планирующие авиабомбы", "bombes planantes"],
  "aircraft-munition": ["aircraft munitions", "авіаційні боєприпаси", "авиационные боеприпасы", "munitions d’aviation"],
  "attack-uav": ["attack drones", "ударні безпілотники", "ударные беспилотники", "drones d’attaque"],
  "reconnaissance-uav": [
    "reconnaissance drones",
    "розвідувальні безпілотники",
    "разведывательные беспилотники",
    "drones de reconnaissance",
  ],
  "air-defence": [
    "air-defence systems",
    "засоби протиповітряної оборони",
    "средства противовоздушной обороны",
    "systèmes de défense aérienne",
  ],
  armour: ["armoured vehicles", "бронетехніка", "бронетехника", "véhicules blindés"],
  "mine-ied": [
    "mines and improvised explosive devices",
    "міни та саморобні вибухові пристрої",
    "мины и самодельные взрывные устройства",
    "mines et engins explosifs improvisés",
  ],
  "naval-gun": ["naval guns", "корабельні гармати", "корабельные орудия", "canons de marine"],
  undetermined: ["undetermined weapons", "невизначена зброя", "неопределённое оружие", "armes indéterminées"],
};

export const ACTIVITY_WORDS: Readonly<Record<Activity, Word>> = {
  "ceasefire-event": ["an ordinary event", "звичайна подія", "обычное событие", "événement ordinaire"],
  "live-fire-exercise": [
    "an exercise with live fire",
    "навчання з бойовою стрільбою",
    "учения с боевой стрельбой",
    "exercice de tir réel",
  ],
  "controlled-explosion": [
    "a controlled explosion",
    "контрольований вибух",
    "контролируемый взрыв",
    "explosion contrôlée",
  ],
  demining: ["demining", "розмінування", "разминирование", "déminage"],
  test: ["a test", "випробування", "испытание", "essai"],
  unknown: ["an unknown activity", "невідома діяльність", "неизвестная деятельность", "activité inconnue"],
};

export const OBJECT_WORDS: Readonly<Record<ObjectKind, Word>> = {
  refinery: ["refineries", "нафтопереробні заводи", "нефтеперерабатывающие заводы", "raffineries"],
  "oil-gas-pipeline": ["oil and gas pipelines", "нафто- й газопроводи", "нефте- и газопроводы", "oléoducs et gazoducs"],
  "oil-gas-storage": [
    "oil and gas storage",
    "сховища нафти й газу",
    "хранилища нефти и газа",
    "dépôts de pétrole et de gaz",
  ],
  "pumping-station": ["pumping stations", "насосні станції", "насосные станции", "stations de pompage"],
  "gas-production": ["gas production", "об’єкти газовидобування", "объекты газодобычи", "sites de production de gaz"],
  "power-plant": ["power plants", "електростанції", "электростанции", "centrales électriques"],
  "power-grid": ["power grids", "електромережі", "электросети", "réseaux électriques"],
  substation: ["substations", "підстанції", "подстанции", "postes électriques"],
  "nuclear-plant": ["nuclear plants", "атомні електростанції", "атомные электростанции", "centrales nucléaires"],
  "hydro-dam": [
    "hydroelectric dams",
    "греблі гідроелектростанцій",
    "плотины гидроэлектростанций",
    "barrages hydroélectriques",
  ],
  hospital: ["hospitals", "лікарні", "больницы", "hôpitaux"],
  school: ["schools", "школи", "школы", "écoles"],
  residential: ["homes", "житлові будинки", "жилые дома", "habitations"],
  port: ["ports", "порти", "порты", "ports"],
  ship: ["ships", "судна", "суда", "navires"],
  railway: ["railways", "залізниці", "железные дороги", "voies ferrées"],
  water: ["water works", "водогони", "водопроводы", "installations d’eau"],
  military: ["military objects", "військові об’єкти", "военные объекты", "objets militaires"],
  other: ["other objects", "інші об’єкти", "другие объекты", "autres objets"],
};

export const UNIT_WORDS: Readonly<Record<CountUnit, Word>> = {
  explosion: ["explosions", "вибухи", "взрывы", "explosions"],
  burst: ["bursts", "черги", "очереди", "rafales"],
  shot: ["shots", "постріли", "выстрелы", "coups de feu"],
  projectile: ["projectiles", "снаряди в польоті", "снаряды в полёте", "projectiles"],
  "muzzle-flash": ["muzzle flashes", "дульні спалахи", "дульные вспышки", "lueurs de départ"],
  flare: ["flares", "освітлювальні ракети", "осветительные ракеты", "fusées éclairantes"],
  flight: ["flights", "польоти", "полёты", "vols"],
  strike: ["strikes", "удари", "удары", "frappes"],
  weapon: ["weapons", "одиниці зброї", "единицы оружия", "armes"],
  person: ["people", "люди", "люди", "personnes"],
  vehicle: ["vehicles", "одиниці техніки", "единицы техники", "véhicules"],
  mine: ["mines", "міни", "мины", "mines"],
  crossing: ["crossings", "переходи", "переходы", "franchissements"],
  position: ["positions", "позиції", "позиции", "positions"],
  detection: ["detections", "виявлення", "обнаружения", "détections"],
  event: ["events", "події", "события", "événements"],
};

export const ZONE_WORDS: Readonly<Record<string, Word>> = {
  buffer: ["buffer zone", "буферна зона", "буферная зона", "zone tampon"],
  disengagement: ["disengagement area", "ділянка розведення", "участок разведения", "zone de désengagement"],
  security: ["security zone", "зона безпеки", "зона безопасности", "zone de sécurité"],
  "no-fly": ["no-fly zone", "зона, закрита для польотів", "бесполётная зона", "zone d’exclusion aérienne"],
  maritime: ["maritime zone", "морська зона", "морская зона", "zone maritime"],
  "safe-passage": ["safe passage", "безпечний прохід", "безопасный проход", "passage sûr"],
  storage: ["storage site", "місце зберігання", "место хранения", "site de stockage"],
  "restricted-object": [
    "restricted object",
    "об’єкт обмеженого доступу",
    "объект ограниченного доступа",
    "objet à accès restreint",
  ],
  settlement: ["settlement", "населений пункт", "населённый пункт", "localité"],
  area: ["area", "територія", "территория", "territoire"],
};

export const OBLIGATION_WORDS: Readonly<Record<string, Word>> = {
  "withdraw-by": ["withdrawal", "відведення", "отвод", "retrait"],
  "deploy-by": ["deployment", "розгортання", "развёртывание", "déploiement"],
  dismantle: ["dismantling", "демонтаж", "демонтаж", "démantèlement"],
  "report-by": ["report", "звітування", "отчётность", "rapport"],
  "grant-access": ["access", "надання доступу", "предоставление доступа", "accès"],
  refrain: ["refraining", "утримання від дій", "воздержание от действий", "abstention"],
  other: ["other duty", "інший обов’язок", "другая обязанность", "autre obligation"],
};

export const SEVERITY_WORDS: Readonly<Record<string, Word>> = {
  technical: ["technical", "технічне", "техническое", "technique"],
  minor: ["minor", "незначне", "незначительное", "mineur"],
  serious: ["serious", "серйозне", "серьёзное", "grave"],
  grave: ["grave", "тяжке", "тяжкое", "très grave"],
};
