import type { Translated } from "../words.ts";
import type { signing as english } from "./en.ts";

/** The same words in French. */
export const signing: Translated<typeof english> = {
  "signIn.setTitle": "Choisissez votre mot de passe",
  "signIn.setWords": "Ce lien à usage unique n’est que pour vous. Il ne sert plus une fois le mot de passe choisi.",
  "signIn.words":
    "Les exemples se lisent sans connexion. Ce que vous pouvez faire dans une mission dépend de votre rôle.",
  "signIn.failed": "Connexion refusée",
  "signIn.wrong":
    "L’identifiant et le mot de passe ne vont pas ensemble, ou le compte est fermé. Vérifiez les deux. La personne qui gère les comptes peut donner un nouveau lien.",
  "signIn.linkSpent":
    "Ce lien a déjà servi ou a plus de 24 heures. Demandez-en un autre : npx trucekeeper user link LOGIN",
  "signIn.slow": "Trop d’essais manqués depuis ici. Attendez un quart d’heure, puis réessayez.",
  "signIn.short": "Le mot de passe est trop court : au moins 12 caractères. Une phrase convient bien.",
  "signIn.differ": "Les deux mots de passe diffèrent. Saisissez deux fois le même.",
  "signIn.login": "Identifiant",
  "signIn.password": "Mot de passe",
  "signIn.again": "Mot de passe, encore",
  "signIn.show": "Montrer ou cacher le mot de passe",
  "signIn.long": "Au moins 12 caractères ; une phrase convient bien.",
  "signIn.set": "Choisir ce mot de passe et se connecter",
  "signIn.forgotten": "Mot de passe oublié ? La personne qui gère les comptes peut vous donner un nouveau lien.",
};
