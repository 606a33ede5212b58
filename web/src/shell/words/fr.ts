import type { Words } from "../../words/words.ts";

export const shell: Words["shell"] = {
  desk: "Helpdesk juridique",
  toContent: "Aller au contenu",
  rooms: "Espaces",
  language: "Langue",
  unread_one: "{{count}} non lu",
  unread_other: "{{count}} non lus",
  notFound: "Cette page n'existe pas",
  notFoundWay: "L'adresse est peut-être incomplète. La page d'accueil mène partout.",
  toStart: "Vers la page d'accueil",
  broken: "Cette page n'a pas pu être affichée",
  brokenWay: "Le helpdesk a peut-être été mis à jour entre-temps. Rechargez la page.",
  reload: "Recharger",
};
