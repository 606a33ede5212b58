import type { Words } from "../../words/words.ts";

export const shell: Words["shell"] = {
  desk: "Juridische helpdesk",
  toContent: "Naar de inhoud",
  rooms: "Ruimtes",
  language: "Taal",
  unread_one: "{{count}} ongelezen",
  unread_other: "{{count}} ongelezen",
  notFound: "Deze pagina bestaat niet",
  notFoundWay: "Misschien is het adres afgebroken. De startpagina leidt naar alles.",
  toStart: "Naar de startpagina",
  broken: "Deze pagina kon niet worden getoond",
  brokenWay: "De desk werd intussen misschien vernieuwd. Laad de pagina opnieuw.",
  reload: "Opnieuw laden",
};
