import type { Words } from "../../words/words.ts";

export const shell: Words["shell"] = {
  desk: "Juristischer Helpdesk",
  toContent: "Zum Inhalt",
  rooms: "Bereiche",
  language: "Sprache",
  unread_one: "{{count}} ungelesen",
  unread_other: "{{count}} ungelesen",
  notFound: "Diese Seite gibt es nicht",
  notFoundWay: "Vielleicht wurde die Adresse abgeschnitten. Die Startseite führt überallhin.",
  toStart: "Zur Startseite",
  broken: "Diese Seite konnte nicht angezeigt werden",
  brokenWay: "Der Helpdesk wurde inzwischen vielleicht erneuert. Laden Sie die Seite neu.",
  reload: "Neu laden",
};
