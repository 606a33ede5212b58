/** Acts that a webhook can hear of, kind by kind, in French. */

export const groups = {
  deadline: "Délais",
  question: "Questions",
  litigation: "Contentieux",
  condemnation: "Condamnations",
  event: "Événements d'un dossier",
  document: "Documents",
  message: "Messages",
  participant: "Qui participe",
  watch: "Surveillance des astreintes",
} as const;

export const acts = {
  deadline: {
    rang: "un rappel a sonné",
    escalated: "personne n'a pris connaissance du jour, d'autres sont avertis",
    acknowledged: "prise de connaissance du jour",
    computed: "un délai a été calculé",
    extended: "un délai a été prolongé",
    overridden: "le jour a été fixé à la main",
    recomputed: "un délai a été recalculé",
    conflict_raised: "un délai attend une décision",
    met: "un délai a été respecté",
    receipt_given: "un accusé a été ajouté",
    waived: "un délai n'a pas été utilisé",
    lapsed: "un délai ne naît plus",
    confirmed: "un second juriste a confirmé le jour",
    contested: "un second juriste a contesté le jour",
  },
  question: {
    opened: "une question est arrivée",
    taken: "une question a été prise en charge",
    assigned: "une question a été attribuée",
    closed: "une question a été clôturée",
    reopened: "une question a été rouverte",
    became_litigation: "une question est devenue un contentieux",
  },
  litigation: {
    opened: "un contentieux a été ouvert",
    assigned: "un contentieux a été attribué",
    closed: "un contentieux a été clôturé",
    reopened: "un contentieux a été rouvert",
  },
  condemnation: {
    opened: "une condamnation a été ouverte",
    assigned: "une condamnation a été attribuée",
    closed: "une condamnation a été clôturée",
    reopened: "une condamnation a été rouverte",
  },
  event: {
    recorded: "un événement a été enregistré",
    corrected: "un événement a été corrigé",
    retracted: "un événement a été retiré",
  },
  document: {
    filed: "un document a été versé",
    version_added: "un document a une nouvelle version",
    withdrawn: "un document a été retiré",
  },
  message: {
    recorded: "un message a été enregistré",
  },
  participant: {
    added: "quelqu'un participe",
    changed: "un rôle a été modifié",
    removed: "quelqu'un ne participe plus",
  },
  watch: {
    opened: "une astreinte est surveillée",
    moved: "le jour d'une surveillance a bougé",
    lapsed: "une surveillance a pris fin",
  },
} as const;
