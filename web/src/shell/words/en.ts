export const shell = {
  desk: "Legal helpdesk",
  toContent: "To the content",
  rooms: "Rooms",
  language: "Language",
  unread_one: "{{count}} unread",
  unread_other: "{{count}} unread",
  notFound: "There is no such page",
  notFoundWay: "Perhaps the address was cut off. The start page leads to every room.",
  toStart: "To the start page",
  broken: "This page could not be shown",
  brokenWay: "The desk was perhaps renewed meanwhile. Load the page again.",
  reload: "Load again",
} as const;
