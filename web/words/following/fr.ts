/** Mots pour ce qui change pendant la lecture, et pour reprendre. */
export const following = {
  "live.news_one": "{{count}} incident nouveau ou changé",
  "live.news_many": "{{count}} incidents nouveaux ou changés",
  "live.news_other": "{{count}} incidents nouveaux ou changés",
  "live.many": "Beaucoup a changé depuis l’ouverture",
  "live.show": "Afficher",
  "live.incident": "Cet incident a changé depuis que vous l’avez ouvert.",
  "live.gone": "Cet incident n’existe plus tel quel : ses observations ont été groupées autrement ou reprises.",
  "failure.preparing": "Le serveur prépare le registre. Cette page continue d’elle-même.",
  "undo.button": "Reprendre l’entrée {{index}}",
  "undo.words": "Son effet disparaît ; l’entrée et cette reprise restent au registre.",
  "undo.reason": "Pourquoi la reprendre ?",
  "undo.done": "Reprise par l’entrée {{index}}.",
  "undo.withdrawn": "reprise",
} as const;
