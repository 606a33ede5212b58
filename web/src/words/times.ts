/** Moments as they are written in each language, on the clock of the reader's device. */

/** Of Belgium, where the desk is; its English is European. */
const REGIONS: Readonly<Record<string, string>> = { nl: "nl-BE", fr: "fr-BE", de: "de-BE", en: "en-GB" };

export function momentIn(language: string, moment: string, zone?: string): string {
  return new Intl.DateTimeFormat(REGIONS[language] ?? language, {
    dateStyle: "medium",
    timeStyle: "medium",
    ...(zone && { timeZone: zone }),
  }).format(new Date(moment));
}

/** A day of the desk, with the day of the week. */
export function dayIn(language: string, day: string): string {
  return new Intl.DateTimeFormat(REGIONS[language] ?? language, { dateStyle: "full", timeZone: "UTC" }).format(new Date(day));
}

/** What a field of the browser for a day and an hour holds, as a moment. */
export function momentOfField(value: string): string {
  return new Date(value).toISOString();
}

/** A moment as such a field holds it. */
export function fieldOfMoment(moment: string): string {
  const at = new Date(moment);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
