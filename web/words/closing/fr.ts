import type { Translated } from "../words.ts";
import type { closing as english } from "./en.ts";

/** The same words in French. */
export const closing: Translated<typeof english> = {
  "closing.title": "Clore la journée",
  "closing.lead": "Ce qui reste à faire avant l’envoi du rapport du jour. Chaque ligne ouvre ce qu’elle compte.",
  "closing.day": "Jour, à l’heure de la mission",
  "closing.before": "Jour précédent",
  "closing.after": "Jour suivant",
  "closing.figures": "Le jour en chiffres",
  "closing.incidents": "incidents ce jour",
  "closing.contrary": "contraires à une clause",
  "closing.unclear": "encore indécidables",
  "closing.claimed": "affirmés par une partie seule",
  "closing.since": "Ce qui a changé depuis le dernier rapport",
  "closing.sinceNone": "Aucun rapport n’a encore été publié : tout est nouveau. Entrées au registre : {{n}}.",
  "closing.sinceSome": "L’entrée {{entry}} a publié le dernier rapport ({{at}}). Depuis :",
  "closing.nothing": "Rien n’a été inscrit depuis.",
  "closing.more": "Plus de {{n}} ; le registre les a tous.",
  "closing.blocks": "Ce qui bloque",
  "closing.blocksNone": "Rien ne bloque.",
  "closing.basis_one": "{{n}} décision repose sur une base qui a bougé : revoyez-la.",
  "closing.basis_many": "{{n}} décisions reposent sur une base qui a bougé : revoyez-les.",
  "closing.basis_other": "{{n}} décisions reposent sur une base qui a bougé : revoyez-les.",
  "closing.file": "Fichier refusé : {{file}}",
  "closing.noAgreement": "Aucun accord en vigueur n’est connu pour cette mission : rien ne peut être évalué.",
  "closing.derived": "Les chiffres portent sur {{derived}} entrées sur {{all}} : le calcul est en cours.",
  "closing.sums": "Sommes qui ne tombent pas juste",
  "closing.sumsNone": "Liste, chronologie et carte comptent de même : {{n}}.",
  "closing.sumsDiffer":
    "Liste {{list}}, chronologie {{bars}}, carte {{map}} : les trois devraient être égales. Relisez-les ; si elles diffèrent encore, signalez une erreur.",
  "closing.noPlace_one": "{{n}} incident du jour n’a pas de lieu : il est dans la liste, pas sur la carte.",
  "closing.noPlace_many": "{{n}} incidents du jour n’ont pas de lieu : ils sont dans la liste, pas sur la carte.",
  "closing.noPlace_other": "{{n}} incidents du jour n’ont pas de lieu : ils sont dans la liste, pas sur la carte.",
  "closing.next": "Que vérifier ensuite",
  "closing.nextWords": "Incidents encore indécidables, dans l’ordre du jour. Chacun dit ce qui le déciderait.",
  "closing.nextNone": "Rien de ce jour ne reste ouvert.",
  "closing.print":
    "Le rapport lui-même : npx trucekeeper report daily --mission {{mission}} --date {{day}} --out daily",
};
