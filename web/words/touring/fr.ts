import type { Translated } from "../words.ts";
import type { touring as english } from "./en.ts";

/** The same words in French. */
export const touring: Translated<typeof english> = {
  "help.title": "Aide",
  "help.tour": "Suivre la visite",
  "help.tourWords": "Dix minutes à travers un exemple, sur les vrais écrans. On peut la quitter à chaque étape.",
  "help.keys": "Touches",
  "help.keysOn": "Les touches simples agissent",
  "help.inside": "Dans la liste, la frise et la carte",
  "help.key.help": "cette aide",
  "help.key.search": "chercher",
  "help.key.list": "vers la liste",
  "help.key.time": "vers la frise",
  "help.key.map": "vers la carte",
  "help.key.answer": "vers la réponse",
  "help.key.next": "ouvrir l’incident suivant",
  "help.key.previous": "ouvrir le précédent",
  "help.key.results": "résultats dans l’ordre : afficher ou non",
  "help.key.clear": "effacer le filtre",
  "help.key.close": "fermer ce qui est ouvert",
  "help.key.rows": "liste : d’une ligne à l’autre",
  "help.key.stretch": "frise : déplacer une borne",
  "help.key.pan": "carte : déplacer, plus près, plus loin",
  "tour.title": "Visite",
  "tour.progress": "Visite, étape {{at}} sur {{of}}",
  "tour.leave": "Quitter la visite",
  "tour.back": "Retour",
  "tour.next": "Suivant",
  "tour.finish": "Terminer",
  "tour.noExample": "Aucun exemple n’est lisible ici. Sur votre machine, npm start les charge.",
  "tour.answer": "La réponse d’abord",
  "tour.answerWords":
    "Pour chaque clause : combien d’incidents y sont contraires, au moins et au plus. « Au moins » est certain ; « au plus » ajoute ceux dont le registre ne permet pas de juger. Rien entre les deux n’est imprimé. Touchez une clause : la liste montre ce qui est compté.",
  "tour.quiet": "Le calme n’est pas le respect",
  "tour.quietWords":
    "Ce qui a été observé, et ce qui ne l’a pas été, est aussi une donnée. Là où personne n’observait, l’absence de rapport ne dit rien.",
  "tour.filter": "Un filtre, trois vues",
  "tour.filterWords":
    "Carte, frise et liste montrent toujours les mêmes incidents. Les signes les expliquent toutes : une forme propre à chaque résultat, et aucune couleur pour un camp. Tracez sur la frise pour choisir une période. L’adresse contient tout : copiez-la, et un collègue voit ce que vous voyez.",
  "tour.incident": "Pourquoi celui-ci est-il contraire ?",
  "tour.incidentWords":
    "Chaque clause montre ses tests en mots, avec leur issue. Plus bas : chaque rapport côte à côte, tel que sa source l’a donné, et qui désigne qui. Une allégation le reste tant que des personnes n’ont pas décidé.",
  "tour.unclear": "Et là où l’on ne peut pas juger",
  "tour.unclearWords":
    "Le registre nomme le fait qui trancherait, et ce qui en suivrait dans chaque cas. C’est ce qu’un vérificateur contrôle ensuite.",
  "tour.agreement": "L’accord, en texte et en données",
  "tour.agreementWords":
    "Un seul fichier que le juriste lit et que la machine exécute. À côté de chaque clause, elle est redite d’après les données : chacun voit si la machine a compris. Les lectures rivales se côtoient.",
  "tour.guarantees": "Qui a promis quoi",
  "tour.guaranteesWords":
    "Un autre exemple : engagements, échelles et leurs délais, contingents et questions ouvertes, chaque valeur avec ses sources. Touchez le mot à côté d’une valeur pour voir qui l’a dit. Un exercice ne peut être pris pour la réalité.",
  "tour.compare": "Deux projets, la même histoire",
  "tour.compareWords":
    "Deux lectures d’un même texte sur les mêmes incidents : quels résultats diffèrent, quels jours et pourquoi. Choisissez-en d’autres en haut. Pour la salle où l’on rédige les termes.",
  "tour.sources": "Quels yeux, et quand",
  "tour.sourcesWords":
    "Chaque source et ce qu’elle a signalé. Le personnel de la mission lit ici aussi à quelles heures postes et patrouilles ont observé, n’ont rien pu voir, ont été brouillés ou refoulés ; au public il est dit seulement que le silence ne signifie rien.",
  "tour.record": "Le registre se vérifie",
  "tour.recordWords":
    "Rien ne change en silence : chaque import, décision et retrait est une entrée avec sa preuve. Qui a reçu une preuve la vérifie ici, dans son propre navigateur, par le point de contrôle que tous voient. La visite s’achève ; « ? » la ramène.",
};
