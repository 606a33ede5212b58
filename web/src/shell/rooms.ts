/** The rooms of the client, in the order in which the navigation leads to them. */

export const ROOMS = [
  { path: "/notices", title: "notices.title", purpose: "notices.purpose", counts: "unread_notices" },
  { path: "/webhooks", title: "webhooks.title", purpose: "webhooks.purpose" },
  { path: "/status", title: "status.title", purpose: "status.purpose" },
] as const;
