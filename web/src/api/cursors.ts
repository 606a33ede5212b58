/** Lists that come in pages: where the next one begins. */

export function cursorOf(next: string | null): string | undefined {
  return (next && URL.parse(next)?.searchParams.get("cursor")) || undefined;
}
