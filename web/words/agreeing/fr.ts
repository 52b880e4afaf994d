import type { AgreeingWords } from "./en.ts";

/** The same words in French. */
export const agreeing: AgreeingWords = {
  "agreement.edit": "Modifier le texte",
  "agreement.compare": "Comparer lectures et projets",
  "agreement.versions": "Versions",
  "agreement.entered": "inscrite le {{at}}",
  "agreement.worksBy": "la mission s’y tient",
  "agreement.adopts": "adopte la lecture {{reading}}",
  "agreement.rival": "les lectures rivales restent côte à côte",
  "agreement.compareWith": "Comparer à celle en vigueur",
  "agreement.onMap": "Montrer sur la carte",
  "agreement.allPlaces": "Montrer tous les lieux",
  "agreement.noWords": "Aucun texte de cette clause n’est donné.",
  "agreement.mapLabel": "Zones et lignes de l’accord sur une carte ; les clauses nomment les mêmes",
  "agreement.readBy": "selon {{by}}",
  "agreement.questions": "Questions ouvertes, avec valeurs rivales",
  "editor.title": "Modifier l’accord",
  "editor.lead":
    "Le texte est vérifié pendant que vous écrivez. Rien n’est conservé avant qu’il soit inscrit avec une raison ; la mission s’y tient alors, et tous les chiffres sont dérivés à nouveau.",
  "editor.text": "Fichier d’accord, YAML",
  "editor.keys": "Ctrl+Espace propose ce qui peut se trouver là où est le curseur ; Tab quitte l’éditeur.",
  "editor.found": "Ce que la vérification trouve",
  "editor.checking": "Vérification en cours",
  "editor.fine": "Aucune erreur trouvée.",
  "editor.error": "erreur",
  "editor.warning": "remarque",
  "editor.at": "ligne {{line}}, colonne {{column}}",
  "editor.compare": "Comparer au texte en vigueur",
  "editor.download": "Télécharger le texte",
  "editor.enterTitle": "Inscrire cette version",
  "editor.reading": "Lecture que la mission adopte",
  "editor.noReading": "aucune : les lectures rivales restent côte à côte",
  "editor.entered": "Inscrite sous le numéro {{index}}. Tous les chiffres sont dérivés à nouveau.",
  "editor.notEntered": "Non inscrite",
  "editor.mayNot":
    "Votre rôle dans cette mission n’inscrit pas de versions. Le texte peut être vérifié, comparé et téléchargé.",
  "editor.signIn":
    "Connectez-vous avec un rôle dans cette mission pour modifier un texte : il est vérifié sur ce serveur.",
  "editor.unchanged": "Le texte est celui en vigueur.",
  "editor.notYet": "Avec une erreur, le texte n’est pas encore un accord.",
};
