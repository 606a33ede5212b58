/** The rooms of the client, in the order in which the navigation leads to them. */

export const ROOMS = [{ path: "/webhooks", title: "webhooks.title", purpose: "webhooks.purpose" }] as const;
