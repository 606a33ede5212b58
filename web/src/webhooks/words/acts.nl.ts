/** Acts that a webhook can hear of, kind by kind, in Dutch. */

export const groups = {
  deadline: "Termijnen",
  question: "Vragen",
  litigation: "Procedures",
  condemnation: "Veroordelingen",
  event: "Gebeurtenissen in een dossier",
  document: "Documenten",
  message: "Berichten",
  participant: "Wie meewerkt",
  watch: "Bewaking van dwangsommen",
} as const;

export const acts = {
  deadline: {
    rang: "een herinnering ging af",
    escalated: "niemand nam kennis van de dag, meer mensen zijn verwittigd",
    acknowledged: "van de dag is kennisgenomen",
    computed: "een termijn is berekend",
    extended: "een termijn is verlengd",
    overridden: "de dag is met de hand bepaald",
    recomputed: "een termijn is herberekend",
    conflict_raised: "een termijn wacht op een beslissing",
    met: "een termijn is gehaald",
    receipt_given: "een ontvangstbewijs is toegevoegd",
    waived: "een termijn is niet benut",
    lapsed: "een termijn ontstaat niet meer",
    confirmed: "een tweede jurist bevestigde de dag",
    contested: "een tweede jurist betwistte de dag",
  },
  question: {
    opened: "een vraag kwam binnen",
    taken: "een vraag is opgenomen",
    assigned: "een vraag is toegewezen",
    closed: "een vraag is afgesloten",
    reopened: "een vraag is heropend",
    became_litigation: "een vraag werd een procedure",
  },
  litigation: {
    opened: "een procedure is geopend",
    assigned: "een procedure is toegewezen",
    closed: "een procedure is afgesloten",
    reopened: "een procedure is heropend",
  },
  condemnation: {
    opened: "een veroordeling is geopend",
    assigned: "een veroordeling is toegewezen",
    closed: "een veroordeling is afgesloten",
    reopened: "een veroordeling is heropend",
  },
  event: {
    recorded: "een gebeurtenis is opgetekend",
    corrected: "een gebeurtenis is rechtgezet",
    retracted: "een gebeurtenis is ingetrokken",
  },
  document: {
    filed: "een document is neergelegd",
    version_added: "een document kreeg een nieuwe versie",
    withdrawn: "een document is weggenomen",
  },
  message: {
    recorded: "een bericht is opgetekend",
  },
  participant: {
    added: "iemand werkt mee",
    changed: "een rol is gewijzigd",
    removed: "iemand werkt niet meer mee",
  },
  watch: {
    opened: "een dwangsom wordt bewaakt",
    moved: "de dag van een bewaking verschoof",
    lapsed: "een bewaking eindigde",
  },
} as const;
