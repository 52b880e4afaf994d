import type { Translated } from "../words.ts";
import type { reviewing as english } from "./en.ts";

/** The same words in French. */
export const reviewing: Translated<typeof english> = {
  "review.title": "À examiner",
  "review.lead":
    "Des rapports que les indices ont réunis ou séparés de peu, ou que seule une fixation tient dehors. Ici, ce sont des personnes qui décident ; ce qu’elles inscrivent vaut contre tout indice.",
  "review.closed": "La manière dont les rapports ont été réunis est ouverte au personnel de la mission.",
  "review.none": "Rien n’attend d’examen.",
  "review.noneWords_one": "{{n}} incident a été regardé : les indices ou des personnes le règlent.",
  "review.noneWords_many": "{{n}} incidents ont été regardés : les indices ou des personnes règlent chacun d’eux.",
  "review.noneWords_other": "{{n}} incidents ont été regardés : les indices ou des personnes règlent chacun d’eux.",
  "review.total_one": "{{n}} paire attend.",
  "review.total_many": "{{n}} paires attendent. D’abord celles qu’une fixation sépare, puis les plus douteuses.",
  "review.total_other": "{{n}} paires attendent. D’abord celles qu’une fixation sépare, puis les plus douteuses.",
  "review.older":
    "Seuls les {{n}} incidents les plus récents ont été regardés ; de plus anciens peuvent attendre aussi.",
  "review.more": "En montrer plus",
  "review.pinned": "Seule une fixation tient ce rapport dehors",
  "review.pinnedWords":
    "Quelqu’un a fixé un incident : ses rapports sont un seul événement, et tout l’événement. Selon les indices, ces deux n’en feraient qu’un.",
  "review.pinnedDoubt": "L’un des deux est fixé, et ils sont peut-être un seul événement",
  "review.pinnedDoubtWords":
    "Les indices n’admettent rien dans un incident fixé. Sans la fixation, ils sépareraient ces deux de peu.",
  "review.joined": "Ce sont peut-être deux événements",
  "review.joinedWords": "Ils forment un seul incident, et peu de chose les tient ensemble.",
  "review.apart": "Ces deux sont peut-être un seul événement",
  "review.apartWords": "Ils forment deux incidents, et peu de chose les sépare.",
  "review.side": "Rapport {{n}} sur 2",
  "review.source": "Source",
  "review.marking": "Marquage",
  "review.uncounted": "non compté",
  "review.alone": "Le seul rapport de son incident.",
  "review.among_one": "{{n}} rapport forme son incident : {{act}}, {{span}}.",
  "review.among_many": "L’un des {{n}} rapports de son incident : {{act}}, {{span}}.",
  "review.among_other": "L’un des {{n}} rapports de son incident : {{act}}, {{span}}.",
  "review.openOf": "Ouvrir l’incident du rapport {{n}}",
  "review.why": "Ce qui parle pour et contre un seul événement",
  "review.whyJoined": "Ce qui parle pour et contre un seul événement, sur tout l’incident",
  "review.whyWords":
    "Entre parenthèses, le logarithme des chances en nats : au-dessus de zéro pour un seul événement, au-dessous contre.",
  "review.strongly-for": "parle fortement pour un seul événement",
  "review.for": "parle pour un seul événement",
  "review.hardly": "ne pèse guère",
  "review.against": "parle contre",
  "review.strongly-against": "parle fortement contre",
  "review.even": "à égalité pour et contre",
  "review.sum": "Entre les deux, ensemble",
  "review.same": "Le même événement",
  "review.letIn": "Le même événement : l’admettre",
  "review.different": "Des événements distincts",
  "review.sameWords": "Désormais les deux rapports sont d’un seul événement, quoi que disent les indices.",
  "review.letInWords":
    "Le rapport entre dans l’incident fixé, qui se referme avec lui. Désormais les deux sont un seul événement.",
  "review.differentWords": "Désormais les deux rapports sont de deux événements, quoi que disent les indices.",
  "review.entered": "L’entrée {{index}} dit : {{said}}. La paire quitte la file dès que les chiffres ont suivi.",
  "review.gone":
    "Cette paire n’attend plus : quelqu’un d’autre l’a réglée, ou de nouvelles entrées l’ont changée. Regardez les incidents avant de décider.",
};
