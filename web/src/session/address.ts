/** Where one signs in, and comes back to the very place one was at. */

export function signInAddress(from: Pick<Location, "pathname" | "search" | "hash"> = location): string {
  return `/sign-in/?next=${encodeURIComponent(from.pathname + from.search + from.hash)}`;
}
