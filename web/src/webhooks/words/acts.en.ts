/** Acts that a webhook can hear of, kind by kind, in English. `events.ts` offers these. */

export const groups = {
  deadline: "Deadlines",
  question: "Questions",
  litigation: "Litigation",
  condemnation: "Condemnations",
  event: "Events in a dossier",
  document: "Documents",
  message: "Messages",
  participant: "Who takes part",
  watch: "Watches over penalties",
} as const;

export const acts = {
  deadline: {
    rang: "a reminder rang",
    escalated: "nobody acknowledged the day, more were told",
    acknowledged: "the day was acknowledged",
    computed: "a deadline was computed",
    extended: "a deadline was extended",
    overridden: "the day was set by hand",
    recomputed: "a deadline was recomputed",
    conflict_raised: "a deadline waits for a decision",
    met: "a deadline was met",
    receipt_given: "a receipt was given",
    waived: "a deadline was not used",
    lapsed: "a deadline no longer arises",
    confirmed: "a second lawyer confirmed the day",
    contested: "a second lawyer contested the day",
  },
  question: {
    opened: "a question came in",
    taken: "a question was taken on",
    assigned: "a question was assigned",
    closed: "a question was closed",
    reopened: "a question was opened again",
    became_litigation: "a question became litigation",
  },
  litigation: {
    opened: "litigation was opened",
    assigned: "litigation was assigned",
    closed: "litigation was closed",
    reopened: "litigation was opened again",
  },
  condemnation: {
    opened: "a condemnation was opened",
    assigned: "a condemnation was assigned",
    closed: "a condemnation was closed",
    reopened: "a condemnation was opened again",
  },
  event: {
    recorded: "an event was recorded",
    corrected: "an event was corrected",
    retracted: "an event was retracted",
  },
  document: {
    filed: "a document was filed",
    version_added: "a document has a new version",
    withdrawn: "a document was withdrawn",
  },
  message: {
    recorded: "a message was recorded",
  },
  participant: {
    added: "somebody takes part",
    changed: "a part was changed",
    removed: "somebody takes part no longer",
  },
  watch: {
    opened: "a penalty is watched over",
    moved: "the day of a watch moved",
    lapsed: "a watch ended",
  },
} as const;
