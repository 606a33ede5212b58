/** The rooms of the client, in the order in which the navigation leads to them. */

export const ROOMS = [] as const;
